"""SharePoint's own logs (ULS): nine columns between tabs, long messages in several lines.

    Timestamp  Process  TID  Area  Category  EventID  Level  Message  Correlation

A message of more than 800 characters goes on in lines whose time has an asterisk; they need not follow each other, the
process and the thread tell whose they are (https://learn.microsoft.com/previous-versions/office/developer/
sharepoint-services/aa979595(v=office.12)). A part that goes on ends in ``...``, and what goes on begins with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyupsync.model import LoggedEvent

_COLUMNS = 8
_MORE = "..."
_TAB = "\t"
MAX_OPEN = 1000
"""Messages that wait for their next part at most; the oldest ends first."""
MAX_MESSAGE = 65_536


def is_uls(head: str) -> bool:
    """Whether a text begins as such a log does."""
    first = next((line for line in head.splitlines() if line.strip()), "")
    cells = first.split("\t")
    return len(cells) >= _COLUMNS and (cells[0].strip() == "Timestamp" or "(0x" in cells[1])


@dataclass(slots=True)
class _Open:
    time: str
    origin: str
    text: str


def uls_events(lines: Iterable[str], name: str, wanted: str) -> Iterator[LoggedEvent]:
    """Yield the events with the id ``wanted``, each with its message put together."""
    waiting: dict[tuple[str, str], _Open] = {}
    for number, cells in _rows(lines, wanted):
        time, whose, text = cells[0].strip(), (cells[1].strip(), cells[2].strip()), cells[7].strip()
        before = waiting.pop(whose, None)
        if before and time.endswith("*"):
            before.text = (before.text.removesuffix(_MORE) + text.removeprefix(_MORE))[:MAX_MESSAGE]
        else:
            if before:
                yield _closed(before)
            before = _Open(time.rstrip("*"), f"{name}, line {number}", text)
        if not text.endswith(_MORE):
            yield _closed(before)
            continue
        waiting[whose] = before
        if len(waiting) > MAX_OPEN:
            yield _closed(waiting.pop(next(iter(waiting))))
    yield from map(_closed, waiting.values())


def _rows(lines: Iterable[str], wanted: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the id ``wanted``; a log that was merged may have a message's own line ends in it."""
    row: tuple[int, list[str]] | None = None
    for number, line in enumerate(lines, start=1):
        if row and line.count("\t") < _COLUMNS - 1:
            row[1][7] = f"{row[1][7]}\n{line.partition(_TAB)[0]}"[:MAX_MESSAGE]
            continue
        if row:
            yield row
            row = None
        cells = line.split("\t") if wanted in line else []
        if len(cells) >= _COLUMNS and cells[5].strip() == wanted:
            row = (number, cells)
    if row:
        yield row


def _closed(message: _Open) -> LoggedEvent:
    return LoggedEvent(message.text, message.origin, message.time)
