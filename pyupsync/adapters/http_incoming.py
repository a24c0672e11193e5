"""What an answer comes in as: lines and bytes, which wait only where nothing has come yet."""

from __future__ import annotations

import socket
from http.client import LineTooLong

_LONGEST_LINE = 65_536
_RECORD = 16_384
"""Bytes in a record of TLS at most (RFC 8446, 5.1)."""


class Incoming:
    """Reads one answer off a socket, and knows what has come beyond it.

    The standard library has a file for this, which takes longer to make than the head of an answer to read.
    """

    def __init__(self, source: socket.socket) -> None:
        self._source = source
        self._held = bytearray()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come that was not read."""
        return not self._held

    def line(self, kind: str) -> bytes:
        """A line with what ends it; without where nothing follows.

        Raises:
            LineTooLong: It has no end; ``kind`` is what it was to be.
            OSError: The connection was lost.
        """
        seen = 0
        while (end := self._held.find(b"\n", seen)) < 0 and len(self._held) <= _LONGEST_LINE:
            seen = len(self._held)
            block = self._source.recv(_RECORD)
            if not block:
                end = seen - 1
                break
            self._held += block
        if end > _LONGEST_LINE or (end < 0 and self._held):
            raise LineTooLong(kind)
        return self._taken(end + 1)

    def some(self, most: int) -> bytes:
        """What has come, ``most`` bytes at most; none at the end of the connection.

        Raises:
            OSError: The connection was lost.
        """
        return self._taken(most) if self._held else self._source.recv(most)

    def _taken(self, most: int) -> bytes:
        data = bytes(self._held[:most])
        del self._held[:most]
        return data
