"""Where events on refused certificates come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyupsync.model import LoggedEvent


class EventSource(Protocol):
    """A log, or an export of one. Reading twice gives the same events again."""

    def read(self) -> Iterator[LoggedEvent]:
        """Yield the events that may tell of a refused certificate, in the log's order; nothing is kept.

        Raises:
            EventsError: It cannot be read, or not on; what was yielded before stands.
        """
