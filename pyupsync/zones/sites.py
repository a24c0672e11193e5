"""A site's URL and its place in the zone map: exactly that host and that scheme, never wider than asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from pyupsync.errors import SiteError, SiteTooWide, SiteUnsupported
from pyupsync.zones import names

Scheme = Literal["http", "https", "file"]
_SCHEMES: dict[str, Scheme] = {"http": "http", "https": "https", "file": "file"}
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f]")
_UNC = re.compile(r"(?:file:)?\\\\([^\\/]+)([\\/].*)?", re.IGNORECASE)
# \\server[@SSL][@port][\path] is the WebDAV redirector's spelling of an http or https address (DavGetHTTPFromUNCPath).
_WEBDAV = re.compile(
    r"(?:file:[\\/]*|\\\\)(?P<host>[\w.-]+)(?=@)(?P<ssl>@ssl)?(?:@\d{1,5})?(?:[\\/].*)?", re.IGNORECASE
)
_AT = re.compile("[@\ufe6b\uff20]")  # all of them are an @ once a host's name is normalised (NFKC)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_DRIVE = re.compile(r"file:[\\/]*[a-z][:|].*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site stands in the zone map.

    Attributes:
        url: The URL it was made of, as it was given.
        host: In lower-case ASCII, international names as punycode; an IPv4 address as it is.
        scheme: The protocol, which is the name of the registry value.
        kind: ``domain`` for a key below ``Domains`` and ``EscDomains``, ``range`` for one below ``Ranges``.
        domain_key: The key below ``Domains``: ``contoso.com``; for a range the address.
        subkey: The key below the domain key: ``erp.corp``; empty when the host is the domain key itself.
        doubt: What of the URL's spelling Windows may take otherwise, in a sentence; empty for nothing.
    """

    url: str
    host: str
    scheme: Scheme
    kind: Literal["domain", "range"]
    domain_key: str
    subkey: str = ""
    doubt: str = ""

    @property
    def path(self) -> str:
        """The key below ``Domains``: ``contoso.com\\erp.corp``."""
        return f"{self.domain_key}\\{self.subkey}" if self.subkey else self.domain_key

    @property
    def site(self) -> str:
        """Scheme and host, as a Site to Zone Assignment List names it: ``https://erp.corp.contoso.com``."""
        return f"{self.scheme}://{self.host}"

    @property
    def covers_hosts_below(self) -> bool:
        """Whether its entry would hold for every host below it too (the implicit ``*.domain``)."""
        return self.kind == "domain" and not self.subkey and names.covers_hosts_below(self.domain_key)


def place_of(url: str) -> Place:
    """The place of a URL. Port, path, query and case do not count; ``%6d`` in the host is decoded.

    Raises:
        SiteTooWide: It has a wildcard, or is a bare top-level domain.
        SiteUnsupported: The zone map cannot hold it: an IPv6 address, another scheme than http, https and file, a
            WebDAV path.
        SiteError: It is no URL, or carries credentials.
    """
    _refuse_webdav(url.strip())
    try:
        scheme, spelt = _parts(url.strip())
        host = _host(spelt, url)
    except SiteError as error:
        raise _reticent(error, url) from None
    if scheme not in _SCHEMES:
        raise SiteUnsupported(
            f"{url}: the scheme {scheme} is not one of http, https and file.", target=url, advice="Give the site's URL."
        )
    if names.is_ipv4(host):
        return Place(url, host, _SCHEMES[scheme], "range", host, doubt=_doubt(spelt))
    domain_key, subkey = names.split(host)
    return Place(url, host, _SCHEMES[scheme], "domain", domain_key, subkey, _doubt(spelt))


def _refuse_webdav(url: str) -> None:
    web = _WEBDAV.fullmatch(url)
    if web:
        address = f"{'https' if web['ssl'] else 'http'}://{web['host']}"
        raise SiteUnsupported(
            f"{url} is a WebDAV path (@SSL, @port), which stands for {address}.",
            target=url,
            advice=f"Give the site's own address: {address}.",
        )


def _reticent(error: SiteError, url: str) -> SiteError:
    """The error itself, unless it tells of a URL with an @ anywhere: a password may hold what ends a host's name."""
    *before, last = _AT.split(unquote(url))
    if not before or "…@" in error.target:
        return error
    advice = "Give it without credentials; of an @ in its path only scheme and host are needed."
    return SiteError("It is no URL of a site, or one with a user name.", target=f"…@{last}", advice=advice)


def _doubt(spelt: str) -> str:
    if not spelt.isascii():
        return "The name is international; that Windows looks it up as punycode is not documented."
    return "Whether Windows ignores the dot at the end of the name is not documented." if spelt.endswith(".") else ""


def _parts(url: str) -> tuple[str, str]:
    """Scheme and host of a URL or a UNC path, the host as it is spelt there."""
    head = re.split(r"[/?#]", url.partition("://")[2] or url)[0]
    if "@" in unquote(head):  # first of all, since no message may repeat what stands before it
        scheme = found[0] if (found := _SCHEME.match(url)) else ""
        shown = f"{scheme}…@{unquote(head).rpartition('@')[2]}"
        raise SiteError("A site's URL carries a user name.", target=shown, advice="Give it without credentials.")
    if _DRIVE.fullmatch(url):
        raise SiteError(f"{url} is a file of one computer.", target=url, advice="Give the site's URL.")
    if share := _UNC.fullmatch(url):
        return "file", share[1]
    scheme, colon, rest = url.partition("://")
    if "*" in scheme + head:
        advice = "Give every host by name, each with its scheme."
        raise SiteTooWide(f"{url} has a wildcard, which would map more than one site.", target=url, advice=advice)
    if not colon or _UNFIT.search(url):
        raise SiteError(f"{url!r} is no URL.", target=url, advice="Write it with its scheme: https://host.")
    if rest.startswith("["):
        advice = "Give the site by a host name."
        raise SiteUnsupported(f"{url}: the zone map cannot hold IPv6 addresses.", target=url, advice=advice)
    try:
        split = urlsplit(url)
        _ = split.port
    except ValueError as error:
        raise SiteError(f"{url} is no URL: {error}.", target=url, advice="Correct it.") from error
    return split.scheme.lower(), unquote(split.hostname or "")


def _host(text: str, url: str) -> str:
    try:
        host = names.ascii_host(text)
    except ValueError as error:
        raise SiteError(f"{url}: {error}.", target=url, advice="Give a URL with a host name.") from error
    if names.is_range(host):
        advice = "Give every address by itself."
        raise SiteTooWide(f"{url} is a range, which would map more than one site.", target=url, advice=advice)
    if names.is_top_level(host):
        raise SiteTooWide(f"{url}: {host} is a top-level domain.", target=url, advice="Give every host by name.")
    if not names.is_ipv4(host) and names.looks_numeric(host):
        raise SiteError(
            f"{url}: {host} is a number that clients read as an address in different ways.",
            target=url,
            advice="Write an address in four decimal parts, as 10.0.0.1.",
        )
    return host
