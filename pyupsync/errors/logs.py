"""Logs of web servers."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class LogError(UpSyncError):
    """A log, or where logs should be."""

    code = "LogFailed"


class LogMissing(LogError):
    """There is no log there."""

    code = "LogMissing"


class LogUnreadable(LogError):
    """A log that cannot be opened, or is damaged."""

    code = "LogUnreadable"


class LogUnsupported(LogError):
    """A log in a format that is not read."""

    code = "LogUnsupported"
