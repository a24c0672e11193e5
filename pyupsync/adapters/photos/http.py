"""Pictures over HTTP and HTTPS: pooled connections, Kerberos or Basic for the named hosts and for nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPException
from urllib.parse import urljoin

from pyupsync.adapters.http_client import Answer, Connection, tls_context
from pyupsync.adapters.http_connections import Connections, common_headers
from pyupsync.adapters.http_session import check_ca_file
from pyupsync.adapters.http_waiting import exchange
from pyupsync.adapters.photos.http_attempts import patiently
from pyupsync.adapters.photos.http_body import drain, read_body
from pyupsync.adapters.photos.http_errors import of_exception, of_login_page, of_status, was_dropped, was_refused
from pyupsync.adapters.photos.http_login import SiteLogin
from pyupsync.adapters.photos.http_manners import BUSY, Again, Gates, retry_after
from pyupsync.adapters.photos.http_unchanged import conditions, validators
from pyupsync.adapters.photos.urls import Place, candidates, parse_sites, place
from pyupsync.config import Login, Manners
from pyupsync.errors import FetchError, PhotoMissing
from pyupsync.model import FetchedPhoto, Validators

MAX_BYTES = 15 * 1024 * 1024
MAX_REDIRECTS = 5
NOT_MODIFIED = 304
PATIENCE = 4
"""Timeouts that one attempt at a picture may take, redirects and the second address included, however it drips."""


def open_http(
    *,
    sites: Sequence[str],
    login: Login,
    ca_file: str,
    timeout: float,
    manners: Manners | None = None,
    max_bytes: int = MAX_BYTES,
) -> HttpPhotos:
    """Get ready to fetch pictures; no site is contacted yet.

    Args:
        sites: Where credentials may be sent to: ``HOST``, ``HOST:PORT``, or either with ``https://`` before it.
        login: How to log on there.
        ca_file: PEM file of the authorities to trust instead of the system's; empty for those.
        timeout: Seconds a server may be silent; an attempt at a picture may take four times that.
        manners: How the sites are treated.
        max_bytes: Bytes of one picture read at most.

    Raises:
        UsageError: A site, the login or the CA file cannot be used, or Kerberos is not installed.
    """
    if ca_file:
        check_ca_file(ca_file)
    manners = manners or Manners()
    connections = Connections(tls_context(ca_file), timeout, place(manners.proxy) if manners.proxy else None)
    logins = SiteLogin(parse_sites(sites), login)
    return HttpPhotos(logins, connections, Gates(manners), timeout=timeout, max_bytes=max_bytes)


class HttpPhotos:
    """A photo source for any number of threads: they share connections, logons and what a site asks of them."""

    def __init__(
        self, logins: SiteLogin, connections: Connections, gates: Gates, *, timeout: float, max_bytes: int
    ) -> None:
        self._logins = logins
        self._connections = connections
        self._gates = gates
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._headers = common_headers("image/*, */*;q=0.5")
        self._stopped = threading.Event()

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Fetch the large thumbnail beside a PictureURL, else what the PictureURL itself names.

        What is ``known`` is asked for conditionally at the very address it came from, and nowhere else: a PictureURL
        whose ``?t=`` has changed names another picture.
        """
        with exchange(float("inf"), self._stopped):
            try:
                return patiently(self._gates, partial(self._attempt, url, known))
            except OSError as error:
                raise of_exception(error, url, self._timeout) from error

    def waits(self) -> str:
        """What a site makes everybody wait for, in words; empty when none does."""
        return self._gates.waits()

    def close(self) -> None:
        """Close the connections; whoever still waits for a picture is told so within a moment."""
        self._stopped.set()
        self._connections.close()

    def _attempt(self, url: str, known: Validators | None) -> FetchedPhoto:
        *better, last = candidates(url)
        with exchange(self._timeout * PATIENCE):
            for candidate in better:
                try:
                    return self._follow(candidate, known)
                except PhotoMissing:
                    continue
            return self._follow(last, known)

    def _follow(self, url: str, known: Validators | None) -> FetchedPhoto:
        first = place(url)
        for _ in range(MAX_REDIRECTS + 1):
            asked = conditions(known, url)
            with self._get(url, first, asked) as (answer, connection):
                if answer.is_redirect:
                    url = _next(answer, url)
                    continue
                if asked and known and answer.status_code == NOT_MODIFIED:
                    return FetchedPhoto(b"", url, validators=known, not_modified=True)
                if answer.status_code == 401:
                    raise self._logins.refused(answer, url, connection, first)
                if answer.status_code != 200:
                    raise of_status(answer.status_code, url)
                data = read_body(answer, url, max_bytes=self._max_bytes)
                kind = answer.headers.get("content-type", "")
                return FetchedPhoto(data, url, kind, validators(answer.headers, url))
        raise FetchError(f"The site redirects more than {MAX_REDIRECTS} times, in the end to {url}.", target=url)

    @contextmanager
    def _get(self, url: str, first: Place, headers: Mapping[str, str]) -> Iterator[tuple[Answer, Connection]]:
        """One request, its connection given back afterwards; every failure on the way becomes one of ours."""
        here = place(url)
        gate = self._gates.of(here.host)
        try:
            with gate.passing(), self._connections.taken(here) as connection:
                answer = self._send(connection, url, first, headers)
                with closing(answer):
                    if answer.status_code != 200:
                        drain(answer)
                    if answer.status_code in BUSY:
                        after = retry_after(answer.headers.get("retry-after", ""))
                        raise Again(here.host, of_status(answer.status_code, url), after)
                    gate.served()
                    yield answer, connection
        except (HTTPException, OSError, ValueError) as error:
            failure = of_exception(error, url, self._timeout)
            if was_dropped(error) or was_refused(error):
                raise Again(here.host, failure) from error
            raise failure from error

    def _send(self, connection: Connection, url: str, first: Place, headers: Mapping[str, str]) -> Answer:
        sent = {**self._headers, **headers}
        kept = connection.kept
        try:
            return self._logins.ask(connection, "GET", url, sent, first=first)
        except (HTTPException, OSError) as error:
            # The server may have closed a connection kept from the picture before.
            if not (kept and was_dropped(error)):
                raise
            return self._logins.ask(connection, "GET", url, sent, first=first)


def _next(answer: Answer, url: str) -> str:
    """Where a redirect leads.

    Raises:
        PhotoDenied: To a logon page.
        FetchError: From https to http, or to no web address.
    """
    target = urljoin(url, answer.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace"))
    refusal = of_login_page(target)
    if refusal:
        raise refusal
    if place(url).scheme == "https" and place(target).scheme == "http":
        advice = "Have the site redirect to https, or correct PictureURL."
        raise FetchError(f"{url} redirects from https to plain http.", target=url, advice=advice)
    return target
