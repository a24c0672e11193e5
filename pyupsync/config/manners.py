"""Settings of how a photo site is treated."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a photo site is treated.

    Attributes:
        rate: Requests a second to one host at most; 0 sets no bound.
        per_host: Requests at once to one host at most; 0 leaves it to the number of workers.
        retries: How often a picture is asked for again where the site is too busy (429, 503) or the connection broke;
            with 0 that fails at once.
        proxy: ``http://HOST:PORT`` of the proxy that pictures are fetched through; empty for none, whatever the
            environment says.
    """

    rate: float = 0.0
    per_host: int = 0
    retries: int = 4
    proxy: str = ""

    def __post_init__(self) -> None:
        """Refuse settings that nobody could keep to."""
        if not (self.rate == 0 or 0.01 <= self.rate <= 100_000):
            raise UsageError(f"rate is {self.rate:g} requests a second; it must be 0 or from 0.01 to 100000.")
        if not 0 <= self.per_host <= 64:
            raise UsageError(f"per-host is {self.per_host}; it must be from 0 to 64.")
        if not 0 <= self.retries <= 20:
            raise UsageError(f"retries is {self.retries}; it must be from 0 to 20.")
        if self.proxy:
            _check_proxy(self.proxy)


def _check_proxy(proxy: str) -> None:
    advice = "Write it as http://HOST:PORT."
    try:
        parts = urlsplit(proxy)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise UsageError("The proxy is no address.", advice=advice) from error
    if "@" in parts.netloc:
        raise UsageError("The proxy carries a user name; a proxy that wants a logon is not used.", advice=advice)
    if parts.scheme != "http" or not host or not port or parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(f"The proxy {proxy!r} is in none of the known forms.", target=proxy, advice=advice)
