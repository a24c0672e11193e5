"""Putting a new file in the place of an old one: at once or not at all, by one process at a time.

The new bytes come into a file of a name of its own beside the old one, which its maker holds locked. What a killed run
left is not locked any more, so the next run takes it away. On Windows the lock is that the file is open: an open file
cannot be deleted there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pyupsync.adapters.durable import settle
from pyupsync.errors import RegistryDenied, RegistryError, RegistryUnreadable

if sys.platform != "win32":
    import fcntl

_PART = ".pyupsync-"


def read_file(path: Path, what: str) -> bytes:
    """All bytes of a file; what killed runs left beside it is taken away.

    Args:
        path: The file.
        what: What it should be, for messages: ``registry file``, ``hive``.

    Raises:
        RegistryUnreadable: There is no such file, or it cannot be read.
        RegistryDenied: No right to read it.
    """
    target = str(path)
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            words = f"The {what} {path} is no file."
            raise RegistryUnreadable(words, target=target, advice="See that the path is right.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        words = f"There is no {what} {path}."
        raise RegistryUnreadable(words, target=target, advice="See that the path is right.") from error
    except PermissionError as error:
        words = f"The {what} {path} may not be read: {error.strerror}."
        raise RegistryDenied(words, target=target, advice="See who may read it.") from error
    except OSError as error:
        raise RegistryUnreadable(f"The {what} {path} cannot be read: {error.strerror}.", target=target) from error
    tidy(path)
    return data


def tidy(path: Path) -> None:
    """Take away what runs that were killed left beside ``path``; what another process is writing stays."""
    for left in path.parent.glob(f"{_PART}{_escaped(path.name)}-*"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDWR)
            try:
                if _try_lock(handle):
                    _close_first(handle, left)
            finally:
                with suppress(OSError):
                    os.close(handle)


def _close_first(handle: int, left: Path) -> None:
    if sys.platform == "win32":
        os.close(handle)
    left.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


class Part:
    """The file that will take the place of another. ``handle`` may be inherited, so that the lock lasts as long."""

    def __init__(self, target: Path, handle: int, path: Path) -> None:
        self.path = path
        self.handle = handle
        self._target = target
        self._open = True

    def put(self, before: bytes) -> None:
        """Bring it to the disk and rename it over the target, if that still holds ``before``.

        Raises:
            RegistryError: Another process changed the target.
            OSError: It cannot be written.
        """
        os.fsync(self.handle)
        with _alone(self._target):
            if self._target.read_bytes() != before:
                raise RegistryError(
                    f"Another process changed {self._target} meanwhile; nothing was written.",
                    target=str(self._target),
                    advice="Run it again.",
                )
            shutil.copymode(self._target, self.path)
            _copy_owner(self._target, self.path)
            if sys.platform == "win32":
                self.close()
            self.path.replace(self._target)
        settle(self._target.parent)

    def close(self) -> None:
        """Give back the lock; calling it twice does no harm."""
        if self._open:
            self._open = False
            os.close(self.handle)


@contextmanager
def replacing(path: Path) -> Iterator[Part]:
    """A part for ``path``, which is gone at the end whether it was put in place or not.

    Raises:
        RegistryDenied: No right to write there.
        RegistryError: It cannot be written, for another reason.
    """
    path = path.resolve()  # a link to it stays a link
    part: Part | None = None
    try:
        part = _claimed(path)
        yield part
    except PermissionError as error:
        words = f"{path} may not be written: {error.strerror}."
        raise RegistryDenied(words, target=str(path), advice="See who may write there.") from error
    except OSError as error:
        raise RegistryError(f"{path} cannot be written: {error.strerror}.", target=str(path)) from error
    finally:
        if part is not None:
            part.close()
            part.path.unlink(missing_ok=True)


def _claimed(path: Path) -> Part:
    while True:
        handle, name = tempfile.mkstemp(prefix=f"{_PART}{path.name}-", dir=path.parent)
        # Between the two lines another run may have taken it for a leaving.
        if _try_lock(handle) and Path(name).exists():
            return Part(path, handle, Path(name))
        os.close(handle)


if sys.platform == "win32":

    def _try_lock(handle: int) -> bool:
        return handle >= 0

    def _copy_owner(_source: Path, _target: Path) -> None:
        """A new file inherits its folder's rights."""

    def _alone(_path: Path) -> contextlib.AbstractContextManager[None]:
        # A file that is open cannot be renamed over; two runs at one moment are told apart by its bytes alone.
        return contextlib.nullcontext()
else:

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _copy_owner(source: Path, target: Path) -> None:
        found = source.stat()
        with suppress(PermissionError):
            os.chown(target, found.st_uid, found.st_gid)

    @contextmanager
    def _alone(path: Path) -> Iterator[None]:
        """Nobody else of us replaces ``path`` meanwhile."""
        while True:
            handle = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                if os.fstat(handle).st_ino == path.stat().st_ino:
                    yield
                    return
            finally:
                os.close(handle)
