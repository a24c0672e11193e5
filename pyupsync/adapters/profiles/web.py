"""Requests to a SharePoint site that has the profiles: logged on as to the photo site, bounded in time and bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from pyupsync.adapters.http_session import check_ca_file, new_session
from pyupsync.adapters.http_waiting import exchange
from pyupsync.adapters.photos.http_body import read_body
from pyupsync.adapters.photos.http_errors import of_exception, was_dropped
from pyupsync.adapters.photos.http_login import SiteLogin
from pyupsync.adapters.photos.urls import parse_sites, place
from pyupsync.adapters.profiles.web_errors import of_fetch, of_redirect, of_status, too_large
from pyupsync.config import Login
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
    """

    sites: tuple[str, ...] = ()
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    timeout: float = 30.0
    workers: int = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status, the Content-Type in lower case, and the bytes."""

    url: str
    status: int
    kind: str
    data: bytes


class Web:
    """Asks a site; every thread has a session of its own, so nothing but settings is shared.

    Raises:
        UsageError: A site, the login or the CA file cannot be used, or Kerberos is not installed.
    """

    def __init__(self, access: WebAccess, accept: str, *, max_bytes: int = MAX_BYTES) -> None:
        if access.ca_file:
            check_ca_file(access.ca_file)
        self._access = access
        self._accept = accept
        self._max_bytes = max_bytes
        self._logins = SiteLogin(parse_sites(access.sites), access.login)
        self._own = threading.local()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._sessions: list[requests.Session] = []

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
        """Close every thread's connections; whoever still waits for an answer is told so within a moment."""
        self._stopped.set()
        with self._lock:
            for session in self._sessions:
                session.close()
            self._sessions.clear()
            self._own = threading.local()

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        request = requests.Request(method, url, dict(headers), data=body or None)
        with exchange(self._access.timeout * PATIENCE, self._stopped), self._answered(request) as response:
            self._judge(response, url)
            kind = response.headers.get("content-type", "").lower()
            return Answer(url, response.status_code, kind, read_body(response, url, max_bytes=self._max_bytes))

    def _judge(self, response: requests.Response, url: str) -> None:
        if response.status_code == 401:
            here = place(url)
            raise self._logins.refused(response, here, here)
        if response.is_redirect:
            target = response.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
            raise of_redirect(url, urljoin(url, target))
        if response.status_code not in {200, 500}:
            raise of_status(response.status_code, url)

    @contextmanager
    def _answered(self, request: requests.Request) -> Iterator[requests.Response]:
        """One request; every failure on the way becomes one of ours."""
        try:
            with closing(self._send(request)) as response:
                yield response
        except ImageTooLarge as error:
            raise too_large(request.url, self._max_bytes) from error
        except FetchError as error:
            raise of_fetch(error) from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise of_fetch(of_exception(error, request.url, self._access.timeout)) from error

    def _send(self, request: requests.Request) -> requests.Response:
        try:
            return self._send_once(request)
        except requests.ConnectionError as error:
            # The server may have closed a connection kept from the request before; asking changes nothing there.
            if not was_dropped(error):
                raise
            return self._send_once(request)

    def _send_once(self, request: requests.Request) -> requests.Response:
        session, here = self._session(), place(request.url)
        request.auth = auth = self._logins.auth_for(here, here)
        prepared = session.prepare_request(request)
        response = session.send(prepared, stream=True, timeout=self._access.timeout, allow_redirects=False)
        try:
            self._logins.check(response, here, auth)
        except FetchError:
            response.close()
            raise
        return response

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            if self._stopped.is_set():
                raise ProfileError("The source of profiles was closed.")
            session = self._own.session = new_session(self._access.ca_file, self._accept)
            with self._lock:
                self._sessions.append(session)
        return session


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
