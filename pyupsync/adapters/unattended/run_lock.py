"""One run at a time: a file that the run holds locked."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from pyupsync.adapters.file_lock import FileLock
from pyupsync.errors import RunInProgress, UsageError


def take_lock(path: str) -> FileLock:
    """Take the lock, to be given back with its ``__exit__``; the system gives it back when the process ends.

    Raises:
        RunInProgress: Another run has it.
        UsageError: The file cannot be made or locked.
    """
    me = f"process {os.getpid()} on {socket.gethostname()}"
    lock = FileLock(Path(path), 0, note=me, keep=False)
    try:
        lock.__enter__()
    except TimeoutError as error:
        who = f" ({holder})" if (holder := lock.holder()) else ""
        raise RunInProgress(
            f"Another run{who} has the lock {path}.",
            target=path,
            advice="Run again when it has ended, or wait for it with --lock-wait SECONDS.",
        ) from error
    except OSError as error:
        raise UsageError(f"The lock {path} cannot be made: {error.strerror}.", target=path) from error
    return lock
