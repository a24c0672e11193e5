"""A run as a page: failures by cause, a contact sheet of what changed, and how many were left alone and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from pyupsync.model import Change, Event, Message, Outcome, Status
from pyupsync.page import Count, PageTable, TableRow, beginning, ending, grid, table, tone
from pyupsync.page.cards import escaped, tile
from pyupsync.reporting.beside import Beside, of_a_picture
from pyupsync.reporting.causes import Cause, Causes, title_of
from pyupsync.reporting.part import PartFile
from pyupsync.reporting.run import AboutRun, RunEnd, moment

TILES = 500
"""Changes shown with their pictures; the others are counted."""
PICTURES = 24_000_000
"""Bytes of pictures on the page at most: more of them make a browser slow."""
OPEN = 10
"""People listed without being unfolded."""


@dataclass(slots=True)
class _Sheet:
    """The contact sheet: its tiles lie aside until the page is put together."""

    spool: IO[str]
    waiting: dict[str, tuple[Change, bytes | None]] = field(default_factory=dict)
    shown: int = 0
    size: int = 0

    def take(self, change: Change, before: Callable[[], bytes | None]) -> None:
        """Keep a change and its pictures until it is known what became of it, as long as there is room."""
        if self.shown + len(self.waiting) < TILES and self.size < PICTURES:
            earlier = before() if change.before else None
            self.waiting[change.target] = (change, earlier)
            self.size += len(earlier or b"") + len(change.payload or b"")

    def show(self, target: str) -> None:
        """What was waiting has come to pass."""
        if taken := self.waiting.pop(target, None):
            change, earlier = taken
            self.spool.write(tile(change.subject or target, change, earlier))
            self.shown += 1

    def drop(self, target: str) -> None:
        """What was waiting has come to nothing."""
        if taken := self.waiting.pop(target, None):
            change, earlier = taken
            self.size -= len(earlier or b"") + len(change.payload or b"")


@dataclass(slots=True)
class _Left:
    """People left alone for one reason."""

    status: Status
    code: str
    example: str
    count: int = 0


class HtmlReport:
    """Gathers what the page shows; what it holds in memory is bounded, however many people there are."""

    def __init__(self, path: str, run: AboutRun) -> None:
        self.out = PartFile(path, errors="xmlcharrefreplace")
        self._run = run
        self._sheet = _Sheet(self.out.aside())
        self._causes = Causes()
        self._beside = Beside(run.mode == "plan", run.trying)
        self._left: dict[str, _Left] = {}
        self._remarks: list[str] = []
        self._changed = self._failed = 0

    def add(self, event: Event, before: Callable[[], bytes | None]) -> None:
        """Take an event in. ``before`` reads the picture that a change is about to replace."""
        self._beside.add(event)
        if isinstance(event, Change) and of_a_picture(event):
            self._sheet.take(event, before)
            if self._run.mode == "plan":
                self._came_to_pass(event.target)
        elif isinstance(event, Outcome):
            self._settle(event)
        elif isinstance(event, Message) and event.level != "verbose" and len(self._remarks) < TILES:
            self._remarks.append(event.text)

    def _settle(self, outcome: Outcome) -> None:
        if outcome.status == "applied" or outcome.code == "WhatIf":
            if of_a_picture(outcome):
                self._came_to_pass(outcome.target)
            return
        self._sheet.drop(outcome.target)
        if outcome.status == "failed":
            self._failed += 1
            self._causes.add(outcome)
        else:
            fresh = _Left(outcome.status, outcome.code, outcome.reason)
            self._left.setdefault(outcome.code, fresh).count += 1

    def _came_to_pass(self, target: str) -> None:
        self._changed += 1
        self._sheet.show(target)

    def finish(self, end: RunEnd) -> None:
        """Put the page together."""
        file = self.out.file
        lead = f"{self._beside.verdict} {_lead(self._run, end)}".strip()
        counts = [*self._counts(), *self._beside.counts()]
        file.writelines(beginning(self._run.title, lead, counts, self._facts(end)))
        file.writelines(_failures(self._causes.most_first(), self._failed, self._run.counted))
        file.writelines(self._beside.findings())
        file.writelines(self._beside.changes())
        if self._changed or not self._beside.any:
            file.writelines(self._changes())
        file.writelines(table(self._alone()) if self._left else ())
        file.writelines(ending())

    def _changes(self) -> Iterator[str]:
        """The contact sheet, from where it lies aside, piece by piece."""
        verb = "Would change" if self._run.trying else "Changed"
        yield f'<section id="changed" {tone("applied")}>\n<h2>{verb} ({_grouped(self._changed)})</h2>\n'
        if self._sheet.shown < self._changed:
            yield f'<p class="lead above">{_first(self._sheet.shown, self._changed)}</p>\n'
        elif not self._changed:
            yield f'<p class="lead">Nothing {"to change" if self._run.trying else "was changed"}.</p>\n'
        if self._sheet.shown:
            yield '<ul class="cards">\n'
            self._sheet.spool.seek(0)
            yield from iter(lambda: self._sheet.spool.read(1 << 16), "")
            yield "</ul>\n"
        yield "</section>\n"

    def _counts(self) -> list[Count]:
        what = "to change" if self._run.trying else "applied"
        counts = [
            Count("failed", _grouped(self._failed), "failed", "failed"),
            Count("changed", _grouped(self._changed), what, "applied"),
        ]
        names: tuple[Status, ...] = ("skipped", "unchanged")
        sums = {name: sum(left.count for left in self._left.values() if left.status == name) for name in names}
        counts += [Count("left", _grouped(sums[name]), name, name) for name in names if sums[name]]
        shown = counts if self._changed or not self._beside.any else [counts[0], *counts[2:]]
        return shown if self._failed else shown[1:]

    def _facts(self, end: RunEnd) -> dict[str, str]:
        started, ended = self._run.started, end.ended
        when = {"Started": moment(started), "Took": _duration((ended - started).total_seconds())}
        remarks = {"Remarks": " ".join(self._remarks)} if self._remarks else {}
        return {**when, **self._run.where, **remarks, "pyupsync": self._run.version}

    def _alone(self) -> PageTable:
        most = sorted(self._left.values(), key=lambda left: -left.count)
        rows = [TableRow((left.code, _grouped(left.count), left.status, left.example), left.status, 2) for left in most]
        columns = ("Code", self._run.counted[1].capitalize(), "Status", "Reason (of the first)")
        number = _grouped(sum(left.count for left in most))
        return PageTable("left", f"Left alone ({number})", columns, rows, (number, ""))


def _lead(run: AboutRun, end: RunEnd) -> str:
    what = run.leads[0] if run.trying else run.leads[1]
    if end.error:
        return f"The run broke off before everybody was seen. {end.error} {what}"
    if end.how == "stopped":
        return f"The run was stopped before everybody was seen. {what}"
    return what


def _failures(causes: list[Cause], number: int, counted: tuple[str, str]) -> Iterator[str]:
    if not causes:
        return
    yield f'<section class="failed" id="failed" {tone("failed")}>\n<h2>Failed ({_grouped(number)})</h2>\n'
    yield '<div class="causes">\n'
    for cause in causes:
        yield from _cause(cause, counted)
    yield "</div>\n</section>\n"


def _cause(cause: Cause, counted: tuple[str, str]) -> Iterator[str]:
    yield f'<article class="card">\n<div class="who"><h3>{escaped(title_of(cause.code))}</h3>'
    yield f'<span class="badge">{_grouped(cause.count)}</span></div>\n<p class="account">{escaped(cause.code)}</p>\n'
    if cause.advice:
        yield f'<p class="advice">{escaped(cause.advice)}</p>\n'
    shown = len(cause.people)
    who = _first(shown, cause.count) if shown < cause.count else f"{shown} {counted[shown != 1]}"
    yield f"<details{' open' if cause.count <= OPEN else ''}>\n<summary>{who}</summary>\n"
    own = not cause.advice and any(outcome.advice for outcome in cause.people)
    columns = ("Account", "Reason", *(("Advice",) if own else ()))
    rows = (
        TableRow((who.subject or who.target, who.reason, *((who.advice,) if own else ())), "failed")
        for who in cause.people
    )
    yield from grid(columns, rows)
    yield "</details>\n</article>\n"


def _first(shown: int, number: int) -> str:
    return f"The first {_grouped(shown)} of {_grouped(number)} are shown; a report as .csv or .json names all."


def _grouped(number: int) -> str:
    return f"{number:,}"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {whole % 60} s"
