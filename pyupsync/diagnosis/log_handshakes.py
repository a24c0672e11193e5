"""Requests grouped into handshakes: which of them were never granted.

A logon takes up to three requests of the same address: 401.2 to the first, which brings no credentials, with NTLM 401.1
and SEC_E_NO_CREDENTIALS to the second, and then the picture. A connection that has logged on, or a ticket that comes
along at once, has the picture by the first. What is never granted is the finding.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pyupsync.diagnosis.log_codes import CLIENT_GONE, LEGS, SUBSTATUS
from pyupsync.diagnosis.log_requests import client_of, code_of
from pyupsync.model import LoggedRequest

MOST_OPEN = 20_000
"""Handshakes that are under way at once, at most: beyond, the oldest are forgotten, so that memory is bounded."""
MOST_CLIENTS = 50_000
_SAMPLES = 3
_SAMPLE = 1000
"""Characters of a line that are kept."""

Client: TypeAlias = tuple[str, str, str, str, str, str]
"""Site, the server's address and port, host name, the client's address, its agent."""
_Key: TypeAlias = tuple[Client, str]


@dataclass(slots=True)
class Handshake:
    """Refused requests of one client for one address, which were not granted so far.

    Attributes:
        client: Who asked whom.
        path: For what.
        request: The last one that tells why, else the last.
        code: Its win32 code; None where there is none.
        telling: Whether that is more than a step of every handshake.
        first: When it began, seconds since 1970.
        last: When the last request was.
        count: Requests.
        lines: Some of them.
    """

    client: Client
    path: str
    request: LoggedRequest
    code: int | None
    telling: bool
    first: int
    last: int
    count: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Handshakes:
    """The handshakes under way in the logs of one place.

    Attributes:
        window: Seconds without a request after which a handshake is over.
        granted: How many requests of each client were granted.
        forgotten: Handshakes that were too many to be kept.
        completed: Handshakes that were granted in the end.
    """

    window: int
    granted: dict[Client, int] = field(default_factory=dict)
    forgotten: int = 0
    completed: int = 0
    _open: OrderedDict[_Key, Handshake] = field(default_factory=OrderedDict)

    def add(self, request: LoggedRequest, at: int) -> Handshake | None:
        """Take the next request; before it, what is ``over`` at that moment is to be taken out.

        Returns:
            The handshake that it completes, where one of its steps was refused for a reason of its own.
        """
        client = (
            request.s_sitename,
            request.s_ip,
            request.s_port,
            request.cs_host,
            request.c_ip if request.forwarded == "-" else client_of(request),
            request.cs_user_agent,
        )
        key = (client, request.cs_uri_stem.lower())
        if request.sc_status != "401":
            return self._granted(client, key)
        self._refused(client, key, request, at)
        return None

    def _granted(self, client: Client, key: _Key) -> Handshake | None:
        granted = self.granted
        granted[client] = granted.get(client, 0) + 1
        if len(granted) > MOST_CLIENTS:
            for one in list(granted)[: MOST_CLIENTS // 2]:
                del granted[one]
        done = self._open.pop(key, None)
        if done is None:
            return None
        self.completed += 1
        return done if done.telling and done.code != CLIENT_GONE else None

    def _refused(self, client: Client, key: _Key, request: LoggedRequest, at: int) -> None:
        code = code_of(request.sc_win32_status)
        telling = request.sc_substatus in SUBSTATUS or (code is not None and code not in LEGS)
        here = self._open.get(key)
        if here is None:
            here = self._open[key] = Handshake(client, key[1], request, code, telling, at, at)
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
                self.forgotten += 1
        elif telling or not here.telling:
            here.request, here.code, here.telling = request, code, telling
        here.count += 1
        here.last = at
        if len(here.lines) < _SAMPLES:
            here.lines.append(request.line[:_SAMPLE])
        self._open.move_to_end(key)

    def over(self, now: int) -> Iterator[Handshake]:
        """Those that are over at ``now`` and were never granted, oldest first."""
        while self._open:
            key, first = next(iter(self._open.items()))
            if abs(now - first.last) <= self.window:
                return
            del self._open[key]
            yield first

    @property
    def under_way(self) -> int:
        """How many are."""
        return len(self._open)
