"""Requests to a SharePoint site that has the profiles: logged on as to the photo site, bounded in time and bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from pyupsync.adapters.http_client import Answer as Head
from pyupsync.adapters.http_client import Connection
from pyupsync.adapters.http_connections import common_headers
from pyupsync.adapters.photos.http_asking import Asking, Request
from pyupsync.adapters.photos.http_body import read_body
from pyupsync.adapters.photos.urls import place
from pyupsync.adapters.profiles.web_errors import busy, of_fetch, of_redirect, of_status, too_large
from pyupsync.config import Login, Manners
from pyupsync.errors import FetchError, ImageTooLarge, ProfileError, UsageError

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one answer read at most: a page of a library's list is the largest that is asked for."""


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
        self._asking = Asking(
            access.sites, access.login, access.ca_file, timeout=access.timeout, manners=access.manners, busy=busy
        )
        self._headers = common_headers(accept)
        self._max_bytes = max_bytes

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
        self._asking.close()

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            return self._asking.patiently(url, partial(self._attempt, method, url, headers, body or None))
        except ImageTooLarge as error:
            raise too_large(url, self._max_bytes) from error
        except FetchError as error:
            raise of_fetch(error) from error

    def _attempt(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if self._asking.stopped:
            raise ProfileError("The source of profiles was closed.")
        said = {**self._headers, **headers}
        request = Request(method=method, url=url, first=place(url), headers=said, body=body)
        with self._asking.answered(request) as (head, connection):
            self._judge(head, url, connection)
            kind = head.headers.get("content-type", "").lower()
            return Answer(url, head.status_code, kind, read_body(head, url, max_bytes=self._max_bytes))

    def _judge(self, head: Head, url: str, connection: Connection) -> None:
        if head.status_code == 401:
            raise self._asking.logins.refused(head, url, connection, connection.here)
        if head.is_redirect:
            raise of_redirect(url, head.leads_to(url))
        if head.status_code not in {200, 500}:
            raise of_status(head.status_code, url)


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
