"""The heads of requests and answers (RFC 9112, 3 to 6).

The standard library reads an answer's head with its parser for mail, and that takes longer than all the rest of asking
whether a picture has changed. Bodies stay its own.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from http.client import BadStatusLine, HTTPException, HTTPResponse, LineTooLong, RemoteDisconnected, UnknownProtocol

_LONGEST_LINE = 65_536
_MOST_LINES = 100
"""Header lines, and answers that only say that another follows; as many as the standard library takes."""
_BODILESS = {204, 304}


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


class Response(HTTPResponse):
    """The standard library's answer, whose head is read here.

    Attributes:
        named: The headers by name in lower case; several of one name are joined by commas.
    """

    def __init__(self, source: socket.socket, method: str) -> None:
        super().__init__(source, method=method)
        self._bodiless = method == "HEAD"

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
        self.code = self.status
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
        line = self.fp.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise LineTooLong(kind)
        return line.decode("latin-1")

    def _frame(self) -> None:
        """Where the body ends, and whether the connection outlives it (RFC 9112, 6.3 and 9.3)."""
        self.chunked = self.named.get("transfer-encoding", "").lower() == "chunked"
        self.chunk_left = None
        length = self.named.get("content-length", "")
        self.length = int(length) if length.isascii() and length.isdigit() and not self.chunked else None
        if self.status in _BODILESS or self.status < 200 or self._bodiless:
            self.length = 0
        connection = self.named.get("connection", "").lower()
        keeps = "close" not in connection if self.version == 11 else "keep-alive" in connection
        self.will_close = not keeps or (not self.chunked and self.length is None)
