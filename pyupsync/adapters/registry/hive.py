"""A user's registry in a hive file (NTUSER.DAT): for an account that is not logged on, and without Windows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyupsync.adapters.registry.hive_header import check_header
from pyupsync.adapters.registry.hive_talk import HiveTalk
from pyupsync.adapters.registry.names import below
from pyupsync.adapters.registry.saving import read_file, replacing
from pyupsync.adapters.registry.typed import NUMBERS, checked, pack, same, unpack
from pyupsync.errors import RegistryError
from pyupsync.model import RegistryValue

_OWN = "HKEY_CURRENT_USER"


class HiveRegistry:
    r"""The ``Registry`` of one user: ``HKEY_CURRENT_USER`` and ``HKEY_USERS\<any SID>`` are the root of the hive.

    Nothing is written before ``save`` or ``close``, and nothing at all where no value changes, since a hive only ever
    grows. The edited hive is read back as a whole before it takes the place of the old one.

    Args:
        path: The file.
        timeout: Seconds to wait for each thing asked of it.

    Raises:
        HiveDirty: It was not closed; its logs hold what is not in it yet.
        RegistryUnreadable: There is no such file, or it is no hive, or a broken one.
        RegistryDenied: No right to read it.
        UsageError: There is no hivex here.
    """

    def __init__(self, path: str, timeout: float = 120.0) -> None:
        self._path = Path(path)
        self._before = read_file(self._path, "hive")
        check_header(self._path, self._before)
        self._talk = HiveTalk(self._path, timeout)
        self._changed = False
        self._closed = False
        self._failure: RegistryError | None = None

    def keys(self, path: str) -> Sequence[str] | None:
        """The names of the subkeys, in the order of their names; None when there is no such key."""
        parts = _inside(path)
        found: list[str] | None = None if parts is None else self._talk.ask("keys", parts)
        return found

    def values(self, path: str) -> Sequence[RegistryValue]:
        """The values of a key; none when there is no such key."""
        parts = _inside(path)
        found = [] if parts is None else self._talk.ask("values", parts)
        return [unpack(name, number, bytes.fromhex(data)) for name, number, data in found]

    def write(self, path: str, value: RegistryValue) -> None:
        """Set one value; where it is set already nothing is written."""
        parts = _inside(path)
        if not parts:
            raise RegistryError(
                f"The hive {self._path} holds one user's registry only; {path} is not in it, or is all of it.",
                target=path,
                advice=f"Write below {_OWN}.",
            )
        if not any(same(value, old) for old in self.values(path)):
            data = pack(checked(value)).hex()
            self._talk.ask("write", parts, value.name, NUMBERS[value.kind], data)
            self._changed = True

    def delete_value(self, path: str, name: str) -> None:
        """Delete one value; nothing happens when it is not there."""
        self._edit("delete_value", path, name)

    def delete_key(self, path: str) -> None:
        """Delete a key that holds neither subkeys nor values; nothing happens otherwise."""
        self._edit("delete_key", path)

    def save(self) -> None:
        """Save the hive if anything was changed."""
        if self._failure:
            raise self._failure
        if not self._changed:
            return
        try:
            self._save()
        except RegistryError as error:
            self._failure = error
            raise
        self._changed = False

    def close(self) -> None:
        """Save the hive unless that failed before; calling it twice does no harm."""
        if self._closed:
            return
        self._closed = True
        try:
            if not self._failure:
                self.save()
        finally:
            self._talk.close()

    def _edit(self, operation: str, path: str, *arguments: object) -> None:
        parts = _inside(path)
        if parts and self._talk.ask(operation, parts, *arguments):
            self._changed = True

    def _save(self) -> None:
        with replacing(self._path) as part:
            self._talk.ask("commit", str(part.path))
            after = part.path.read_bytes()
            check_header(part.path, after)
            part.put(self._before)
        self._before = after


def _inside(path: str) -> list[str] | None:
    """The parts of a path below the hive's root; None for what is no part of a user's registry."""
    root, parts = below(path)
    own = root == _OWN or root.startswith("HKEY_USERS\\")
    return list(parts) if own else None
