"""The modify operation of LDAP as bytes (RFC 4511, 4.6): many may be under way on one connection at once.

ldap3 waits for each answer before it sends the next request, and spends more on spelling out a picture than the server
does on storing it. So writes are spelled here and sent on the connection that ldap3 has opened, secured and bound.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass

_INTEGER, _OCTETS, _ENUMERATED, _SEQUENCE, _SET = b"\x02", b"\x04", b"\x0a", b"\x30", b"\x31"
_MODIFY_REQUEST = b"\x66"  # [APPLICATION 6]
_MODIFY_RESPONSE = 0x67  # [APPLICATION 7]
_REPLACE = _ENUMERATED + b"\x01\x02"
_READ = 65536
_LONGEST = 1 << 20
"""Bytes; an answer to a modify request has a few hundred."""


def _element(tag: bytes, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(length)]) + length + content


def replace_request(number: int, dn: str, attribute: str, values: Sequence[bytes]) -> bytes:
    """The message that replaces all values of one attribute; no values remove it.

    Args:
        number: The message's, from 1 to 2,147,483,647; the answer bears it.
        dn: The entry.
        attribute: Its name.
        values: What it holds afterwards.
    """
    message_id = _element(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
    new = _element(_SET, b"".join(_element(_OCTETS, value) for value in values))
    modification = _element(_SEQUENCE, _element(_OCTETS, attribute.encode()) + new)
    changes = _element(_SEQUENCE, _element(_SEQUENCE, _REPLACE + modification))
    entry = _element(_OCTETS, dn.encode(errors="surrogateescape"))
    return _element(_SEQUENCE, message_id + _element(_MODIFY_REQUEST, entry + changes))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to the message of that ``number``: the result code and its words."""

    number: int
    code: int
    text: str


class Answers:
    """Reads the answers to modify requests from a connection.

    Args:
        source: The connection's socket, with the time-out that each wait may take.
    """

    def __init__(self, source: socket.socket) -> None:
        self._socket = source
        self._buffer = bytearray()

    def next(self) -> Answer:
        """Wait for the next answer, whichever request it is for.

        Raises:
            OSError: The connection broke, nothing came in time, the server takes its leave, or what it says is no LDAP.
        """
        while (message := self._message()) is None:
            data = self._socket.recv(_READ)
            if not data:
                raise ConnectionResetError("the server closed the connection")
            self._buffer += data
        try:
            return _answer(message)
        except (IndexError, ValueError) as error:
            raise ConnectionAbortedError("the server's answer is no LDAP") from error

    def _message(self) -> bytes | None:
        """The first whole message that has arrived, taken off the buffer."""
        head = _head(self._buffer, 0)
        if head is not None and head[1] > _LONGEST:
            raise ConnectionAbortedError("the server's answer is no LDAP")
        if head is None or len(self._buffer) < head[1]:
            return None
        start, end = head
        message = bytes(self._buffer[start:end])
        del self._buffer[:end]
        return message


def _head(data: bytes | bytearray, place: int) -> tuple[int, int] | None:
    """Where the content of the element at ``place`` begins and ends; None while its length has not arrived."""
    if len(data) < place + 2:
        return None
    size, start = data[place + 1], place + 2
    if size & 0x80:
        start += size & 0x7F
        if len(data) < start:
            return None
        size = int.from_bytes(data[place + 2 : start], "big")
    return start, start + size


def _part(data: bytes, place: int) -> tuple[bytes, int]:
    """The content of the element at ``place``, and where the next one begins."""
    head = _head(data, place)
    if head is None or len(data) < head[1]:
        raise ValueError("an element is cut off")
    return data[head[0] : head[1]], head[1]


def _answer(message: bytes) -> Answer:
    number, place = _part(message, 0)
    operation = message[place]
    content, _ = _part(message, place)
    code, place = _part(content, 0)
    _, place = _part(content, place)  # matchedDN
    text, _ = _part(content, place)
    said = text.decode(errors="replace")
    if operation != _MODIFY_RESPONSE:
        # A notice of disconnection comes unasked, with the number 0 (RFC 4511, 4.4.1).
        raise ConnectionResetError(f"the server takes its leave: {said}" if said else "the server takes its leave")
    return Answer(int.from_bytes(number, "big"), int.from_bytes(code, "big"), said)
