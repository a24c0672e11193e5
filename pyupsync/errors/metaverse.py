"""Synchronization engines."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class MetaverseError(UpSyncError):
    """A synchronization engine's database, or a file it has written, cannot be read."""

    code = "MetaverseUnreadable"
