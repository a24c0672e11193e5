"""Moments as the journal writes them: UTC, ISO 8601, to the microsecond, so that their text sorts as they do."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> str:
    """This moment."""
    return moment(datetime.now(timezone.utc))


def moment(when: datetime) -> str:
    """A moment in UTC."""
    return when.isoformat(timespec="microseconds").replace("+00:00", "Z")
