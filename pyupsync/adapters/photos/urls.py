"""Addresses of pictures: which to ask for, and which hosts credentials may go to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna

from pyupsync.errors import FetchError, UsageError

_MEDIUM = re.compile(r"_MThumb(?=\.[A-Za-z]+$)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an http or https address leads: scheme, host (lower case, ASCII) and port."""

    scheme: str
    host: str
    port: int

    def leads_on_to(self, other: Place) -> bool:
        """Whether ``other`` is the same host, by the same scheme or by https after http."""
        return self.host == other.host and other.scheme in {self.scheme, "https"}


def candidates(url: str) -> tuple[str, ...]:
    """The addresses to try for a PictureURL, best first.

    PictureURL holds the medium thumbnail, whose width is 96 or 72 pixels by the version of SharePoint; the large one
    lies beside it by name (Microsoft, spsocial, 2011-01-07). Its ``?t=`` only dates the medium one.
    """
    parts = _split(url)
    large = _MEDIUM.sub("_LThumb", parts.path)
    if large == parts.path:
        return (url,)
    return (urlunsplit((parts.scheme, parts.netloc, large, "", "")), url)


@lru_cache(maxsize=512)  # each is asked for several times on the way to one picture
def place(url: str) -> Place:
    """Where ``url`` leads.

    Raises:
        FetchError: No http or https address, or one that carries a user name.
    """
    parts = _split(url)
    host = parts.hostname
    if parts.scheme not in _PORTS or not host:
        raise FetchError(
            "The PictureURL is no http or https address.", target=url, advice="Correct it in the person's profile."
        )
    if "@" in parts.netloc:
        raise FetchError("The PictureURL carries a user name.", advice="Take it out in the person's profile.")
    try:
        return Place(parts.scheme, _ascii(host), parts.port or _PORTS[parts.scheme])
    except ValueError as error:
        raise FetchError(f"The PictureURL {url} names no valid host.", target=url) from error


@dataclass(frozen=True, slots=True)
class Site:
    """Where credentials may go: a host, and the scheme and the port where they were named."""

    host: str
    scheme: str = ""
    port: int | None = None

    def covers(self, here: Place, *, secret: bool) -> bool:
        """Whether ``here`` is it. A host without a port stands for every port, but for a ``secret`` only for 443/80."""
        if self.host != here.host or self.scheme not in {"", here.scheme}:
            return False
        if self.port is None and secret:
            return here.port == _PORTS[here.scheme]
        return self.port in {None, here.port}


def parse_sites(sites: Iterable[str]) -> frozenset[Site]:
    """The places that credentials may go to: ``HOST``, ``HOST:PORT``, ``https://HOST`` or ``https://HOST:PORT``.

    Raises:
        UsageError: One is none of these.
    """
    return frozenset(_site(site.strip()) for site in sites)


def named_site(here: Place, sites: Iterable[Site], *, secret: bool) -> bool:
    """Whether ``here`` is one of ``sites``; ``secret`` when it would get a password rather than a ticket."""
    return any(site.covers(here, secret=secret) for site in sites)


def site_name(here: Place) -> str:
    """What names ``here`` as a site: the host, with its port where that is not the scheme's own."""
    host = f"[{here.host}]" if ":" in here.host else here.host
    return host if here.port == _PORTS[here.scheme] else f"{host}:{here.port}"


def _site(site: str) -> Site:
    try:
        parts = urlsplit(site if "://" in site else f"//{site}")
        if not parts.hostname or "@" in parts.netloc or "*" in parts.netloc or parts.scheme not in {"", *_PORTS}:
            raise ValueError(site)  # noqa: TRY301 - one sentence for every way it can be wrong
        return Site(_ascii(parts.hostname), parts.scheme, parts.port or _PORTS.get(parts.scheme))
    except ValueError as error:
        advice = "Name each in full: mysite.contoso.com, or with its port: mysite.contoso.com:8443."
        raise UsageError(f"The site {site!r} is no host name.", target=site, advice=advice) from error


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise FetchError(f"The PictureURL cannot be read: {error}.", target=url) from error


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(str(error)) from error
