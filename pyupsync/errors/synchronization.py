"""The User Profile service's own synchronization with directories."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class SynchronizationError(UpSyncError):
    """The User Profile service application could not be asked, or did not do what it was asked for."""

    code = "SynchronizationFailed"


class ProfileServiceMissing(SynchronizationError):
    """The farm has no User Profile service application here, or it does not run."""

    code = "ProfileServiceMissing"


class ProfileServiceDenied(SynchronizationError):
    """The User Profile service application does not let the account this runs under in."""

    code = "ProfileServiceAccessDenied"


class ConnectionMissing(SynchronizationError):
    """The application has no connection of that name."""

    code = "ConnectionNotFound"


class ExportUnsupported(SynchronizationError):
    """The connection is one of Active Directory Import, which exports nothing."""

    code = "NoExportOnADImport"


class SynchronizationRunning(SynchronizationError):
    """A synchronization is running already."""

    code = "SynchronizationRunning"


class AlreadyMapped(SynchronizationError):
    """The very mapping is there by now: there is nothing left to do."""

    code = "AlreadyMapped"
