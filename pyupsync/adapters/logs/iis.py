"""IIS's logs as a ``RequestLog``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import groupby

from pyupsync.adapters.logs.apart import Apart
from pyupsync.adapters.logs.columns import LineCounts
from pyupsync.adapters.logs.finding import LogFile, find_logs
from pyupsync.adapters.logs.here import End, Piece, read_here
from pyupsync.model import LogItem, LogOpened, LogRead, LogRefused

LARGE = 1 << 25
"""Bytes of logs that are worth a process: 32 MB take as long as to start one."""
_TOLD_AFTER = 32
"""Pieces between two tellings of how far it is: 8 MB."""


class IisLogs:
    """Logs in files, folders and archives.

    Args:
        paths: Of files and folders, which are looked through.
        every: Every line is a request that is wanted, not those for pictures alone.
        since: Date and time as logs have them; what ends before is not opened. Empty for all.
        until: The same for what begins later.
        python: The interpreter of a process that reads large logs for pictures alone; empty to read them here.
    """

    def __init__(
        self, paths: Sequence[str], *, every: bool = False, since: str = "", until: str = "", python: str = ""
    ) -> None:
        self._paths = paths
        self._every = every
        self._since, self._until = since, until
        self._python = "" if every else python

    def read(self) -> Iterator[LogItem]:
        """Yield what is refused, then each log's requests, place by place; see ``ports.RequestLog``."""
        refused: list[LogRefused] = []
        logs = find_logs(self._paths, refused.append)
        yield from refused
        wanted = [one for _, of_place in groupby(logs, key=lambda log: log.place) for one in self._in_time(of_place)]
        total = sum(log.size for log in wanted)
        done = 0
        with ExitStack() as stack:
            read = self._reader(stack, total)
            for number, log in enumerate(wanted):
                last = number + 1 == len(wanted) or wanted[number + 1].place != log.place
                yield LogOpened(log.place, log.name, last)
                counts = LineCounts()
                yield from _items(read(log, counts), counts, LogRead(done, total))
                done += log.size
                yield LogRead(done, total)

    def _reader(self, stack: ExitStack, total: int) -> Callable[[LogFile, LineCounts], Iterator[Piece | End]]:
        if self._python and total >= LARGE:
            return stack.enter_context(Apart(self._python)).read
        return partial(read_here, every=self._every)

    def _in_time(self, of_place: Iterator[LogFile]) -> Iterator[LogFile]:
        logs = list(of_place)
        for log, after in zip(logs, [*logs[1:], None], strict=True):
            too_early = after is not None and "" < after.begins < self._since
            too_late = self._until and log.begins > self._until
            if not too_early and not too_late:
                yield log


def _items(pieces: Iterator[Piece | End], counts: LineCounts, before: LogRead) -> Iterator[LogItem]:
    for number, one in enumerate(pieces):
        if isinstance(one, Piece):
            for part in one.parts:
                yield part.logged(counts)
            if number % _TOLD_AFTER == 0:
                yield LogRead(min(before.done + one.at, before.total), before.total)
        else:
            if one.error:
                yield LogRefused(one.error, named=True)
            yield one.closed
