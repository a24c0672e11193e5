"""A file of LDIF changes that only grows: whole records are appended, an unfinished one at its end is cut off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pyupsync.adapters.directory.ldif_file import LdifRecord, read_ldif
from pyupsync.errors import DirectoryError


class ChangeFile:
    """The changes of this run and of former ones.

    Args:
        path: The file; it is made with the first change.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._file: int | None = None
        self._end = 0

    def read(self) -> Iterator[LdifRecord]:
        """Yield the changes of former runs; one that a crash cut short was never reported as made, and is left out.

        Raises:
            DirectoryError: A line before that is broken.
        """
        if Path(self.path).exists():
            self._end = _whole(self.path)
            yield from read_ldif(self.path, end=self._end)

    def append(self, record: bytes) -> int:
        """Write one record, all of it or nothing; returns the offset it begins at.

        Raises:
            DirectoryError: The file cannot be written.
        """
        try:
            start = self._ready()
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._write(record)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._open(), start)
            raise self._unwritable(error) from error
        self._end = start + len(record)
        return start

    def close(self) -> None:
        """Bring what was written to the disk; calling it twice does no harm.

        Raises:
            DirectoryError: The disk did not take it.
        """
        file, self._file = self._file, None
        if file is None:
            return
        try:
            os.fsync(file)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            os.close(file)

    def _open(self) -> int:
        if self._file is None:
            binary: int = getattr(os, "O_BINARY", 0)
            self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | binary, 0o666)
        return self._file

    def _ready(self) -> int:
        """Cut off what is unfinished, end the last record by a blank line, and say where the next one begins."""
        if self._file is None:
            os.ftruncate(self._open(), self._end)
            if self._end and not _ends_blank(self.path):
                self._write(b"\n\n")
                self._end += 2
        return self._end

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._open(), rest) :]

    def _unwritable(self, error: OSError) -> DirectoryError:
        return DirectoryError(
            f"The file of changes {self.path} cannot be written: {error.strerror}.",
            target=self.path,
            advice="See that its folder exists, that it may be written, and that the disk is not full.",
        )


def _whole(path: str) -> int:
    """The offset behind the last line that can end a record: a blank one, or the "-" of a modification."""
    offset = whole = 0
    try:
        with Path(path).open("rb") as file:
            for raw in file:
                offset += len(raw)
                if raw.rstrip(b"\r\n") in {b"", b"-"}:
                    whole = offset
    except OSError as error:
        raise DirectoryError(f"The LDIF file {path} cannot be read: {error.strerror}.", target=path) from error
    return whole


def _ends_blank(path: str) -> bool:
    with Path(path).open("rb") as file:
        file.seek(-min(4, os.fstat(file.fileno()).st_size), os.SEEK_END)
        return file.read().replace(b"\r", b"").endswith(b"\n\n")
