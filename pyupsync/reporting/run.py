"""What a report says of the run itself: what, when, where, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Literal

from pyupsync.errors import UpSyncError
from pyupsync.report import Mode

How = Literal["complete", "stopped", "failed"]
"""Whether a run came to its end, was stopped by somebody, or ended in an error."""


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class AboutRun:
    """A run that begins.

    Attributes:
        job: Its name: ``photos.export``.
        title: The same for people.
        mode: ``plan``, or ``apply`` for one that makes changes.
        what_if: Changes are told and not made.
        where: Names and values: sources, rules; nothing secret.
        version: Of pyupsync.
        leads: What a page says of it at the top, where nothing is changed and where something is.
        counted: What an outcome is about: one, and several.
        started: When, in UTC.
    """

    job: str
    title: str
    mode: Mode
    what_if: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    leads: tuple[str, str] = (
        "What an export would change; nothing was changed.",
        "What became of everybody's picture.",
    )
    counted: tuple[str, str] = ("person", "people")
    started: datetime = field(default_factory=_now)

    @property
    def trying(self) -> bool:
        """Nothing is changed by it."""
        return self.mode == "plan" or self.what_if


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended, and when (UTC); ``error`` is what broke it off."""

    how: How
    error: UpSyncError | None = None
    ended: datetime = field(default_factory=_now)

    @classmethod
    def by(cls, error: BaseException | None) -> RunEnd:
        """The end of a run that this was raised in; None is a good end."""
        if error is None:
            return cls("complete")
        if isinstance(error, UpSyncError):
            return cls("failed", error)
        if isinstance(error, Exception):
            return cls("failed", UpSyncError(f"Something unforeseen: {type(error).__name__}: {error}."))
        return cls("stopped")  # Ctrl-C, or whoever listened has gone

    def exit_code(self, regular: int) -> int:
        """What the command line exits with; ``regular`` at a good end."""
        if self.how == "stopped":
            return 130
        return self.error.exit_code if self.error else regular


def moment(when: datetime) -> str:
    """A time as people here read it, with its distance from UTC."""
    return when.astimezone().isoformat(" ", "seconds")
