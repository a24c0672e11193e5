"""What is wrong before anything begins."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class UsageError(UpSyncError):
    """The command line, the arguments or the configuration cannot be used."""

    code = "UsageInvalid"
    exit_code = 2


class CredentialError(UsageError):
    """A keytab, a password file or a ticket cannot be used."""

    code = "CredentialUnusable"
