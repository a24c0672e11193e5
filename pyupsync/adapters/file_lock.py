"""A lock between processes: a file that one of them holds open. It ends with the process, however that ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

_PAUSE = 0.02


class FileLock:
    """Held while it is entered.

    Args:
        path: The file; it is made when missing and stays, since taking it away would be a race.
        timeout: Seconds to wait for another process.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._file = -1

    def __enter__(self) -> None:
        """Wait for the lock.

        Raises:
            TimeoutError: Another process kept it.
            OSError: The file cannot be made or locked.
        """
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + self._timeout
        while not _try_lock(self._file):
            if time.monotonic() > until:
                os.close(self._file)
                raise TimeoutError
            time.sleep(_PAUSE)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
