"""From paths to logs: folders looked through, patterns resolved, archives opened, each place's logs in order."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyupsync.adapters.logs.naming import in_order, is_log, is_member, other_format
from pyupsync.adapters.logs.unpacking import UNPACKING_FAILED, is_zip, members, unpacked
from pyupsync.adapters.logs.w3c import W3cLog
from pyupsync.errors import LogError, LogMissing, LogUnreadable, LogUnsupported
from pyupsync.model import LogRefused

_SAID = 3
"""Files of one kind that are named."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log, or one of an archive.

    Attributes:
        path: The file.
        member: Its name in the archive, empty where the file is the log.
        size: Bytes that it takes there.
        named: Whether it was asked for by name.
        begins: Date and time of its first request, empty where it has none.
    """

    path: str
    member: str
    size: int
    named: bool
    begins: str = ""

    @property
    def place(self) -> str:
        """The folder that it is in: a site's own (W3SVC1), of one server."""
        folder = os.path.dirname(self.member)  # noqa: PTH120 - no path of this system
        own = os.path.dirname(os.path.abspath(self.path))  # noqa: PTH100, PTH120 - resolves no links
        return f"{own}/{folder}" if folder else own

    @property
    def name(self) -> str:
        """What it is called to people."""
        return f"{self.path}:{self.member}" if self.member else self.path


def find_logs(paths: Iterable[str], refuse: Callable[[LogRefused], None]) -> list[LogFile]:
    """The logs below paths, each once: place by place, and of one place as they follow each other.

    Args:
        paths: Files, folders, and patterns (``W3SVC*``) where there is no file of that name.
        refuse: Told of what is not read.
    """
    found: dict[tuple[str, str], LogFile] = {}
    for path in paths:
        for one in _below(path, refuse):
            found.setdefault((os.path.realpath(one.path), one.member), one)
    timed = [_begun(one, refuse) for one in found.values()]
    logs = [one for one in timed if one]
    return sorted(logs, key=lambda one: (one.place, one.begins, in_order(one.name)))


def _below(path: str, refuse: Callable[[LogRefused], None]) -> Iterator[LogFile]:
    every = [path] if os.path.lexists(path) else sorted(glob.glob(path))  # noqa: PTH207 - absolute ones too
    if not every:
        error = LogMissing(
            f"There is no file or folder {path}.", target=path, advice="Name a log, or a folder of logs."
        )
        refuse(LogRefused(error, named=True))
    for one in every:
        if Path(one).is_dir():
            yield from _of_folder(one, refuse)
        else:
            yield from _of_file(one, refuse, named=True)


def _of_folder(folder: str, refuse: Callable[[LogRefused], None]) -> Iterator[LogFile]:
    others: dict[str, list[str]] = {}
    some = False
    for at, below, names in os.walk(folder, onerror=lambda error: refuse(_unreadable(error, str(error.filename)))):
        below.sort()
        for name in sorted(names):
            if is_log(name):
                some = True
                yield from _of_file(str(Path(at, name)), refuse, named=False)
            elif kind := other_format(name):
                others.setdefault(kind, []).append(str(Path(at, name)))
    for kind, files in others.items():
        refuse(LogRefused(_unsupported(kind, files), named=False))
    if not some:
        said = f"There is no log in the W3C format (u_ex*.log) in {folder} or below it."
        refuse(LogRefused(LogMissing(said, target=folder, advice="Name the folder of IIS's logs."), named=True))


def _of_file(path: str, refuse: Callable[[LogRefused], None], *, named: bool) -> Iterator[LogFile]:
    try:
        with Path(path).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            if not is_zip(file):
                yield LogFile(path, "", size, named)
                return
            inside = members(file, path)
    except OSError as error:
        refuse(_unreadable(error, path))
        return
    except LogError as error:
        refuse(LogRefused(error, named=True))
        return
    logs = [LogFile(path, name, size, named) for name, size in inside if is_member(name)]
    if named and not logs:
        refuse(LogRefused(LogMissing(f"There is no log (*.log) in the archive {path}.", target=path), named=True))
    yield from logs


def _begun(log: LogFile, refuse: Callable[[LogRefused], None]) -> LogFile | None:
    """The log with the time it begins; None where it cannot be read at all."""
    try:
        with Path(log.path).open("rb") as file:
            reader = W3cLog(log.name, unpacked(file, log.path, log.member), every=True)
            first = next((one for part in next(reader.read(), []) for one in part.requests()), None)
    except LogError as error:
        refuse(LogRefused(error, named=log.named or not isinstance(error, LogUnsupported)))
        return None
    except UNPACKING_FAILED as error:
        refuse(_unreadable(error, log.name))
        return None
    begins = f"{first.date} {first.time}" if first else ""
    return LogFile(log.path, log.member, log.size, log.named, begins)


def _unsupported(kind: str, files: list[str]) -> LogUnsupported:
    more = f" and {len(files) - _SAID} more" if len(files) > _SAID else ""
    names = ", ".join(files[:_SAID]) + more
    said = f"Logs in {kind} are not read: {names}."
    return LogUnsupported(said, target=files[0], advice="Let IIS log in the W3C format, a file a site.")


def _unreadable(error: Exception, path: str) -> LogRefused:
    said = error.strerror if isinstance(error, OSError) and error.strerror else error
    advice = "Check the rights on it." if isinstance(error, PermissionError) else "Take another copy of it."
    return LogRefused(LogUnreadable(f"The log {path} cannot be read: {said}.", target=path, advice=advice), named=True)
