"""What a run that nobody watches is told in."""

from __future__ import annotations

from typing import Protocol

from pyupsync.model import LogEntry


class RunLog(Protocol):
    """Takes the entries of a run as they come."""

    @property
    def place(self) -> str:
        """Where they go, for messages."""
        ...

    def write(self, entry: LogEntry) -> None:
        """Keep an entry: as a whole, whenever the process ends.

        Raises:
            OSError: It cannot be kept.
        """
        ...

    def close(self) -> None:
        """Give back what is open; calling it twice does no harm."""
        ...


class MetricsFile(Protocol):
    """What monitoring reads of the last run."""

    @property
    def name(self) -> str:
        """What tells it from others beside it."""
        ...

    def read(self) -> str:
        """What the run before left; empty for nothing."""
        ...

    def write(self, text: str) -> None:
        """Put this in its place: as a whole or not at all.

        Raises:
            OSError: It cannot be written.
        """
        ...
