"""Files with events, each in whatever form it is."""

from __future__ import annotations

from collections.abc import Iterator

from pyupsync.adapters.events.csv_events import csv_events, separator_of
from pyupsync.adapters.events.opening import lines_of, opened_log
from pyupsync.adapters.events.text_events import text_events
from pyupsync.adapters.events.uls import is_uls, uls_events
from pyupsync.adapters.events.xml_events import xml_events
from pyupsync.model import LoggedEvent


class EventFile:
    """One file: event XML, a table, a log of SharePoint's, or text. Which it is, its first characters tell."""

    def __init__(self, path: str, event_id: str = "8311") -> None:
        self._path, self._wanted = path, event_id

    def read(self) -> Iterator[LoggedEvent]:
        """Yield the events as they are read.

        Raises:
            EventsError: It cannot be read, or not on.
        """
        with opened_log(self._path) as (text, head):
            if head.lstrip().startswith("<") and "<Event" in head:  # other XML and pages have it as text
                yield from xml_events(text, self._path, self._wanted)
            elif is_uls(head):
                yield from uls_events(lines_of(text), self._path, self._wanted)
            elif separator := separator_of(head):
                yield from csv_events(text, self._path, self._wanted, separator)
            else:
                yield from text_events(lines_of(text), self._path)
