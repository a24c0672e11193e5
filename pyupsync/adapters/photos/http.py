"""Pictures over HTTP and HTTPS: pooled connections, Kerberos or Basic for the named hosts and for nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from pyupsync.adapters.http_session import check_ca_file, new_session
from pyupsync.adapters.http_waiting import exchange
from pyupsync.adapters.photos.http_body import drain, read_body
from pyupsync.adapters.photos.http_errors import of_exception, of_login_page, of_status, was_dropped
from pyupsync.adapters.photos.http_login import SiteLogin
from pyupsync.adapters.photos.http_unchanged import conditions, validators
from pyupsync.adapters.photos.urls import Place, candidates, parse_sites, place
from pyupsync.config import Login
from pyupsync.errors import FetchError, PhotoMissing
from pyupsync.model import FetchedPhoto, Validators

MAX_BYTES = 15 * 1024 * 1024
MAX_REDIRECTS = 5
NOT_MODIFIED = 304
PATIENCE = 4
"""Timeouts that one picture may take altogether, redirects and the second address included, however it drips."""


def open_http(
    *,
    sites: Sequence[str],
    login: Login,
    ca_file: str,
    workers: int,
    timeout: float,
    max_bytes: int = MAX_BYTES,
) -> HttpPhotos:
    """Get ready to fetch pictures; no site is contacted yet.

    Args:
        sites: Where credentials may be sent to: ``HOST``, ``HOST:PORT``, or either with ``https://`` before it.
        login: How to log on there.
        ca_file: PEM file of the authorities to trust instead of the system's; empty for those.
        workers: Threads that will fetch at once: each keeps one connection to a host.
        timeout: Seconds a server may be silent; a whole picture may take four times that.
        max_bytes: Bytes of one picture read at most.

    Raises:
        UsageError: A site, the login or the CA file cannot be used, or Kerberos is not installed.
    """
    if ca_file:
        check_ca_file(ca_file)
    logins = SiteLogin(parse_sites(sites), login)
    return HttpPhotos(logins, ca_file=ca_file, workers=workers, timeout=timeout, max_bytes=max_bytes)


class HttpPhotos:
    """A photo source; every thread has its own session, so nothing but settings is shared."""

    def __init__(self, logins: SiteLogin, *, ca_file: str, workers: int, timeout: float, max_bytes: int) -> None:
        self._logins = logins
        self._ca_file = ca_file
        self._workers = workers
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._own = threading.local()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._sessions: list[requests.Session] = []

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Fetch the large thumbnail beside a PictureURL, else what the PictureURL itself names.

        What is ``known`` is asked for conditionally at the very address it came from, and nowhere else: a PictureURL
        whose ``?t=`` has changed names another picture.
        """
        *better, last = candidates(url)
        with exchange(self._timeout * PATIENCE, self._stopped):
            for candidate in better:
                try:
                    return self._follow(candidate, known)
                except PhotoMissing:
                    continue
            return self._follow(last, known)

    def close(self) -> None:
        """Close every thread's connections; whoever still waits for a picture is told so within a moment."""
        self._stopped.set()
        with self._lock:
            for session in self._sessions:
                session.close()
            self._sessions.clear()
            self._own = threading.local()

    def _follow(self, url: str, known: Validators | None) -> FetchedPhoto:
        first = place(url)
        for _ in range(MAX_REDIRECTS + 1):
            asked = conditions(known, url)
            with self._get(url, first, asked) as response:
                if response.is_redirect:
                    url = _next(response, url)
                    continue
                if asked and known and response.status_code == NOT_MODIFIED:
                    return FetchedPhoto(b"", url, validators=known, not_modified=True)
                self._judge(response, url, first)
                data = read_body(response, url, max_bytes=self._max_bytes)
                kind = response.headers.get("content-type", "")
                return FetchedPhoto(data, url, kind, validators(response.headers, url))
        raise FetchError(f"The site redirects more than {MAX_REDIRECTS} times, in the end to {url}.", target=url)

    def _judge(self, response: requests.Response, url: str, first: Place) -> None:
        if response.status_code == 401:
            raise self._logins.refused(response, place(url), first)
        if response.status_code != 200:
            raise of_status(response.status_code, url)

    @contextmanager
    def _get(self, url: str, first: Place, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """One request, its connection given back afterwards; every failure on the way becomes one of ours."""
        try:
            response = self._send(url, first, headers)
            with closing(response):
                if response.status_code != 200:
                    drain(response)
                yield response
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise of_exception(error, url, self._timeout) from error

    def _send(self, url: str, first: Place, headers: Mapping[str, str]) -> requests.Response:
        try:
            return self._send_once(url, first, headers)
        except requests.ConnectionError as error:
            # The server may have closed a connection kept from the picture before.
            if not was_dropped(error):
                raise
            return self._send_once(url, first, headers)

    def _send_once(self, url: str, first: Place, headers: Mapping[str, str]) -> requests.Response:
        session, here = self._session(), place(url)
        auth = self._logins.auth_for(here, first)
        # Callable[[PreparedRequest], PreparedRequest]; without one, requests would look for a user in the address.
        prepared = session.prepare_request(requests.Request("GET", url, headers, auth=auth))
        response = session.send(prepared, stream=True, timeout=self._timeout, allow_redirects=False)
        try:
            self._logins.check(response, here, auth)
        except FetchError:
            response.close()
            raise
        return response

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = new_session(self._ca_file, "image/*, */*;q=0.5")
            with self._lock:
                self._sessions.append(session)
        return session


def _next(response: requests.Response, url: str) -> str:
    """Where a redirect leads.

    Raises:
        PhotoDenied: To a logon page.
        FetchError: From https to http, or to no web address.
    """
    target = urljoin(url, response.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace"))
    refusal = of_login_page(target)
    if refusal:
        raise refusal
    if place(url).scheme == "https" and place(target).scheme == "http":
        advice = "Have the site redirect to https, or correct PictureURL."
        raise FetchError(f"{url} redirects from https to plain http.", target=url, advice=advice)
    return target
