"""Messages of LDAP as bytes: the parts of BER that they are made of (RFC 4511, 5.1), and reading them off a socket."""

from __future__ import annotations

import socket
from dataclasses import dataclass

INTEGER, OCTETS, ENUMERATED, SEQUENCE, SET = b"\x02", b"\x04", b"\x0a", b"\x30", b"\x31"
FALSE = b"\x01\x01\x00"
_READ = 65536
NO_LDAP = "the server's answer is no LDAP"


def element(tag: bytes, content: bytes) -> bytes:
    """One element with its length in the definite form."""
    size = len(content)
    if size < 0x80:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(length)]) + length + content


def number(value: int, tag: bytes = INTEGER) -> bytes:
    """A number that is not negative."""
    return element(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def request(message_id: int, operation: bytes, controls: bytes = b"") -> bytes:
    """A message.

    Args:
        message_id: From 1 to 2,147,483,647; the answer bears it.
        operation: The element of the request.
        controls: The element of its controls, nothing for none.
    """
    return element(SEQUENCE, number(message_id) + operation + controls)


def head(data: bytes | bytearray, place: int) -> tuple[int, int] | None:
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


def span(data: bytes, place: int, end: int) -> tuple[int, int]:
    """Where the content of the element at ``place`` begins and ends, which is ``end`` at most.

    Raises:
        ValueError: It is cut off.
    """
    found = head(data, place)
    if found is None or found[1] > end:
        raise ValueError("an element is cut off")
    return found


def part(data: bytes, place: int) -> tuple[bytes, int]:
    """The content of the element at ``place``, and where the next one begins.

    Raises:
        ValueError: It is cut off.
    """
    start, end = span(data, place, len(data))
    return data[start:end], end


@dataclass(frozen=True, slots=True)
class Message:
    """What the server said.

    Attributes:
        number: That of the request it answers, 0 for none.
        operation: The tag that says what it is.
        content: What is in it.
        controls: The content of its controls, empty for none.
    """

    number: int
    operation: int
    content: bytes
    controls: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to the message of that ``number``: the result code and its words."""

    number: int
    code: int
    text: str


def result_of(message: Message) -> Answer:
    """The LDAPResult that ends most operations (RFC 4511, 4.1.9).

    Raises:
        ValueError, IndexError: It is none.
    """
    code, place = part(message.content, 0)
    _, place = part(message.content, place)  # matchedDN
    text, _ = part(message.content, place)
    return Answer(message.number, int.from_bytes(code, "big"), text.decode(errors="replace"))


class Messages:
    """Reads messages from a connection.

    Args:
        source: The connection's socket, with the time-out that each wait may take.
        longest: Bytes of one message at most.
    """

    def __init__(self, source: socket.socket, longest: int) -> None:
        self._socket = source
        self._longest = longest
        self._buffer = bytearray()

    def next(self, *expected: int) -> Message:
        """Wait for the next message, whichever request it answers.

        Args:
            expected: The operations that may come.

        Raises:
            OSError: The connection broke, nothing came in time, the server takes its leave, or what it says is no LDAP.
        """
        while (found := self._whole()) is None:
            data = self._socket.recv(_READ)
            if not data:
                raise ConnectionResetError("the server closed the connection")
            self._buffer += data
        try:
            message = _message(found)
            if message.operation not in expected:
                raise _leave(message)
        except (IndexError, ValueError) as error:
            raise ConnectionAbortedError(NO_LDAP) from error
        return message

    def _whole(self) -> bytes | None:
        """The content of the first whole message that has arrived, taken off the buffer."""
        found = head(self._buffer, 0)
        if found is not None and found[1] > self._longest:
            raise ConnectionAbortedError(NO_LDAP)
        if found is None or len(self._buffer) < found[1]:
            return None
        start, end = found
        message = bytes(self._buffer[start:end])
        del self._buffer[:end]
        return message


def _message(whole: bytes) -> Message:
    identity, place = part(whole, 0)
    operation = whole[place]
    content, place = part(whole, place)
    controls = part(whole, place)[0] if place < len(whole) else b""
    return Message(int.from_bytes(identity, "big"), operation, content, controls)


def _leave(message: Message) -> ConnectionResetError:
    # A notice of disconnection comes unasked, with the number 0 (RFC 4511, 4.4.1).
    said = result_of(message).text
    return ConnectionResetError(f"the server takes its leave: {said}" if said else "the server takes its leave")
