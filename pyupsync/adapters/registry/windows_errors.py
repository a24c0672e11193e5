"""Errors of the live registry in the tree of errors."""

from __future__ import annotations

from pyupsync.errors import RegistryDenied, RegistryError, RegistryUnreadable

# https://learn.microsoft.com/windows/win32/debug/system-error-codes
FILE_NOT_FOUND = 2
PATH_NOT_FOUND = 3
ACCESS_DENIED = 5
SHARING_VIOLATION = 32
NO_MORE_ITEMS = 259
BAD_DATABASE = 1009
NOT_REGISTRY_FILE = 1017
KEY_DELETED = 1018
PRIVILEGE_NOT_HELD = 1314
NOT_ALL_ASSIGNED = 1300
MISSING = {FILE_NOT_FOUND, PATH_NOT_FOUND, KEY_DELETED}

_ELEVATE = "Run it elevated, as a member of Administrators."


def number_of(error: OSError) -> int:
    """Windows' number of an error, 0 when it is none of Windows'."""
    return int(getattr(error, "winerror", 0) or 0)


def translate(error: OSError, what: str, target: str) -> RegistryError:
    """What an error means.

    Args:
        error: As ``winreg`` or ctypes raised it.
        what: What could not be done: ``HKEY_USERS\\… cannot be written``.
        target: The key or the file.
    """
    number = number_of(error)
    why = f"{(error.strerror or str(error)).rstrip('.')} (error {number})" if number else str(error)
    if number in {ACCESS_DENIED, PRIVILEGE_NOT_HELD, NOT_ALL_ASSIGNED}:
        return RegistryDenied(f"{what}: {why}.", target=target, advice=_ELEVATE)
    if number in {BAD_DATABASE, NOT_REGISTRY_FILE}:
        return RegistryUnreadable(f"{what}: {why}.", target=target, advice="Restore the file from a backup.")
    if number == SHARING_VIOLATION:
        advice = "The account is logging on or off, or another program has it loaded: try again in a minute."
        return RegistryError(f"{what}: {why}.", target=target, advice=advice)
    return RegistryError(f"{what}: {why}.", target=target)
