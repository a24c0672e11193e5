"""Searches as bytes (RFC 4511, 4.5): several under way on one connection at once, and their entries read fast.

ldap3 takes ten times as long to spell a filter of many keys and to read an entry as the server does to answer. So those
searches that are for many people go as bytes over the connection that ldap3 has opened, secured and bound.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from ldap3 import Connection

from pyupsync.adapters.directory.ldap_ber import (
    ENUMERATED,
    FALSE,
    NO_LDAP,
    OCTETS,
    SEQUENCE,
    Answer,
    Message,
    Messages,
    element,
    number,
    part,
    request,
    result_of,
    span,
)
from pyupsync.adapters.directory.ldap_entries import Values

T = TypeVar("T")

PAGE = 500
"""Entries a page: Active Directory's MaxPageSize is 1,000 unless lowered."""
WINDOW = 4
"""Searches without an answer on one connection: the next is there when the server has done with one."""
_LONGEST = 1 << 28
"""Bytes of one entry: far above any that is read here, and less than would hurt."""
_SEARCH_REQUEST, _ENTRY, _DONE, _REFERENCE = b"\x63", 0x64, 0x65, 0x73  # [APPLICATION 3, 4, 5, 19]
_CONTROLS = b"\xa0"
_PAGED = b"1.2.840.113556.1.4.319"  # RFC 2696
_SUBTREE, _DEREFERENCE_ALWAYS = 2, 3
_AND, _OR, _NOT, _EQUAL, _PRESENT = b"\xa0", b"\xa1", b"\xa2", b"\xa3", b"\x87"  # RFC 4511, 4.5.1.7
_NODES = {"&": _AND, "|": _OR, "!": _NOT}
_TOKEN = re.compile(r"\((?:([&|!])|([^=()]+)=([^()]*)\))|\)")
_ESCAPE = re.compile(rb"\\([0-9a-fA-F]{2})")


def filter_bytes(text: str) -> bytes:
    """A filter of ands, ors, nots, equalities and presences, from its spelling (RFC 4515).

    Raises:
        ValueError: It is none of these.
    """
    open_nodes: list[tuple[bytes, list[bytes]]] = [(b"", [])]
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        node, name, value = token.groups() if token else (None, None, "")
        if token is None or not (node or name or len(open_nodes) > 1):
            raise ValueError(f"no filter: {text[place:]}")
        place = token.end()
        if node:
            open_nodes.append((_NODES[node], []))
        elif name:
            open_nodes[-1][1].append(_item(name, value))
        else:
            tag, inner = open_nodes.pop()
            open_nodes[-1][1].append(element(tag, b"".join(inner)))
    ((_, (whole,)),) = open_nodes
    return whole


def _item(name: str, value: str) -> bytes:
    if value == "*":
        return element(_PRESENT, name.encode())
    held = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), value.encode()) if value else b""
    return element(_EQUAL, element(OCTETS, name.encode()) + element(OCTETS, held))


@dataclass(slots=True)
class Search(Generic[T]):
    """A search of everything below a base.

    Attributes:
        base: Where.
        wanted: The filter.
        names: The attributes to be had.
        make: What is kept of an entry.
        found: What was found so far.
        cookie: What asks for the next page; empty at first and after the last.
        answer: How it ended, None while it has not.
        controls: Further controls, as elements.
    """

    base: str
    wanted: str
    names: Sequence[str]
    make: Callable[[str, Values], T]
    found: list[T] = field(default_factory=list)
    cookie: bytes = b""
    answer: Answer | None = None
    controls: bytes = b""

    def request(self, message_id: int) -> bytes:
        """The message that asks for the first page, or for the next one."""
        scope = number(_SUBTREE, ENUMERATED) + number(_DEREFERENCE_ALWAYS, ENUMERATED)
        names = element(SEQUENCE, b"".join(element(OCTETS, name.encode()) for name in self.names))
        content = _octets(self.base) + scope + number(0) + number(0) + FALSE + filter_bytes(self.wanted) + names
        value = element(SEQUENCE, number(PAGE) + element(OCTETS, self.cookie))
        paged = element(SEQUENCE, element(OCTETS, _PAGED) + element(OCTETS, value))
        return request(message_id, element(_SEARCH_REQUEST, content), element(_CONTROLS, paged + self.controls))

    def take(self, message: Message) -> bool:
        """Take in an answer; whether it is the last one to that request.

        Raises:
            ValueError, IndexError: It is no LDAP.
        """
        if message.operation == _ENTRY:
            self.found.append(self.make(*_entry(message.content)))
        elif message.operation == _DONE:
            self.answer = result_of(message)
            self.cookie = _cookie(message.controls) if self.answer.code == 0 else b""
            return True
        return False


def _octets(text: str) -> bytes:
    return element(OCTETS, text.encode(errors="surrogateescape"))


def run_searches(connection: Connection, searches: Sequence[Search[T]]) -> None:
    """Make searches, several at once, to the end of each.

    Raises:
        OSError: The connection is lost, or not what it should be.
    """
    messages = Messages(connection.socket, _LONGEST)
    waiting, under_way = deque(searches), dict[int, Search[T]]()
    while waiting or under_way:
        while waiting and len(under_way) < WINDOW:
            message_id: int = connection.server.next_message_id()
            search = under_way[message_id] = waiting.popleft()
            connection.socket.sendall(search.request(message_id))
        message = messages.next(_ENTRY, _DONE, _REFERENCE)
        try:
            search = under_way[message.number]
            ended = search.take(message)
        except (IndexError, KeyError, ValueError) as error:
            raise ConnectionAbortedError(NO_LDAP) from error
        if ended:
            del under_way[message.number]
            if search.cookie:
                waiting.appendleft(search)


def _entry(content: bytes) -> tuple[str, Values]:
    start, place = span(content, 0, len(content))
    dn = _text(content[start:place])
    place, end = span(content, place, len(content))
    values: dict[str, list[bytes]] = {}
    while place < end:
        start, place = span(content, place, end)
        start, held = span(content, start, place)
        values[_name(content[start:held])] = _values(content, *span(content, held, place))
    return dn, values


def _values(content: bytes, place: int, end: int) -> list[bytes]:
    values: list[bytes] = []
    while place < end:
        start, place = span(content, place, end)
        values.append(content[start:place])
    return values


@lru_cache(maxsize=256)  # every entry has the same
def _name(name: bytes) -> str:
    return name.decode("ascii", "replace").lower()


def _text(dn: bytes) -> str:
    try:
        return dn.decode()
    except UnicodeDecodeError:  # as ldap3 reads it
        return dn.decode("latin-1")


def _cookie(controls: bytes) -> bytes:
    place = 0
    while place < len(controls):
        control, place = part(controls, place)
        kind, at = part(control, 0)
        if kind == _PAGED:
            if control[at] == FALSE[0]:
                _, at = part(control, at)
            value, _ = part(part(control, at)[0], 0)
            _, at = part(value, 0)
            return part(value, at)[0]
    return b""
