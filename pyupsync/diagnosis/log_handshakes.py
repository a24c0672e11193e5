"""Requests grouped into handshakes: which of them were never granted.

A logon takes up to three requests of the same address: 401.2 to the first, which brings no credentials, with NTLM 401.1
and SEC_E_NO_CREDENTIALS to the second, and then the picture. A connection that has logged on, or a ticket that comes
along at once, has the picture by the first. What is never granted is the finding.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

from pyupsync.diagnosis.log_codes import LEGS, SUBSTATUS
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
_CLIENT = itemgetter(
    *map(LoggedRequest._fields.index, ("s_sitename", "s_ip", "s_port", "cs_host", "c_ip", "cs_user_agent"))
)
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
        granted: How many requests of each client were granted while somebody was logging on.
        forgotten: Handshakes that were too many to be kept.
        under_way: Those that are neither granted nor over.
    """

    window: int
    granted: dict[Client, int] = field(default_factory=dict)
    forgotten: int = 0
    under_way: OrderedDict[_Key, Handshake] = field(default_factory=OrderedDict)

    def grant(self, request: LoggedRequest) -> Handshake | None:
        """Count a request that was granted; the handshake that was under way for it, if there was one."""
        client = _client(request)
        granted = self.granted
        granted[client] = granted.get(client, 0) + 1
        if len(granted) > MOST_CLIENTS:
            for one in list(granted)[: MOST_CLIENTS // 2]:
                del granted[one]
        return self.under_way.pop((client, request.cs_uri_stem.lower()), None) if self.under_way else None

    def refuse(self, request: LoggedRequest, at: int) -> None:
        """Take a request that was refused; before it, what is ``over`` at that moment is to be taken out."""
        client = _client(request)
        key = (client, request.cs_uri_stem.lower())
        code, telling = _code(request.sc_substatus, request.sc_win32_status)
        here = self.under_way.get(key)
        if here is None:
            here = self.under_way[key] = Handshake(client, key[1], request, code, telling, at, at)
            if len(self.under_way) > MOST_OPEN:
                self.under_way.popitem(last=False)
                self.forgotten += 1
        elif telling or not (here.telling or (named(here.request) and not named(request))):
            here.request, here.code, here.telling = request, code, telling
        here.count += 1
        here.last = at
        if len(here.lines) < _SAMPLES:
            here.lines.append(request.line[:_SAMPLE])
        self.under_way.move_to_end(key)

    def over(self, now: int) -> Iterator[Handshake]:
        """Those that are over at ``now`` and were never granted, oldest first."""
        while self.under_way:
            key, first = next(iter(self.under_way.items()))
            if abs(now - first.last) <= self.window:
                return
            del self.under_way[key]
            yield first


def named(request: LoggedRequest) -> bool:
    """Whether a refused request has a user: IIS had let the account in, and the application refused it."""
    return request.cs_username != "-"


@lru_cache(maxsize=256)
def _code(substatus: str, win32: str) -> tuple[int | None, bool]:
    """A win32 code, and whether that or the substatus is more than a step of every handshake."""
    code = code_of(win32)
    return code, substatus in SUBSTATUS or (code is not None and code not in LEGS)


def _client(request: LoggedRequest) -> Client:
    client: Client = _CLIENT(request)
    if request.forwarded == "-":
        return client
    return (*client[:4], client_of(request), client[5])
