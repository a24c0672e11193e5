"""Requests to a SharePoint site that has the profiles: logged on as to the photo site, bounded in time and bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

from pyupsync.adapters.http_client import Answer as Head
from pyupsync.adapters.http_client import Connection, tls_context
from pyupsync.adapters.http_connections import Connections, common_headers
from pyupsync.adapters.http_session import check_ca_file
from pyupsync.adapters.http_waiting import exchange
from pyupsync.adapters.photos.http_attempts import patiently
from pyupsync.adapters.photos.http_body import read_body
from pyupsync.adapters.photos.http_errors import of_exception, was_dropped, was_refused
from pyupsync.adapters.photos.http_login import SiteLogin
from pyupsync.adapters.photos.http_manners import BUSY, Again, Gates, retry_after
from pyupsync.adapters.photos.urls import parse_sites, place
from pyupsync.adapters.profiles.web_errors import busy, of_fetch, of_redirect, of_status, too_large
from pyupsync.config import Login, Manners
from pyupsync.errors import FetchError, ImageTooLarge, ProfileError, UsageError

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one answer read at most: a page of a library's list is the largest that is asked for."""
PATIENCE = 4
"""Timeouts that one answer may take altogether, however it drips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAccess:
    """How the site is reached.

    Attributes:
        sites: Where credentials may be sent to, as for the pictures.
        login: How to log on there.
        ca_file: PEM file of the authorities to trust instead of the system's; empty for those.
        timeout: Seconds the site may be silent.
        workers: Requests made at once, where the source allows it.
        manners: How the site is treated, as for the pictures.
    """

    sites: tuple[str, ...] = ()
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    timeout: float = 30.0
    workers: int = 8
    manners: Manners = field(default_factory=Manners)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status, the Content-Type in lower case, and the bytes."""

    url: str
    status: int
    kind: str
    data: bytes


class Web:
    """Asks a site, from any thread.

    Raises:
        UsageError: A site, the login or the CA file cannot be used, or Kerberos is not installed.
    """

    def __init__(self, access: WebAccess, accept: str, *, max_bytes: int = MAX_BYTES) -> None:
        if access.ca_file:
            check_ca_file(access.ca_file)
        self._access = access
        self._headers = common_headers(accept)
        self._max_bytes = max_bytes
        self._logins = SiteLogin(parse_sites(access.sites), access.login)
        proxy = place(access.manners.proxy) if access.manners.proxy else None
        self._connections = Connections(tls_context(access.ca_file), access.timeout, proxy)
        self._gates = Gates(access.manners)
        self._stopped = threading.Event()

    def get(self, url: str) -> Answer:
        """Ask for ``url``; every status but 200 and 500 is an error, and no redirect is followed.

        Raises:
            ProfileError: Or one of its leaves: denied, unreachable, untrusted.
        """
        return self._ask("GET", url, {}, b"")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """As ``get``, with a body."""
        return self._ask("POST", url, headers, body)

    def close(self) -> None:
        """Close the connections; whoever still waits for an answer is told so within a moment."""
        self._stopped.set()
        self._connections.close()

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        request = _Request(method, url, {**self._headers, **headers}, body or None)
        try:
            with exchange(float("inf"), self._stopped):
                return patiently(self._gates, partial(self._attempt, request))
        except FetchError as error:
            raise of_fetch(error) from error
        except OSError as error:  # it was stopped between two attempts
            raise of_fetch(of_exception(error, url, self._access.timeout)) from error

    def _attempt(self, request: _Request) -> Answer:
        with exchange(self._access.timeout * PATIENCE), self._answered(request) as head:
            kind = head.headers.get("content-type", "").lower()
            data = read_body(head, request.url, max_bytes=self._max_bytes)
            return Answer(request.url, head.status_code, kind, data)

    def _judge(self, head: Head, url: str, connection: Connection) -> None:
        if head.status_code == 401:
            raise self._logins.refused(head, url, connection, connection.here)
        if head.is_redirect:
            target = head.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
            raise of_redirect(url, urljoin(url, target))
        if head.status_code not in {200, 500}:
            raise of_status(head.status_code, url)

    @contextmanager
    def _answered(self, request: _Request) -> Iterator[Head]:
        """One request; every failure on the way becomes one of ours, or a reason to ask again."""
        here = place(request.url)
        gate = self._gates.of(here.host)
        try:
            with (
                gate.passing(),
                self._connections.taken(here) as connection,
                closing(self._send(connection, request)) as head,
            ):
                if head.status_code in BUSY:
                    after = retry_after(head.headers.get("retry-after", ""))
                    raise Again(here.host, busy(head.status_code, request.url), after)
                gate.served()
                self._judge(head, request.url, connection)
                yield head
        except ImageTooLarge as error:
            raise too_large(request.url, self._max_bytes) from error
        except (HTTPException, OSError, ValueError) as error:
            failure = of_exception(error, request.url, self._access.timeout)
            if was_dropped(error) or was_refused(error):
                raise Again(here.host, failure) from error
            raise failure from error

    def _send(self, connection: Connection, request: _Request) -> Head:
        if self._stopped.is_set():
            raise ProfileError("The source of profiles was closed.")
        kept = connection.kept
        try:
            return self._send_once(connection, request)
        except (HTTPException, OSError) as error:
            # The server may have closed a connection kept from the request before; asking changes nothing there.
            if not (kept and was_dropped(error)):
                raise
            return self._send_once(connection, request)

    def _send_once(self, connection: Connection, request: _Request) -> Head:
        return self._logins.ask(
            connection, request.method, request.url, request.headers, first=connection.here, body=request.body
        )


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


def web_address(address: str, scheme: str) -> str:
    """The http or https address that follows ``scheme:``, without query, fragment and the slash at its end.

    Raises:
        UsageError: It is no such address, or it carries a user name.
    """
    example = f"Write {scheme}:https://mysite.contoso.com"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        place(address if usable else "")
    except (ValueError, FetchError) as error:
        said = f"The profiles' address {scheme}:… names no http or https site without a user name."
        raise UsageError(said, advice=example) from error
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
