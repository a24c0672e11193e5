"""Rights in the directory: security descriptors, and changes to them."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class AccessError(UpSyncError):
    """Rights in the directory cannot be told or changed."""

    code = "AccessFailed"


class DescriptorUnreadable(AccessError):
    """What should be a security descriptor is none."""

    code = "DescriptorUnreadable"


class DescriptorChanged(AccessError):
    """Somebody else has changed a security descriptor since it was looked at."""

    code = "DescriptorChanged"


class DescriptorFull(AccessError):
    """An access control list takes no further entry: it may have 65,535 bytes."""

    code = "DescriptorFull"


class UndoUnusable(AccessError):
    """A file of rights that were granted cannot be read or written."""

    code = "AccessUndoUnusable"
