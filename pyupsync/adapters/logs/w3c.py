"""One log in the W3C format, from its bytes to its requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pyupsync.adapters.logs.blocks import Blocks
from pyupsync.adapters.logs.columns import Columns, LineCounts, Part
from pyupsync.adapters.logs.lines import directives, every_line, has_directives, picture_lines
from pyupsync.errors import LogUnsupported
from pyupsync.model import LogClosed, LoggedLines

_DATE = re.compile(r"#Date:\s*(\d{4}-\d\d-\d\d)")
_IIS = re.compile(rb"[^,\n]+, [^,\n]*, \d+[/.-]\d+[/.-]\d+, \d+:\d\d:\d\d, ")
_NCSA = re.compile(rb"\S+ \S+ [^\n\[]+ ?\[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] \"")
_ADVICE = "Let IIS log in the W3C format (logFile logFormat=W3C), which has what a diagnosis needs."
_NONE = Columns()
_TAIL = 1 << 14
"""Bytes at the end of a log among which a line with a time is looked for."""


class W3cLog:
    """A log that is being read.

    Args:
        path: Its name.
        stream: Its bytes, unpacked.
        every: Every line is a request that is wanted, not those for pictures alone.
        counts: Counts lines that are not as they should be.
    """

    def __init__(self, path: str, stream: BinaryIO, *, every: bool = False, counts: LineCounts | None = None) -> None:
        self._path = path
        self._blocks = Blocks(stream)
        self._lines = every_line if every else picture_lines
        self._columns: Columns | None = None
        self._day = "-"
        self._tail = bytearray()
        self._counts = LineCounts() if counts is None else counts

    def read(self) -> Iterator[list[LoggedLines]]:
        """Yield the lines of each block that are looked at; as ``parts`` but for that."""
        for parts in self.parts():
            yield [part.logged(self._counts) for part in parts]

    def parts(self) -> Iterator[list[Part]]:
        """Yield the lines of each block that are looked at, by the columns they have.

        Raises:
            LogUnsupported: It is in another format.
            OSError: The stream cannot be read; so do others of what unpacks it.
        """
        data = self._blocks.data
        for size in self._blocks:
            if self._columns and not has_directives(data, size):
                found = [self._part(data, size, self._columns)]
            else:
                found = self._read_parts(bytes(data[:size]))
            # The last block may be no more than a line that is being written.
            end = size if size < 2 or data[size - 2] else len(data[:size].rstrip(b"\0\r\n"))
            before = self._tail[-_TAIL:] if end < _TAIL else bytearray()
            self._tail = before + data[max(end - _TAIL, 0) : end]
            yield found

    def closed(self) -> LogClosed:
        """What is to be told of it when it is read."""
        missing = self._columns.missing if self._columns and self._columns.usable else ()
        counts = self._counts
        return LogClosed(self._path, self._blocks.size, self._until(), counts.torn, counts.undecodable, missing)

    def _read_parts(self, block: bytes) -> list[Part]:
        """What is between directives, each part by the columns in force there."""
        if self._columns is None:
            block = block.removeprefix(b"\xef\xbb\xbf")  # a byte order mark, by an editor
        found: list[Part] = []
        begin = 0
        for start, end in (*directives(block), (len(block), len(block))):
            part = block[begin:start]
            if self._columns or b"#Fields:" in block:
                found.append(self._part(bytearray(part), len(part), self._columns))
            elif part.strip(b"\0\r\n"):
                self._refuse(part)
            self._direct(block[start:end])
            begin = end
        return found

    def _direct(self, run: bytes) -> None:
        for line in run.decode("utf-8", "replace").splitlines():
            if line.startswith("#Fields:"):
                self._columns = Columns(tuple(line[8:].split()), self._day)
            elif date := _DATE.match(line):
                self._day = date[1]

    def _part(self, block: bytearray, size: int, columns: Columns | None) -> Part:
        lines = [bytes(block[begin:end]).removesuffix(b"\r") for begin, end in self._lines(block, size)]
        if columns is None or not columns.usable:
            self._counts.torn += len(lines)
            return Part(_NONE, [])
        return Part(columns, lines)

    def _until(self) -> str:
        """Date and time of the last line that has them."""
        if self._columns is None or not self._columns.usable:
            return ""
        for line in reversed(self._tail.splitlines()):
            request = self._columns.request(line.decode("utf-8", "replace").strip("\0\r"))
            if request:
                return f"{request.date} {request.time}"
        return ""

    def _refuse(self, block: bytes) -> None:
        """There was no ``#Fields`` where the first lines are."""
        start = block[:4096]
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            said, advice = "is UTF-16", "IIS writes UTF-8: take the file as IIS wrote it."
        elif start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x03\x04")):
            said, advice = "is packed once more inside", "Unpack it first."
        elif _IIS.match(start):
            said, advice = "is in the IIS format", _ADVICE
        elif _NCSA.match(start):
            said, advice = "is in the NCSA format", _ADVICE
        else:
            said = "has no #Fields line, so what its columns mean is not known"
            advice = "Take the whole file, or put the #Fields line of its log before the lines."
        raise LogUnsupported(f"The log {self._path} {said}; W3C logs are read.", target=self._path, advice=advice)
