"""LDIF (RFC 2849): a streaming reader that knows lines and offsets, and the spelling of records."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pyupsync.errors import DirectoryError

_WIDTH = 76
_TALK = {"search", "ref"}
"""What ldapsearch prints between entries unless told -LLL: referrals, and the result at the end."""


@dataclass(slots=True)
class LdifRecord:
    """One record.

    Attributes:
        dn: Distinguished name, decoded.
        line: Number of its first line.
        start: Offset of its first byte.
        pairs: Attribute names as written, and their values, in order; ``("-", b"")`` ends a modification.
    """

    dn: str
    line: int
    start: int
    pairs: list[tuple[str, bytes]] = field(default_factory=list)

    def values(self) -> dict[str, list[bytes]]:
        """Values by attribute name, in lower case and without options such as ``;binary``."""
        found: dict[str, list[bytes]] = {}
        for name, value in self.pairs:
            found.setdefault(name.partition(";")[0].lower(), []).append(value)
        return found


@dataclass(slots=True)
class LdifChunk:
    """The lines between two blank ones, comments dropped and folded lines joined.

    Attributes:
        start: Offset of its first byte.
        lines: Number and text of each.
        comment: Whether the last line added was one, so that its folds are dropped too.
    """

    start: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)
    comment: bool = False

    def add(self, number: int, line: bytes) -> None:
        """Add a line without its end.

        Raises:
            ValueError: It continues a line, and there is none.
        """
        if line.startswith(b" "):
            if self.comment:
                return
            if not self.lines:
                raise ValueError(f"line {number}: continues nothing")
            first, text = self.lines[-1]
            self.lines[-1] = (first, text + line[1:])
            return
        self.comment = line.startswith(b"#")
        if not self.comment:
            self.lines.append((number, line))


def read_ldif(path: str, offset: int = 0, end: int | None = None) -> Iterator[LdifRecord]:
    """Yield the records of a file as they are read.

    Args:
        path: The file, in UTF-8 with or without a byte order mark, lines ending in LF or CRLF.
        offset: Where to begin: 0, or the ``start`` of a record (line numbers then count from there).
        end: Where to stop, behind a line; None for the end of the file.

    Raises:
        DirectoryError: The file cannot be read, or a line of it is broken; the message names the line.
    """
    try:
        with Path(path).open("rb") as file:
            file.seek(offset)
            yield from records(file, offset, end)
    except OSError as error:
        raise DirectoryError(f"The LDIF file {path} cannot be read: {error.strerror}.", target=path) from error
    except ValueError as error:
        raise DirectoryError(
            f"The LDIF file {path} is broken: {error}.", target=path, advice="Export it anew, or mend that line."
        ) from error


def content(raw: bytes) -> bytes:
    """A line without its end."""
    return raw.removesuffix(b"\n").removesuffix(b"\r")


def records(file: BinaryIO, offset: int, end: int | None) -> Iterator[LdifRecord]:
    """Yield the records of an opened file; ``offset`` is where it stands, ``end`` as for ``read_ldif``.

    Raises:
        ValueError: A line is broken; the message names it.
    """
    chunk = LdifChunk(offset)
    for number, raw in enumerate(file, 1):
        if end is not None and offset >= end:
            break
        offset += len(raw)
        line = content(raw)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line:
            chunk.add(number, line)
            continue
        yield from _record(chunk)
        chunk = LdifChunk(offset)
    yield from _record(chunk)


def _record(chunk: LdifChunk) -> Iterator[LdifRecord]:
    lines = chunk.lines
    if lines and lines[0][1].lower().startswith(b"version:"):
        if lines[0][1].partition(b":")[2].strip() != b"1":
            raise ValueError(f"line {lines[0][0]}: only version 1 is known")
        lines = lines[1:]
    if not lines:
        return
    number, first = lines[0]
    name, value = _pair(number, first)
    if name in _TALK:
        return
    if name.lower() != "dn":
        raise ValueError(f"line {number}: a record must begin with dn:, not {name}:")
    try:
        dn = value.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"line {number}: the dn is not UTF-8") from error
    yield LdifRecord(dn, number, chunk.start, [_pair(*line) for line in lines[1:]])


def _pair(number: int, line: bytes) -> tuple[str, bytes]:
    if line == b"-":
        return "-", b""
    name, colon, rest = line.partition(b":")
    if not colon or not name.isascii() or not name.strip():
        raise ValueError(f"line {number}: no attribute name and colon")
    text = name.decode("ascii").strip()
    if rest.startswith(b"<"):
        raise ValueError(f"line {number}: {text} names a file or URL to read; write its value instead")
    if not rest.startswith(b":"):
        return text, rest.lstrip(b" ")
    try:
        return text, base64.b64decode(rest[1:].strip(b" "), validate=True)
    except binascii.Error as error:
        raise ValueError(f"line {number}: the value of {text} is not Base64") from error


def line_of(name: str, value: bytes) -> str:
    """One attribute as LDIF spells it: plain where that is safe, else Base64; folded."""
    # RFC 2849, SAFE-STRING; a space at the end would be lost as well.
    plain = value.isascii() and value.decode("ascii").isprintable() and value[:1] not in {b" ", b":", b"<"}
    if plain and not value.endswith(b" "):
        line = f"{name}: {value.decode('ascii')}" if value else f"{name}:"
    else:
        line = f"{name}:: {base64.b64encode(value).decode('ascii')}"
    rest = range(_WIDTH, len(line), _WIDTH - 1)
    return "".join([line[:_WIDTH], *(f"\n {line[at : at + _WIDTH - 1]}" for at in rest), "\n"])


def replacing(dn: str, attribute: str, value: bytes | None) -> bytes:
    """A change record that replaces one attribute; None removes its values. A blank line ends it."""
    head = f"{line_of('dn', dn.encode())}changetype: modify\nreplace: {attribute}\n"
    body = "" if value is None else line_of(attribute, value)
    return f"{head}{body}-\n\n".encode("ascii")
