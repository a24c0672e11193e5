"""A write whose end is known at once."""

from __future__ import annotations

from collections.abc import Callable

from pyupsync.errors import UpSyncError


class SettledWrite:
    """A ``ports.PendingWrite`` that was made, or refused, when it was handed over."""

    def __init__(self, error: UpSyncError | None = None) -> None:
        self._error = error

    @classmethod
    def by(cls, write: Callable[[], None]) -> SettledWrite:
        """Write, and keep what it raised."""
        try:
            write()
        except UpSyncError as error:
            return cls(error)
        return cls()

    def wait(self, seconds: float) -> bool:  # noqa: ARG002 - there is nothing to wait for
        """It is settled."""
        return True

    def result(self) -> None:
        """Return, or raise what was raised."""
        if self._error is not None:
            raise self._error

    def cancel(self) -> bool:
        """It is too late."""
        return False
