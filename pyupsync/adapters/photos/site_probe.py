"""What a site answers to somebody who sends no credentials: its clock, and the ways to log on that it offers."""

from __future__ import annotations

from datetime import datetime, timezone

from pyupsync.adapters.http_client import Answer
from pyupsync.adapters.http_connections import common_headers
from pyupsync.adapters.http_head import date
from pyupsync.adapters.photos.http_asking import Asking, Request
from pyupsync.adapters.photos.http_body import drain
from pyupsync.adapters.photos.http_errors import of_status
from pyupsync.adapters.photos.urls import place
from pyupsync.config import Login, Manners
from pyupsync.model import SiteAnswer


class HttpProbe:
    """A ``SiteProbe`` over HTTP(S).

    Args:
        ca_file: PEM file of the authorities to trust instead of the system's; empty for those.
        timeout: Seconds a server may be silent.
        manners: How the sites are treated.
    """

    def __init__(self, ca_file: str, timeout: float, manners: Manners) -> None:
        nobody = Login(auth="none")
        self._asking = Asking((), nobody, ca_file, timeout=timeout, manners=manners, busy=of_status)

    def look(self, url: str) -> SiteAnswer:
        """What answers to a HEAD request there."""
        return self._asking.patiently(url, lambda: self._look(url))

    def close(self) -> None:
        """Close the connections."""
        self._asking.close()

    def _look(self, url: str) -> SiteAnswer:
        request = Request(url=url, first=place(url), headers=common_headers("*/*"), method="HEAD")
        with self._asking.answered(request) as (answer, _):
            drain(answer)
            leads_to = answer.leads_to(url) if answer.is_redirect else ""
            now = datetime.now(timezone.utc)
            return SiteAnswer(answer.status_code, _offers(answer), date(answer.headers.get("date", "")), now, leads_to)


def _offers(answer: Answer) -> tuple[str, ...]:
    offered = answer.headers.get("www-authenticate", "")
    words = (part.strip().partition(" ")[0] for part in offered.split(","))
    return tuple(dict.fromkeys(word for word in words if word and "=" not in word))
