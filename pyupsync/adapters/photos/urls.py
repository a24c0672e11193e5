"""Addresses of pictures: which to ask for, and which hosts credentials may go to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
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


def place(url: str) -> Place:
    """Where ``url`` leads.

    Raises:
        FetchError: No http or https address, or one that carries a user name.
    """
    parts = _split(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise FetchError(
            "The PictureURL is no http or https address.", target=url, advice="Correct it in the person's profile."
        )
    if "@" in parts.netloc:
        raise FetchError("The PictureURL carries a user name.", advice="Take it out in the person's profile.")
    try:
        return Place(parts.scheme, _ascii(parts.hostname), parts.port or _PORTS[parts.scheme])
    except ValueError as error:
        raise FetchError(f"The PictureURL {url} names no valid host.", target=url) from error


def parse_sites(sites: Iterable[str]) -> frozenset[tuple[str, int | None]]:
    """The hosts that credentials may go to, each with its port; None stands for every port.

    Raises:
        UsageError: Neither ``HOST`` nor ``HOST:PORT`` (a whole http address is taken for its host).
    """
    return frozenset(_site(site.strip()) for site in sites)


def named_site(here: Place, sites: frozenset[tuple[str, int | None]]) -> bool:
    """Whether ``here`` is one of ``sites``."""
    return bool(sites & {(here.host, None), (here.host, here.port)})


def _site(site: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(site if "://" in site else f"//{site}")
        if not parts.hostname or "@" in parts.netloc or "*" in parts.netloc:
            raise ValueError(site)  # noqa: TRY301 - one sentence for every way it can be wrong
        return _ascii(parts.hostname), parts.port
    except ValueError as error:
        advice = "Name each host in full: mysite.contoso.com, or with a port mysite.contoso.com:8443."
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
