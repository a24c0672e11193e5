"""Reports beside a stream of events: they see what passes and change nothing about it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol

from pyupsync.errors import RunInProgress, UpSyncError, UsageError
from pyupsync.model import Change, Event, EventStream, Message, relayed
from pyupsync.reporting.csv_report import CsvReport
from pyupsync.reporting.html_report import HtmlReport
from pyupsync.reporting.json_report import JsonReport
from pyupsync.reporting.part import PartFile
from pyupsync.reporting.run import AboutRun, RunEnd

LOGGER = logging.getLogger("pyupsync")


class _Report(Protocol):
    out: PartFile

    def add(self, event: Event, before: Callable[[], bytes | None], /) -> None: ...

    def finish(self, end: RunEnd, /) -> None: ...


KINDS: Mapping[str, Callable[[str, AboutRun], _Report]] = {".csv": CsvReport, ".html": HtmlReport, ".json": JsonReport}
"""The kinds of report, by suffix."""


class Reports:
    """The reports of one run; use it as a context that all of the run is in.

    A report that cannot be begun is told before anything else; one that cannot be written on, or put in its place, is
    told by a message of level ``error``, and the run goes on without it. A run that is stopped or breaks off has its
    reports too, which say so; one that was asked for wrongly, or kept off by another run, has none.

    Args:
        paths: The files, of any of ``KINDS``.
        run: What they say of the run.

    Raises:
        UsageError: A file cannot be written, or holds something else.
    """

    def __init__(self, paths: Sequence[str], run: AboutRun) -> None:
        self._open: list[_Report] = []
        try:
            for path in paths:
                self._open.append(KINDS[Path(path).suffix.lower()](path, run))
        except UsageError:
            self._discard()
            raise

    def __enter__(self) -> Reports:  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, UsageError | RunInProgress):
            self._discard()
        for message in self._finished(RunEnd.by(error)):
            LOGGER.warning("%s", message.text)  # nobody listens to events any more

    def passing(
        self, events: Generator[Event, bool | None, object], before: Callable[[str], bytes | None]
    ) -> EventStream:
        """Pass ``events`` on, and what is sent back to them, noting each.

        Args:
            events: The run's.
            before: Reads the picture that the directory has at a DN; asked for changes that a page shows, before they
                are made. What it cannot read is left out.
        """

        def noted(event: Event) -> Generator[Event, bool | None, bool | None]:
            yield from self._note(event, before)
            return (yield event)

        return relayed(events, noted)

    def finish(self) -> Iterator[Message]:
        """Put the reports of a run that has come to its end in their places; tell of those that could not be."""
        return self._finished(RunEnd.by(None))

    def _note(self, event: Event, before: Callable[[str], bytes | None]) -> Iterator[Message]:
        read = partial(_read, before, event.target) if isinstance(event, Change) else _nothing
        for report in list(self._open):
            try:
                report.add(event, read)
            except OSError as error:
                self._open.remove(report)
                report.out.close()
                yield _broken(report, error)

    def _finished(self, end: RunEnd) -> Iterator[Message]:
        while self._open:
            report = self._open.pop()
            try:
                report.finish(end)
                report.out.settle()
            except OSError as error:
                yield _broken(report, error)
            finally:
                report.out.close()

    def _discard(self) -> None:
        while self._open:
            self._open.pop().out.discard()


def _broken(report: _Report, error: OSError) -> Message:
    out = report.out
    return Message(
        "error", f"The report {out.path} was not written: {error.strerror}. What there is of it: {out.part}."
    )


def _nothing() -> None:
    return None


def _read(before: Callable[[str], bytes | None], dn: str) -> bytes | None:
    try:
        return before(dn)
    except UpSyncError:
        return None  # the page says that it is not shown
