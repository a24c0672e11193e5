"""IIS's logs as a ``RequestLog``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pyupsync.adapters.logs.finding import LogFile, find_logs
from pyupsync.adapters.logs.unpacking import UNPACKING_FAILED, unpacked
from pyupsync.adapters.logs.w3c import W3cLog
from pyupsync.errors import LogError
from pyupsync.model import LogClosed, LogItem, LogOpened, LogRead, LogRefused

_TOLD_AFTER = 32
"""Blocks between two tellings of how far it is: 8 MB."""


class IisLogs:
    """Logs in files, folders and archives.

    Args:
        paths: Of files and folders, which are looked through.
        every: Every line is a request that is wanted, not those for pictures alone.
        since: Date and time as logs have them; what ends before is not opened. Empty for all.
        until: The same for what begins later.
    """

    def __init__(self, paths: Sequence[str], *, every: bool = False, since: str = "", until: str = "") -> None:
        self._paths = paths
        self._every = every
        self._since, self._until = since, until

    def read(self) -> Iterator[LogItem]:
        """Yield what is refused, then each log's requests, place by place; see ``ports.RequestLog``."""
        refused: list[LogRefused] = []
        logs = find_logs(self._paths, refused.append)
        yield from refused
        wanted = [one for _, of_place in groupby(logs, key=lambda log: log.place) for one in self._in_time(of_place)]
        total = sum(log.size for log in wanted)
        done = 0
        for number, log in enumerate(wanted):
            last = number + 1 == len(wanted) or wanted[number + 1].place != log.place
            yield LogOpened(log.place, log.name, last)
            yield from self._requests(log, done, total)
            done += log.size
            yield LogRead(done, total)

    def _in_time(self, of_place: Iterator[LogFile]) -> Iterator[LogFile]:
        logs = list(of_place)
        for log, after in zip(logs, [*logs[1:], None], strict=True):
            too_early = after is not None and "" < after.begins < self._since
            too_late = self._until and log.begins > self._until
            if not too_early and not too_late:
                yield log

    def _requests(self, log: LogFile, done: int, total: int) -> Iterator[LogItem]:
        closed, ended = LogClosed(log.name, 0, "", 0, 0), ""
        try:
            with Path(log.path).open("rb", buffering=0) as raw:
                reader = W3cLog(log.name, unpacked(raw, log.path, log.member), every=self._every)
                try:
                    for number, parts in enumerate(reader.read()):
                        yield from parts
                        if number % _TOLD_AFTER == 0:
                            yield LogRead(done + min(raw.tell(), log.size), total)
                finally:
                    closed = reader.closed()
        except LogError as error:
            yield LogRefused(error, named=True)
        except UNPACKING_FAILED as error:
            ended = str(error) or type(error).__name__
        yield replace(closed, ended=ended)
