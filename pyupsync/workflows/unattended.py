"""An export that nobody watches: it waits for its turn, is logged, and leaves metrics."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pyupsync.config import PhotoJob
from pyupsync.errors import RunInProgress
from pyupsync.model import Event, EventStream, LogEntry, Message, Progress, relayed
from pyupsync.ports import MetricsFile, PhotoState, RunLog
from pyupsync.reporting import AboutRun, RunEnd, Summary, metrics, run_log
from pyupsync.wiring import open_metrics, open_run_log, open_state, take_run_lock
from pyupsync.workflows.photo_reports import about_photos
from pyupsync.workflows.photo_runs import without_userinfo

LOGGER = logging.getLogger("pyupsync")
Held = TypeVar("Held")
_PAUSE = 0.2
"""Seconds between two looks at whether the other run has ended."""


def watched(job: PhotoJob, events: EventStream, *, what_if: bool) -> EventStream:
    """The events of an export, logged and counted as the job asks for.

    A log or metrics that cannot be begun are told before anything else; one that cannot be written on is told by a
    message of level ``error``, and the run goes on without it.

    Raises:
        UsageError: One of them cannot be written.
    """
    settings = job.unattended
    with ExitStack() as stack:
        logs = [open_run_log(address, stack) for address in settings.log]
        file = open_metrics(settings.metrics) if settings.metrics and not what_if else None
        if not logs and not file:
            yield from events
            return
        least = run_log.SEVERITIES.index(settings.log_level)
        yield from _Watch(about_photos(job, "export", what_if=what_if), logs, least, file).passing(events)


def wait_turn(job: PhotoJob, stack: ExitStack) -> Generator[Event, bool | None, PhotoState | None]:
    """Take the lock and the state that one run at a time has, waiting for them as long as the job says.

    Raises:
        RunInProgress: Another run has one of them still.
        StateError: The state cannot be used.
    """
    settings = job.unattended
    until = time.monotonic() + settings.lock_wait
    if settings.lock:
        yield from waited(lambda: take_run_lock(settings.lock, stack), until)
    if not job.keeping.state:
        return None
    return (yield from waited(lambda: open_state(job.keeping.state, stack, writing=True), until))


def waited(take: Callable[[], Held], until: float) -> Generator[Event, bool | None, Held]:
    """What ``take`` gives, which another run may have until then; that it is waited for is told.

    Raises:
        RunInProgress: Another run has it still.
    """
    told = False
    while True:
        try:
            return take()
        except RunInProgress as error:
            if time.monotonic() >= until:
                raise
            if not told:
                yield Message("warning", f"{error.message} It is waited for.")
                told = True
        yield Progress("Waiting for another run", 0)
        time.sleep(_PAUSE)


@dataclass(slots=True)
class _Watch:
    """Logs and counts what passes by.

    Attributes:
        run: The run.
        logs: Where it is logged.
        least: The least severity that is.
        metrics: Where its metrics go.
        mark: What tells its entries from another run's.
        summary: What was counted.
    """

    run: AboutRun
    logs: list[RunLog]
    least: int
    metrics: MetricsFile | None
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    summary: Summary = field(default_factory=Summary)

    def passing(self, events: EventStream) -> EventStream:
        """Pass ``events`` on, and what is sent back to them."""
        yield from self._log(run_log.begun(self.run))
        try:
            yield from relayed(events, self._noted)
        except BaseException as error:
            for message in self._end(RunEnd.by(error)):
                LOGGER.warning("%s", message.text)  # nobody listens to events any more
            raise
        yield from self._end(RunEnd.by(None))

    def _noted(self, event: Event) -> Generator[Event, bool | None, bool | None]:
        self.summary.add(event)
        entry = run_log.entry_of(event)
        if entry:
            yield from self._log(entry)
        return (yield event)

    def _log(self, entry: LogEntry) -> Iterator[Message]:
        if run_log.SEVERITIES.index(entry.level) < self.least:
            return
        text, target = without_userinfo(entry.text), without_userinfo(entry.target)
        whole = replace(entry, job=self.run.job, run=self.mark, text=text, target=target)
        for log in list(self.logs):
            try:
                log.write(whole)
            except OSError as error:
                self.logs.remove(log)
                yield self._broken(f"The log {log.place} was not written on: {error.strerror or error}.")

    def _end(self, end: RunEnd) -> Iterator[Message]:
        code = end.exit_code(self.summary.exit_code)
        if self.metrics and not isinstance(end.error, RunInProgress):  # the other run's are not replaced
            try:
                last = metrics.LastRun(self.metrics.name, self.run, end, self.summary.counts, code)
                self.metrics.write(metrics.metrics_text(last, self.metrics.read()))
            except OSError as error:
                yield self._broken(f"The metrics were not written: {error.strerror}.")
        code = end.exit_code(self.summary.exit_code)
        yield from self._log(run_log.ended(end, self.summary.sentence, code))

    def _broken(self, text: str) -> Message:
        message = Message("error", text)
        self.summary.add(message)
        return message
