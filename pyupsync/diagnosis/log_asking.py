"""Which of the logged requests are meant, and what is known of their server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pyupsync.diagnosis.log_requests import address, client_of, path_of, picture_of
from pyupsync.model import LoggedRequest

WINDOW = 60
"""Seconds that a handshake may take from one request to the next: people type their passwords meanwhile."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of logs.

    Attributes:
        window: Seconds from one request of a handshake to the next, at most.
        since: No requests before, in seconds since 1970.
        until: None after.
        clients: Addresses of clients, none for all.
        account: Tells whether a picture's file is a wanted person's; None for everybody's.
        path: Tells whether a path is wanted; None for pictures.
        own: Further addresses of the server itself.
    """

    window: int = WINDOW
    since: int | None = None
    until: int | None = None
    clients: frozenset[str] = frozenset()
    account: Callable[[str], bool] | None = None
    path: Callable[[str], bool] | None = None
    own: frozenset[str] = frozenset()

    @property
    def plain(self) -> bool:
        """Whether every picture is wanted."""
        return not (self.account or self.path or self.clients)

    def wants(self, request: LoggedRequest) -> bool:
        """Whether a request is meant, whenever it was."""
        file = file_of(request.cs_uri_stem)
        if self.path is None and file is None:
            return False
        if self.path is not None and not self.path(path_of(request.cs_uri_stem)):
            return False
        if self.account is not None and (file is None or not self.account(file)):
            return False
        return not self.clients or address(client_of(request)) in self.clients

    def is_now(self, at: int) -> bool:
        """Whether a moment is in the time that is asked for."""
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def may_end(self, at: int) -> bool:
        """Whether a handshake of that time may end at a moment, which may lie a little after it."""
        return self.until is None or at <= self.until + self.window


@lru_cache(maxsize=8192)  # people's pictures are asked for again and again
def file_of(stem: str) -> str | None:
    """Whose picture a ``cs-uri-stem`` is, as the file is named (``contoso_alice``); None for what is no picture."""
    found = picture_of(path_of(stem))
    return found[0] if found else None
