"""A lock between processes: a file that one of them holds open. It ends with the process, however that ends."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_PAUSE = 0.02
_NOTE_AT = 1
"""Windows lets nobody else read the locked byte, which is the first one."""


class FileLock:
    """Held while it is entered.

    Args:
        path: The file; it is made when missing.
        timeout: Seconds to wait for another process.
        note: What the file says to others while the lock is held.
        keep: Leave the file where it is; otherwise it goes with the lock, or with the next one after a kill.
    """

    def __init__(self, path: Path, timeout: float, *, note: str = "", keep: bool = True) -> None:
        self._path = path
        self._timeout = timeout
        self._note = note
        self._keep = keep
        self._file = -1

    def __enter__(self) -> None:
        """Wait for the lock.

        Raises:
            TimeoutError: Another process kept it.
            OSError: The file cannot be made or locked.
        """
        until = time.monotonic() + self._timeout
        while not self._taken():
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(_PAUSE)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keep:
            os.close(self._file)
        else:
            _close_and_remove(self._file, self._path)

    def holder(self) -> str:
        """The note of whoever holds the lock, empty for none."""
        with suppress(OSError), self._path.open("rb", buffering=0) as file:
            file.seek(_NOTE_AT)
            return file.read(200).decode(errors="replace")
        return ""

    def _taken(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if _try_lock(file) and self._is_there(file):
                self._write_note(file)
                self._file = file
                return True
        except OSError:
            os.close(file)
            raise
        os.close(file)
        return False

    def _is_there(self, file: int) -> bool:
        """Whether what was locked is still the file by that name: its last holder may have taken it away just now."""
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except FileNotFoundError:
            return False

    def _write_note(self, file: int) -> None:
        if self._note:
            os.ftruncate(file, _NOTE_AT)
            os.lseek(file, _NOTE_AT, os.SEEK_SET)
            os.write(file, self._note.encode(errors="replace"))


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _close_and_remove(file: int, path: Path) -> None:
        # Windows removes no file that is open: neither this one before it is closed, nor one that another just locked.
        os.close(file)
        with suppress(OSError):
            path.unlink()
else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _close_and_remove(file: int, path: Path) -> None:
        # While it is still locked: whoever waits for it then finds another file by that name, or none.
        with suppress(OSError):
            path.unlink()
        os.close(file)
