"""What a run's page shows beside pictures: other changes, findings, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyupsync.model import Change, Check, Event, Finding, FindingStatus, Outcome, Record, Status
from pyupsync.page import Count, PageTable, TableRow, table
from pyupsync.page.way import TONES, check_table
from pyupsync.report import change_reason

MOST = 500
"""Lines of one table; the others are counted."""
_TONE: Mapping[FindingStatus, Status] = {"error": "failed", "warning": "skipped", "info": "unchanged", "ok": "applied"}
_WORTH = ("error", "warning")


def of_a_picture(event: Change | Outcome) -> bool:
    """Whether it is about somebody's picture."""
    return event.area == "photos"


@dataclass(slots=True)
class Beside:
    """Gathers what is no picture's; what it holds is bounded.

    Attributes:
        planning: Changes count when they are planned, else when they were made.
        trying: Nothing is changed.
        changed: How many other changes there are.
        verdict: What the checks came to, in a sentence.
    """

    planning: bool
    trying: bool
    changed: int = 0
    verdict: str = ""
    _rows: list[TableRow] = field(default_factory=list)
    _findings: list[TableRow] = field(default_factory=list)
    _found: int = 0
    _checks: list[Check] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is something to show."""
        return bool(self.changed or self._found or self._checks)

    def add(self, event: Event) -> None:
        """Take an event in, where it is one that is shown here."""
        if isinstance(event, Change) and self.planning and not of_a_picture(event):
            self._change(event, change_reason(event))
        elif isinstance(event, Outcome) and not of_a_picture(event) and _done(event):
            self._change(event, event.action)
        elif isinstance(event, Finding) and event.status in _WORTH:
            self._find(event)
        elif isinstance(event, Check):
            self._checks.append(event)
        elif isinstance(event, Record) and event.kind == "verdict":
            self.verdict = str(event.facts.get("sentence", ""))

    def counts(self) -> Iterator[Count]:
        """Numbers for the top of the page."""
        if self.changed:
            yield Count("settings", f"{self.changed:,}", "settings to change" if self.trying else "settings", "applied")
        if self._found:
            yield Count("findings", f"{self._found:,}", "finding" if self._found == 1 else "findings", "failed")
        broken = sum(check.status == "fail" for check in self._checks)
        if self._checks:
            words = ("checks failed", TONES["fail"]) if broken else ("checks, none failed", TONES["pass"])
            yield Count("way", str(broken or len(self._checks)), *words)

    def changes(self) -> Iterator[str]:
        """The other changes, as a table."""
        if self._rows:
            verb = "Settings to change" if self.trying else "Settings changed"
            columns = ("About", "What", "Where")
            number = f"{self.changed:,}"
            yield from table(PageTable("settings", f"{verb} ({number})", columns, self._rows, (number, "")))

    def findings(self) -> Iterator[str]:
        """What was found, with what mends it; then the checks."""
        if self._findings:
            columns = ("About", "Status", "What is", "What helps")
            number = f"{self._found:,}"
            more = f"The first {MOST} are shown." if self._found > MOST else ""
            yield from table(PageTable("findings", f"Findings ({number})", columns, self._findings, (number, ""), more))
        if self._checks:
            yield from check_table(self._checks)

    def _change(self, event: Change | Outcome, what: str) -> None:
        self.changed += 1
        if len(self._rows) < MOST:
            cells = (event.subject or event.target, f"{event.area}: {what}", event.target)
            self._rows.append(TableRow(cells, "applied", 1))

    def _find(self, finding: Finding) -> None:
        self._found += 1
        if len(self._findings) < MOST:
            area = str((finding.facts or {}).get("area", ""))
            status = f"{area}: {finding.status}" if area else finding.status
            cells = (finding.subject, status, finding.actual, finding.advice)
            self._findings.append(TableRow(cells, _TONE[finding.status], 1))


def _done(outcome: Outcome) -> bool:
    return outcome.status == "applied" or outcome.code == "WhatIf"
