"""What a SharePoint farm says of itself."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class FarmError(UpSyncError):
    """The farm cannot be asked, or a file that holds what it says cannot be used."""

    code = "FarmFailed"
