"""Event logs and their exports."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class EventsError(UpSyncError):
    """A log or an export of one cannot be read, or not on from some place."""

    code = "EventsUnreadable"
