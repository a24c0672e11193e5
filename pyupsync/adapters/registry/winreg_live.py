"""The live registry, through the standard library's ``winreg``."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeVar

from pyupsync.adapters.registry.names import fold, split
from pyupsync.adapters.registry.profiles import Profile
from pyupsync.adapters.registry.typed import KINDS, NUMBERS, checked, same
from pyupsync.adapters.registry.windows_errors import MISSING, NO_MORE_ITEMS, number_of, translate
from pyupsync.errors import RegistryError, UsageError
from pyupsync.model import RegistryValue

T = TypeVar("T")
_ROOTS = ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE", "HKEY_USERS")


class LiveRegistry:
    r"""The ``Registry`` of this computer. Changes are made at once.

    Args:
        sid: An account whose settings are meant, found below ``HKEY_USERS\<sid>``; its profile is loaded where it is
            not, and unloaded by ``close``. Empty for none.

    Raises:
        UsageError: This is not Windows.
        ServiceProfileMissing: The account has no profile on this computer.
        RegistryDenied: Loading a profile needs an elevated process.
        RegistryError: It cannot be loaded.
    """

    def __init__(self, sid: str = "") -> None:
        try:
            self._winreg: Any = importlib.import_module("winreg")
        except ImportError as error:
            advice = "Name a file instead: hive:NTUSER.DAT or reg:FILE."
            raise UsageError("There is no live registry here: this is not Windows.", advice=advice) from error
        self._profile = Profile(self._winreg, sid) if sid else None
        self._sid = sid

    def keys(self, path: str) -> Sequence[str] | None:
        """The names of the subkeys; None when there is no such key."""
        winreg = self._winreg
        return self._read(path, lambda key: self._all(lambda at: str(winreg.EnumKey(key, at))), missing=None)

    def values(self, path: str) -> Sequence[RegistryValue]:
        """The values of a key; none when there is no such key."""
        winreg = self._winreg
        return self._read(path, lambda key: self._all(lambda at: _value(*winreg.EnumValue(key, at))), missing=()) or ()

    def write(self, path: str, value: RegistryValue) -> None:
        """Set one value; where it is set already nothing is written."""
        winreg = self._winreg
        data = _native(checked(value))
        if any(same(value, old) for old in self.values(path)):
            return
        root, below = self._place(path)
        if not below:
            raise RegistryError(f"Nothing is written to {path} itself.", target=path, advice="Write to a key below it.")
        try:
            with winreg.CreateKeyEx(root, below, 0, self._access(winreg.KEY_SET_VALUE)) as key:
                winreg.SetValueEx(key, value.name, 0, NUMBERS[value.kind], data)
        except OSError as error:
            raise translate(error, f"{path} cannot be written", path) from error

    def delete_value(self, path: str, name: str) -> None:
        """Delete one value; nothing happens when it is not there."""
        root, below = self._place(path)
        winreg = self._winreg
        try:
            with winreg.OpenKeyEx(root, below, 0, self._access(winreg.KEY_SET_VALUE)) as key:
                winreg.DeleteValue(key, name)
        except OSError as error:
            if number_of(error) not in MISSING:
                raise translate(error, f"{path} cannot be written", path) from error

    def delete_key(self, path: str) -> None:
        """Delete a key that holds neither subkeys nor values; nothing happens otherwise."""
        root, below = self._place(path)
        if not below or self.keys(path) or self.values(path):
            return
        try:
            self._winreg.DeleteKeyEx(root, below, self._access(0), 0)
        except OSError as error:
            if number_of(error) not in MISSING:
                raise translate(error, f"{path} cannot be deleted", path) from error

    def save(self) -> None:
        """What is written is kept at once."""

    def close(self) -> None:
        """Unload the profile if it was loaded; calling it twice does no harm."""
        if self._profile is not None:
            self._profile.close()

    def _read(self, path: str, read: Callable[[Any], T], missing: T | None) -> T | None:
        root, below = self._place(path)
        try:
            with self._winreg.OpenKeyEx(root, below, 0, self._access(self._winreg.KEY_READ)) as key:
                return read(key)
        except OSError as error:
            if number_of(error) in MISSING:
                return missing
            raise translate(error, f"{path} cannot be read", path) from error

    def _all(self, item: Callable[[int], T]) -> Sequence[T]:
        found: list[T] = []
        for at in count():
            try:
                found.append(item(at))
            except OSError as error:
                if number_of(error) != NO_MORE_ITEMS:
                    raise
                break
        return found

    def _place(self, path: str) -> tuple[Any, str]:
        root, *parts = split(path)
        if root.upper() not in _ROOTS:
            raise RegistryError(f"{path} is in no part of the registry that is used.", target=path)
        if root.upper() == "HKEY_USERS" and parts and self._profile and fold(parts[0]) == fold(self._sid):
            parts[0] = self._profile.name
        return getattr(self._winreg, root.upper()), "\\".join(parts)

    def _access(self, rights: int) -> int:
        """The 64-bit registry, also for a Python of 32 bits."""
        return rights | int(self._winreg.KEY_WOW64_64KEY)


def _value(name: str, data: Any, number: int) -> RegistryValue:  # noqa: ANN401 - whatever winreg makes of it
    kind = KINDS.get(number, "REG_BINARY")
    if isinstance(data, list):
        return RegistryValue(name, kind, tuple(data))
    return RegistryValue(name, kind, data if data is not None else ("" if kind.endswith("_SZ") else b""))


def _native(value: RegistryValue) -> object:
    return list(value.data) if isinstance(value.data, tuple) else value.data
