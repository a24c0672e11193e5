"""A run as CSV: one line a person, for a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

from pyupsync.model import Change, Event, Facts, Outcome
from pyupsync.report import change_reason
from pyupsync.reporting.part import PartFile
from pyupsync.reporting.run import AboutRun, RunEnd

COLUMNS = (
    *("Account", "Status", "Code", "Reason", "Advice", "Person", "Action"),
    *("BeforeSha256", "BeforeBytes", "AfterSha256", "AfterBytes"),
)
"""As the properties of the PowerShell objects are named."""
# https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins so is a formula to a spreadsheet; an
# apostrophe before it makes it text. The wide forms are what some East Asian versions take for the same.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


class CsvReport:
    """One line for each outcome, for each change when planning; UTF-8 with a mark, which Excel wants to see."""

    def __init__(self, path: str, run: AboutRun) -> None:
        self.out = PartFile(path, encoding="utf-8-sig")
        self._planning = run.mode == "plan"
        self._writer = csv.writer(self.out.file, quoting=csv.QUOTE_ALL)
        self._writer.writerow(COLUMNS)

    def add(self, event: Event, _before: Callable[[], bytes | None]) -> None:
        """Write the line of an event that has one."""
        if isinstance(event, Outcome):
            self._write(event, event.status, event.code, event.reason, event.advice)
        elif isinstance(event, Change) and self._planning:
            self._write(event, "planned", "Planned", change_reason(event), "")

    def finish(self, _end: RunEnd) -> None:
        """Nothing comes after the lines."""

    def _write(self, event: Outcome | Change, *verdict: str) -> None:
        person = "" if event.target == event.subject else event.target  # then nobody was found for the account
        sides = (*_side(event.before), *_side(event.after))
        self._writer.writerow(map(safe_cell, (event.subject, *verdict, person, event.action, *sides)))


def _side(facts: Facts | None) -> tuple[str, str]:
    facts = facts or {}
    return str(facts.get("sha256", "")), str(facts.get("bytes", ""))


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
