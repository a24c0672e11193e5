"""Requests to the sites of a farm, for pictures and for profiles: logged on where that may be, with manners."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from typing import TypeVar

from pyupsync.adapters.http_client import Answer, Connection, tls_context
from pyupsync.adapters.http_connections import Connections
from pyupsync.adapters.http_waiting import exchange
from pyupsync.adapters.photos.http_attempts import patiently
from pyupsync.adapters.photos.http_body import drain
from pyupsync.adapters.photos.http_errors import of_exception, was_dropped, was_refused, was_silent
from pyupsync.adapters.photos.http_login import SiteLogin
from pyupsync.adapters.photos.http_manners import BUSY, Again, Gates, retry_after
from pyupsync.adapters.photos.urls import Place, parse_sites, place
from pyupsync.config import Login, Manners
from pyupsync.errors import FetchError

T = TypeVar("T")

PATIENCE = 4
"""Timeouts that one attempt may take altogether, its redirects included, however it drips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request.

    Attributes:
        url: What is asked for.
        first: Where the way to it began; a logon goes along to the same place only.
        headers: What is said with it.
        method: HTTP's.
        body: What is sent, None for nothing.
    """

    url: str
    first: Place
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes | None = None


class Asking:
    """Whom to ask and how; no site is contacted yet.

    Args:
        sites: Where credentials may be sent to: ``HOST``, ``HOST:PORT``, or either with ``https://`` before it.
        login: How to log on there.
        ca_file: PEM file of the authorities to trust instead of the system's; empty for those.
        timeout: Seconds a server may be silent; an attempt may take ``PATIENCE`` times that.
        manners: How the sites are treated.
        busy: The error of a site that has no time now, from its status and the address.

    Raises:
        UsageError: A site, the login or the CA file cannot be used, or Kerberos is not installed.
    """

    def __init__(
        self,
        sites: Sequence[str],
        login: Login,
        ca_file: str,
        *,
        timeout: float,
        manners: Manners,
        busy: Callable[[int, str], FetchError],
    ) -> None:
        proxy = place(manners.proxy) if manners.proxy else None
        self._connections = Connections(tls_context(ca_file), timeout, proxy)
        self.logins = SiteLogin(parse_sites(sites), login)
        self._gates = Gates(manners)
        self._timeout = timeout
        self._busy = busy
        self._stopped = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether it was closed."""
        return self._stopped.is_set()

    def patiently(self, url: str, attempt: Callable[[], T]) -> T:
        """What ``attempt`` gives, made again as the manners allow; each has ``PATIENCE`` timeouts.

        Raises:
            FetchError: There is to be no other attempt, or it was stopped between two.
        """
        with exchange(float("inf"), self._stopped):
            try:
                return patiently(self._gates, partial(self._bounded, attempt))
            except OSError as error:
                raise of_exception(error, url, self._timeout) from error

    def _bounded(self, attempt: Callable[[], T]) -> T:
        with exchange(self._timeout * PATIENCE):
            return attempt()

    @contextmanager
    def answered(self, request: Request) -> Iterator[tuple[Answer, Connection]]:
        """One request, its connection given back afterwards; every failure on the way becomes one of ours.

        Raises:
            Again: The site is busy, or the connection broke.
            FetchError: Anything else that kept the answer.
        """
        url, here = request.url, place(request.url)
        gate = self._gates.of(here.host)
        try:
            with (
                gate.passing(),
                self._connections.taken(here) as connection,
                closing(self._send(connection, request)) as answer,
            ):
                if answer.status_code in BUSY:
                    drain(answer)
                    after = retry_after(answer.headers.get("retry-after", ""))
                    raise Again(here.host, self._busy(answer.status_code, url), after)
                gate.served()
                yield answer, connection
                gate.answered()
        except (HTTPException, OSError, ValueError) as error:
            failure = of_exception(error, url, self._timeout)
            if was_silent(error):
                gate.silent()
            if was_dropped(error) or was_refused(error):
                raise Again(here.host, failure) from error
            raise failure from error

    def waits(self) -> str:
        """What a site makes everybody wait for, in words; empty when none does."""
        return self._gates.waits()

    def close(self) -> None:
        """Close the connections; whoever still waits for an answer is told so within a moment."""
        self._stopped.set()
        self._connections.close()

    def _send(self, connection: Connection, request: Request) -> Answer:
        kept = connection.kept
        try:
            return self._send_once(connection, request)
        except (HTTPException, OSError) as error:
            # The server may have closed a connection kept from the request before; asking changes nothing there.
            if not (kept and was_dropped(error)):
                raise
            return self._send_once(connection, request)

    def _send_once(self, connection: Connection, request: Request) -> Answer:
        return self.logins.ask(
            connection, request.method, request.url, request.headers, first=request.first, body=request.body
        )
