"""Where rights are read and changed."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from pyupsync.config import DirectorySettings, Login
from pyupsync.model.access import GrantRecord
from pyupsync.ports import AccessDirectory, AccessProbe
from pyupsync.wiring.address import split_address

if TYPE_CHECKING:
    from pyupsync.adapters.access.undo_file import UndoFile


def open_access(
    directory: DirectorySettings, timeout: float, stack: ExitStack
) -> tuple[AccessDirectory, AccessProbe | None]:
    """Open ``ldaps://…``, ``ldap+starttls://…`` or ``ldif:FILE``; ``stack`` closes it.

    Returns:
        The directory, and whom to ask what the account that logged on may do; a file cannot be asked.

    Raises:
        UsageError: An address in no known form.
        DirectoryError: Or one of its leaves.
    """
    scheme, rest = split_address(directory.address, "directory", ("ldaps", "ldap+starttls", "ldif"))
    if scheme == "ldif":
        from pyupsync.adapters.access.ldif import open_ldif_access

        opened = open_ldif_access(rest, directory.output)
        stack.callback(opened.close)
        return opened, None
    from pyupsync.adapters.access.ldap import open_ldap_access

    asked = open_ldap_access(directory.address, directory.login or Login(), directory.ca_file, timeout)
    stack.callback(asked.close)
    return asked, asked


def open_undo_file(path: str) -> UndoFile:
    """Where what is granted is kept before it is granted; a folder, or empty, means a new file in it."""
    from pyupsync.adapters.access.undo_file import UndoFile

    return UndoFile(path)


def read_undo_file(path: str) -> list[GrantRecord]:
    """What was granted, as that file keeps it."""
    from pyupsync.adapters.access.undo_file import read_undo

    return read_undo(path)
