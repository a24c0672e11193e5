"""What starts an export by itself."""

from __future__ import annotations

from typing import Protocol


class Scheduler(Protocol):
    """Keeps definitions by name, and starts what they define."""

    def place(self, name: str) -> str:
        """Where a definition is, or would be."""
        ...

    def read(self, name: str) -> str | None:
        """A definition as it is; None for none.

        Raises:
            ScheduleError: It cannot be read.
        """
        ...

    def write(self, name: str, text: str) -> None:
        """Put a definition there, in place of the one of that name.

        Raises:
            ScheduleError: It cannot be put there.
        """
        ...

    def enabled(self, name: str) -> bool:
        """Whether it is started by itself."""
        ...

    def enable(self, name: str) -> None:
        """Let it be started by itself from now on.

        Raises:
            ScheduleError: The system refuses it.
        """
        ...
