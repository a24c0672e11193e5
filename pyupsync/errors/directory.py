"""The directory."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class DirectoryError(UpSyncError):
    """The directory failed."""

    code = "DirectoryFailed"


class DirectoryUnavailable(DirectoryError):
    """The directory was not reached, or the connection was lost."""

    code = "DirectoryUnavailable"


class DirectoryUntrusted(DirectoryError):
    """The directory's certificate is not trusted."""

    code = "DirectoryUntrusted"


class DirectoryLogonFailed(DirectoryError):
    """The directory refused the logon."""

    code = "DirectoryLogonFailed"


class DirectoryTooWeak(DirectoryError):
    """The directory wants a stronger logon (LDAP result 8, strongerAuthRequired)."""

    code = "DirectoryAuthTooWeak"


class DirectoryDenied(DirectoryError):
    """The account may not write here (LDAP result 50, insufficientAccessRights)."""

    code = "DirectoryAccessDenied"


class DirectoryRejected(DirectoryError):
    """The value breaks the schema (LDAP result 19 or 21)."""

    code = "DirectoryValueRejected"


class PersonNotFound(DirectoryError):
    """There is no such entry any more (LDAP result 32)."""

    code = "PersonNotFound"
