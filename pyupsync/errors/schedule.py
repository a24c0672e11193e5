"""What starts an export by itself."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class ScheduleError(UpSyncError):
    """systemd, or Windows' Task Scheduler, and what is defined there."""

    code = "ScheduleFailed"


class ScheduleNameTaken(ScheduleError):
    """Something else of that name is defined there."""

    code = "ScheduleNameTaken"
