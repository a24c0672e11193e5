"""The heads of requests, and answers (RFC 9112, 3 to 7).

The standard library reads an answer's head with its parser for mail, and that takes longer than all the rest of asking
whether a picture has changed.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected, UnknownProtocol

from pyupsync.adapters.http_incoming import Incoming

_MOST_LINES = 100
"""Header lines, and answers that only say that another follows; as many as the standard library takes."""
_BODILESS = {204, 304}
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
"""The line before a chunk (RFC 9112, 7.1): its size, and extensions that say nothing."""


def number(text: str) -> int | None:
    """A header's number (RFC 9110, 8.6); None where it is none, or beyond all sense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@lru_cache(maxsize=64)  # many answers come within one second
def date(text: str) -> datetime | None:
    """A header's date (RFC 9110, 5.6.7), in UTC; None where it is none."""
    try:
        told = parsedate_to_datetime(text)
        return (told if told.tzinfo else told.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
    except (ValueError, OverflowError):  # the latter for numbers beyond all dates
        return None


def request_head(method: str, target: str, host: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """Request line and headers, with the empty line that ends them.

    Raises:
        ValueError: A header has a line break in it, or a character that is not in Latin-1.
    """
    said = {"Host": host, **headers}
    if body is not None:
        said["Content-Length"] = str(len(body))
    values = "".join(said.values())
    if "\r" in values or "\n" in values:
        raise ValueError("a header has a line break in it")
    lines = [f"{name}: {value}\r\n" for name, value in said.items()]
    return f"{method} {target} HTTP/1.1\r\n{''.join(lines)}\r\n".encode("latin-1")


class Response:
    """An answer, as it is read.

    Attributes:
        status: HTTP's.
        reason: Its words for that.
        version: 11 for HTTP/1.1, 10 for HTTP/1.0.
        named: The headers by name in lower case; several of one name are joined by commas.
        chunked: The body comes in chunks.
        announced: Bytes of the body as the head has them; None where it does not say.
        length: Bytes of it that are to come; None where only its end tells.
        will_close: The connection ends with this answer.
    """

    def __init__(self, source: socket.socket, method: str) -> None:
        self._incoming = Incoming(source)
        self._bodiless = method == "HEAD"
        self._ended = False
        self._chunk = 0
        self.status = self.version = 0
        self.reason = ""
        self.named: dict[str, str] = {}
        self.chunked = False
        self.announced: int | None = None
        self.length: int | None = None
        self.will_close = True

    def begin(self) -> None:
        """Read the head.

        Raises:
            http.client.HTTPException: It is none.
            OSError: The connection was lost.
        """
        for _ in range(_MOST_LINES):
            version, self.status, self.reason = self._status_line()
            self.named = self._header_lines()
            if not 100 <= self.status < 200 or self.status == 101:
                break
        else:
            raise HTTPException("the answer does not come to its end")
        self.version = 10 if version == "HTTP/1.0" else 11
        self._frame()

    def _status_line(self) -> tuple[str, int, str]:
        line = self._line("status line")
        if not line:
            raise RemoteDisconnected("Remote end closed connection without response")
        version, _, rest = line.partition(" ")
        number, _, reason = rest.strip().partition(" ")
        if not version.startswith("HTTP/") or not (number.isascii() and number.isdigit() and len(number) == 3):
            raise BadStatusLine(line)
        if not version.startswith("HTTP/1."):
            raise UnknownProtocol(version)
        return version, int(number), reason.strip()

    def _header_lines(self) -> dict[str, str]:
        found: dict[str, str] = {}
        name = ""
        for _ in range(_MOST_LINES + 1):
            line = self._line("header line")
            text = line.strip()
            if not text:
                return found
            if line[0] in " \t" and name:  # obsolete folding (RFC 9112, 5.2)
                found[name] += f" {text}"
                continue
            name, colon, value = text.partition(":")
            if not colon:
                raise HTTPException("a header of the answer has no colon")
            name, value = name.rstrip().lower(), value.lstrip()
            found[name] = f"{found[name]}, {value}" if name in found else value
        raise HTTPException(f"got more than {_MOST_LINES} headers")

    def _line(self, kind: str) -> str:
        return self._incoming.line(kind).decode("latin-1")

    def _frame(self) -> None:
        """Where the body ends, and whether the connection outlives it (RFC 9112, 6.3 and 9.3)."""
        self.chunked = self.named.get("transfer-encoding", "").lower() == "chunked"
        self.announced = number(self.named.get("content-length", ""))
        self.length = None if self.chunked else self.announced
        if self.status in _BODILESS or self.status < 200 or self._bodiless:
            self.length = 0
        connection = self.named.get("connection", "").lower()
        keeps = "close" not in connection if self.version == 11 else "keep-alive" in connection
        self.will_close = not keeps or (not self.chunked and self.length is None)
        self._ended = self.length == 0

    def read1(self, most: int) -> bytes:
        """What has come of the body, ``most`` bytes at most; none at its end.

        Raises:
            http.client.IncompleteRead: It ended before its end.
            OSError: The connection was lost.
        """
        if self._ended:
            return b""
        if self.chunked and not self._chunk:
            self._chunk = self._next_chunk()
            if not self._chunk:
                self._ended = True
                return b""
        left = self._chunk if self.chunked else self.length
        block = self._incoming.some(most if left is None else min(most, left))
        if not block and left is not None:
            raise IncompleteRead(b"", left)
        if self.chunked:
            self._chunk_taken(len(block))
        elif self.length is not None:
            self.length -= len(block)
        self._ended = not block or self.length == 0
        return block

    def _next_chunk(self) -> int:
        """How long it is; after the last one, 0."""
        found = _CHUNK.fullmatch(self._incoming.line("chunk size"))
        if not found:
            raise IncompleteRead(b"")
        size = int(found[1], 16)
        if size:
            return size
        for _ in range(_MOST_LINES + 1):
            if not self._incoming.line("trailer line").strip():
                return 0
        raise HTTPException(f"got more than {_MOST_LINES} trailers")

    def _chunk_taken(self, size: int) -> None:
        self._chunk -= size
        if not self._chunk and self._incoming.line("chunk end").strip():
            raise IncompleteRead(b"")

    @property
    def serves_on(self) -> bool:
        """Whether the connection may have the next request: this is read to its end, and nothing has come after it."""
        return self._ended and not self.will_close and self._incoming.is_empty
