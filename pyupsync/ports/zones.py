"""A farm's own addresses, and the registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pyupsync.model import FarmUrl, RegistryValue, ServiceAccount


class FarmSites(Protocol):
    """A farm's own addresses and accounts. Used from one thread at a time."""

    def urls(self) -> Sequence[FarmUrl]:
        """Every address it answers to, as it is found: one that is said in two places comes twice.

        Central Administration's are left out.

        Raises:
            FarmError: The farm cannot be asked.
        """

    def accounts(self) -> Sequence[ServiceAccount]:
        """The accounts that User Profile services run under, the one that fetches pictures first.

        Raises:
            FarmError: The farm cannot be asked.
        """


class Registry(Protocol):
    """A Windows registry, or a part of one. Used from one thread at a time.

    Paths are separated by backslashes and begin with ``HKEY_CURRENT_USER``, ``HKEY_LOCAL_MACHINE`` or
    ``HKEY_USERS\\<SID>``. Keys and values are found in any case and keep the case and order they were written in.
    """

    def keys(self, path: str) -> Sequence[str] | None:
        """The names of the subkeys; None when there is no such key.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def values(self, path: str) -> Sequence[RegistryValue]:
        """The values of a key; none when there is no such key.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def write(self, path: str, value: RegistryValue) -> None:
        """Set one value; the key and its parents are made where they are missing.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def delete_value(self, path: str, name: str) -> None:
        """Delete one value; nothing happens when it is not there.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def delete_key(self, path: str) -> None:
        """Delete a key that holds neither subkeys nor values; nothing happens when it is not there or holds some.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def save(self) -> None:
        """Bring what was changed to where it is kept, all of it or nothing; until then it may be kept nowhere.

        Where that failed once nothing is saved any more.

        Raises:
            RegistryError: It could not be saved, now or before; what was there before is still there.
        """

    def close(self) -> None:
        """Save what was changed and give back what was opened; calling it twice does no harm.

        Raises:
            RegistryError: It could not be saved; what was there before is still there.
        """
