"""The changes of former runs: whether a file holds them and nothing else, and where its whole records end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pyupsync.adapters.directory.ldap_entries import PHOTO
from pyupsync.adapters.directory.ldif_file import LdifChunk, LdifRecord, content, records
from pyupsync.errors import DirectoryError

_OURS = (b"dn:", b"changetype: modify", f"replace: {PHOTO}".encode(), f"{PHOTO}:".encode())
"""How the lines of a record begin that this package writes; those that do not end in a colon are the whole line."""
_LONGEST = 1024 * 1024
"""Bytes; a record of ours with the largest picture has 140,000."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a file reaches.

    Attributes:
        size: Its bytes.
        end: How many of them are whole records; the rest is one that was being written when its run was killed.
        blank: Whether ``end`` lies behind a blank line (or at the beginning), so that another record may follow.
    """

    size: int = 0
    end: int = 0
    blank: bool = True


def extent(path: str) -> Extent:
    """Measure a file of changes.

    Raises:
        DirectoryError: It cannot be read, or ends in something that this package does not write.
    """
    offset = blank = 0
    line = b""
    try:
        with Path(path).open("rb") as file:
            for raw in file:
                offset += len(raw)
                line = content(raw)
                blank = blank if line else offset
            file.seek(blank)
            tail = file.read(min(offset - blank, _LONGEST))
    except OSError as error:
        raise _unreadable(path, error) from error
    short = len(tail) < _LONGEST
    if line in {b"", b"-"} or (short and _says_nothing(tail)):
        return Extent(offset, offset, offset == blank)
    if short and _is_begun(tail):
        return Extent(offset, blank)
    raise _foreign(path, "its end is no change")


def former_changes(path: str, end: int) -> Iterator[LdifRecord]:
    """Yield the changes in the first ``end`` bytes of a file.

    Raises:
        DirectoryError: It cannot be read, or holds anything but ``changetype: modify``; the message names the line.
    """
    try:
        with Path(path).open("rb") as file:
            for record in records(file, 0, end):
                yield _modification(record)
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        raise _foreign(path, str(error)) from error


def _modification(record: LdifRecord) -> LdifRecord:
    if record.values().get("changetype") != [b"modify"]:
        raise ValueError(f"line {record.line}: a record that is not changetype: modify")
    return record


def _lines(data: bytes) -> list[bytes]:
    chunk = LdifChunk(0)
    try:
        for raw in BytesIO(data):
            chunk.add(0, content(raw))
    except ValueError:
        return [data]
    return [line for _, line in chunk.lines]


def _says_nothing(tail: bytes) -> bool:
    """Whether there are only comments."""
    return not _lines(tail)


def _is_begun(tail: bytes) -> bool:
    """Whether a record of ours may begin so: an end of it may be missing, nothing else may be there."""
    lines = _lines(tail)
    if len(lines) > len(_OURS):
        return False
    *whole, last = zip(lines, _OURS, strict=False)
    cut = not tail.endswith(b"\n") and last[1].startswith(last[0])
    return all(_fits(*pair) for pair in whole) and (cut or _fits(*last))


def _fits(line: bytes, form: bytes) -> bool:
    return line.startswith(form) if form.endswith(b":") else line == form


def _unreadable(path: str, error: OSError) -> DirectoryError:
    return DirectoryError(f"The file of changes {path} cannot be read: {error.strerror}.", target=path)


def _foreign(path: str, why: str) -> DirectoryError:
    return DirectoryError(
        f"{path} is no file of changes that can be gone on with: {why}.",
        target=path,
        advice="Name another output; or, if it is one, apply it and move it away.",
    )
