"""A file of LDIF changes that only grows, by whole records and by one run at a time."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from pyupsync.adapters.directory.ldif_file import LdifRecord
from pyupsync.adapters.directory.ldif_former import Extent, extent, former_changes
from pyupsync.adapters.file_lock import FileLock
from pyupsync.errors import DirectoryError


class ChangeFile:
    """The changes of this run and of former ones.

    While a run may write, ``PATH.lock`` lies beside the file; one that a killed run left behind keeps nobody off.

    Args:
        path: The file; it is made with the first change.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._extent = Extent()
        self._file: int | None = None
        self._locked = False
        self._lock = ExitStack()

    def lock(self) -> None:
        """Keep other runs from writing until ``close``; calling it twice does no harm.

        Raises:
            DirectoryError: Another run is writing, or the folder takes no lock.
        """
        if self._locked:
            return
        me = f"process {os.getpid()} on {socket.gethostname()}"
        lock = FileLock(Path(f"{Path(self.path).resolve()}.lock"), 0, note=me, keep=False)
        try:
            self._lock.enter_context(lock)
        except TimeoutError as error:
            who = f" ({holder})" if (holder := lock.holder()) else ""
            raise DirectoryError(
                f"Another run{who} is writing to the file of changes {self.path}.",
                target=self.path,
                advice="Run again when it has ended, or name another output.",
            ) from error
        except OSError as error:
            raise self._unwritable(error) from error
        self._locked = True

    def read(self) -> Iterator[LdifRecord]:
        """Yield the changes of former runs; one that a crash cut short was never reported as made, and is left out.

        Raises:
            DirectoryError: The file cannot be read, or holds something else.
        """
        if Path(self.path).exists():
            self._extent = extent(self.path)
            yield from former_changes(self.path, self._extent.end)

    def append(self, record: bytes) -> int:
        """Write one record, all of it or nothing; returns the offset it begins at.

        Raises:
            DirectoryError: The file cannot be written, or not by this run since another one did.
        """
        self.lock()
        try:
            file = self._ready()
            start = self._extent.end
            self._write(file, record)
        except OSError as error:
            raise self._unwritable(error) from error
        end = start + len(record)
        self._extent = Extent(end, end)
        return start

    def close(self) -> None:
        """Bring what was written to the disk and let other runs write; calling it twice does no harm.

        Raises:
            DirectoryError: The disk did not take it.
        """
        file, self._file = self._file, None
        try:
            if file is not None:
                _sync(file)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            self._lock.close()
            self._locked = False

    def _ready(self) -> int:
        """The file, opened, cut off behind its whole records, the last of them ended by a blank line."""
        if self._file is None:
            binary: int = getattr(os, "O_BINARY", 0)
            self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | binary, 0o666)
        size = os.fstat(self._file).st_size
        if size != self._extent.size or not Path(self.path).exists():
            raise DirectoryError(
                f"The file of changes {self.path} was changed by something else since this run read it.",
                target=self.path,
                advice="Run again: what it holds is read anew then.",
            )
        end = self._extent.end
        if size > end:
            os.ftruncate(self._file, end)
            self._extent = Extent(end, end, self._extent.blank)
        if not self._extent.blank:
            self._write(self._file, b"\n\n")
            self._extent = Extent(end + 2, end + 2)
        return self._file

    def _write(self, file: int, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(file, rest) :]
        except OSError:
            end, blank = self._extent.end, self._extent.blank
            with suppress(OSError):
                os.ftruncate(file, end)
            self._extent = Extent(os.fstat(file).st_size, end, blank)
            raise

    def _unwritable(self, error: OSError) -> DirectoryError:
        return DirectoryError(
            f"The file of changes {self.path} cannot be written: {error.strerror}.",
            target=self.path,
            advice="See that its folder exists, that both may be written, and that the disk is not full.",
        )


def _sync(file: int) -> None:
    try:
        os.fsync(file)
    finally:
        os.close(file)
