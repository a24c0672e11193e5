"""Events as a table: Event Viewer's CSV and tab-delimited text, PowerShell's Export-Csv.

Event Viewer writes the columns Level, Date and Time, Source, Event ID, Task Category, in the system's language, and the
message in one column more that has no name. So an event's row is one with its id in a cell of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import IO

from pyupsync.errors import EventsError
from pyupsync.model import LoggedEvent

_DATE = re.compile(r"\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*\d:\d\d", re.DOTALL)
_HEADING = re.compile(r'(?:"[^"\n=]{0,80}"|[^"\n=:]{0,80})')


def separator_of(head: str) -> str:
    """What parts the cells of a table; empty where a text is none."""
    first = next((line for line in head.splitlines() if line.strip() and not line.startswith("#TYPE")), "")
    for separator in (",", "\t", ";"):
        cells = first.split(separator)
        if len(cells) < 5:
            continue
        headed = all(_HEADING.fullmatch(cell) for cell in cells)
        if headed or any(re.fullmatch(r'"?\d{1,5}"?', cell) for cell in cells[:6]):
            return separator
    return ""


def csv_events(text: IO[str], name: str, wanted: str, separator: str) -> Iterator[LoggedEvent]:
    """Yield the events with the id ``wanted`` out of a table.

    Raises:
        EventsError: It goes on as no table does.
    """
    # A NUL ends a table for Python 3.10; a message has none.
    rows = csv.reader((line.replace("\0", "") for line in text), delimiter=separator)
    try:
        for cells in rows:
            if wanted in (cell.strip() for cell in cells):
                when = next((cell for cell in cells if len(cell) < 64 and _DATE.match(cell)), "")
                yield LoggedEvent(max(cells, key=len), f"{name}, line {rows.line_num}", when.strip())
    except csv.Error as error:
        said = f"{name} is no table from line {rows.line_num} on: {error}."
        raise EventsError(said, target=name, advice="Export it again, or save it as XML.") from error
