"""Pictures over HTTP and HTTPS: pooled connections, Kerberos or Basic for the named hosts and for nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pyupsync.adapters.http_client import Answer
from pyupsync.adapters.http_connections import common_headers
from pyupsync.adapters.photos.http_asking import Asking, Request
from pyupsync.adapters.photos.http_body import drain, read_body
from pyupsync.adapters.photos.http_errors import of_login_page, of_status
from pyupsync.adapters.photos.http_unchanged import conditions, validators
from pyupsync.adapters.photos.urls import candidates, place
from pyupsync.config import Login, Manners
from pyupsync.errors import FetchError, PhotoMissing
from pyupsync.model import FetchedPhoto, Validators

MAX_BYTES = 15 * 1024 * 1024
MAX_REDIRECTS = 5
NOT_MODIFIED = 304


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
    asking = Asking(sites, login, ca_file, timeout=timeout, manners=manners or Manners(), busy=of_status)
    return HttpPhotos(asking, max_bytes)


class HttpPhotos:
    """A photo source for any number of threads: they share connections, logons and what a site asks of them."""

    def __init__(self, asking: Asking, max_bytes: int) -> None:
        self._asking = asking
        self._logins = asking.logins
        self._max_bytes = max_bytes
        self._headers = common_headers("image/*, */*;q=0.5")

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Fetch the large thumbnail beside a PictureURL, else what the PictureURL itself names.

        What is ``known`` is asked for conditionally at the very address it came from, and nowhere else: a PictureURL
        whose ``?t=`` has changed names another picture.
        """
        return self._asking.patiently(url, partial(self._attempt, url, known))

    def waits(self) -> str:
        """What a site makes everybody wait for, in words; empty when none does."""
        return self._asking.waits()

    def close(self) -> None:
        """Close the connections; whoever still waits for a picture is told so within a moment."""
        self._asking.close()

    def _attempt(self, url: str, known: Validators | None) -> FetchedPhoto:
        *better, last = candidates(url)
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
            request = Request(url=url, first=first, headers={**self._headers, **asked})
            with self._asking.answered(request) as (answer, connection):
                if answer.status_code != 200:
                    drain(answer)
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


def _next(answer: Answer, url: str) -> str:
    """Where a redirect leads.

    Raises:
        PhotoDenied: To a logon page.
        FetchError: From https to http, or to no web address.
    """
    target = answer.leads_to(url)
    refusal = of_login_page(target)
    if refusal:
        raise refusal
    if place(url).scheme == "https" and place(target).scheme == "http":
        advice = "Have the site redirect to https, or correct PictureURL."
        raise FetchError(f"{url} redirects from https to plain http.", target=url, advice=advice)
    return target
