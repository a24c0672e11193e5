"""A registry in memory, for tests of what only needs some registry: keys, values, any case, order kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyupsync.model import RegistryValue

Data = int | str | bytes | tuple[str, ...]


def value_of(name: str, data: Data) -> RegistryValue:
    """A value whose type is what its data usually has: a number REG_DWORD, text REG_SZ."""
    if isinstance(data, int):
        return RegistryValue(name, "REG_DWORD", data)
    if isinstance(data, str):
        return RegistryValue(name, "REG_SZ", data)
    return RegistryValue(name, "REG_BINARY" if isinstance(data, bytes) else "REG_MULTI_SZ", data)


class MemoryRegistry:
    """Every key by its path in lower case, with the path as it was written and its values."""

    def __init__(self, keys: Mapping[str, Mapping[str, Data]] | None = None) -> None:
        self.tree: dict[str, tuple[str, dict[str, RegistryValue]]] = {}
        self.writes = 0
        for path, values in (keys or {}).items():
            self.make(path)
            for name, data in values.items():
                self.write(path, value_of(name, data))
        self.writes = 0

    def make(self, path: str) -> None:
        """Make a key with its parents."""
        parent = path.rpartition("\\")[0]
        if parent and parent.lower() not in self.tree:
            self.make(parent)
        self.tree.setdefault(path.lower(), (path, {}))

    def keys(self, path: str) -> Sequence[str] | None:
        if path.lower() not in self.tree:
            return None
        above = (shown.rpartition("\\") for shown, _ in self.tree.values())
        return [name for parent, _, name in above if parent.lower() == path.lower()]

    def values(self, path: str) -> Sequence[RegistryValue]:
        return list(self.tree.get(path.lower(), ("", {}))[1].values())

    def write(self, path: str, value: RegistryValue) -> None:
        self.make(path)
        self.tree[path.lower()][1][value.name.lower()] = value
        self.writes += 1

    def delete_value(self, path: str, name: str) -> None:
        if self.tree.get(path.lower(), ("", {}))[1].pop(name.lower(), None):
            self.writes += 1

    def delete_key(self, path: str) -> None:
        if path.lower() in self.tree and not self.keys(path) and not self.values(path):
            del self.tree[path.lower()]
            self.writes += 1

    def save(self) -> None:
        """There is nowhere to save it."""

    def close(self) -> None:
        """There is nothing to save."""

    def shown(self) -> dict[str, dict[str, RegistryValue]]:
        """Everything in it, to compare by."""
        return {path: dict(values) for path, values in self.tree.values()}
