"""Run as a script by a Python that has hivex: reads and edits a hive, told so in lines of JSON.

A process of its own, because hivex comes with Debian's Python only, and because a broken hive may end it or keep it
busy for ever: then the process goes, and nothing else. It imports nothing of this package. Each line in is
``[operation, argument, ...]``, each line out ``[true, result]`` or ``[false, reason]``. Keys are found in any case by
Windows' rule, which hivex knows for ASCII only. The file that was opened is never written to.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from typing import Any

DEEPEST = 512
"""Levels of keys that Windows allows."""
LONGEST = 16344
"""Bytes of one value that a single cell may hold; hivex cannot write longer ones as Windows does."""


class Refused(Exception):
    """What was asked is not done; the message says why."""


def fold(name: str) -> str:
    """As in ``names.py``."""
    if name.isascii():
        return name.upper()
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


class Worker:
    """One hive: read as it is on the disk, edited in memory, committed to another file."""

    def __init__(self) -> None:
        self.hive: Any = None
        self.path = ""
        self.before: dict[tuple[str, ...], list[list[Any]]] = {}
        self.writing = False
        self.spoilt = False

    def open(self, path: str) -> None:
        """Open for reading."""
        self.hive, self.path = hivex.Hivex(path), path
        self.hive.root()

    def keys(self, parts: list[str]) -> list[str] | None:
        """Names of subkeys, None for no such key."""
        node = self.find(parts)
        return None if node is None else [self.hive.node_name(child) for child in self.hive.node_children(node)]

    def values(self, parts: list[str]) -> list[list[Any]]:
        """Name, type and bytes in hexadecimal of each value."""
        node = self.find(parts)
        return [] if node is None else [[name, number, data.hex()] for name, number, data in self.read(node)]

    def write(self, parts: list[str], name: str, number: int, data: str) -> None:
        """Set a value, making keys as needed."""
        if len(data) // 2 > LONGEST:
            raise Refused(f"a value of more than {LONGEST} bytes cannot be written to a hive file")
        missing = next((at for at in range(len(parts)) if self.find(parts[: at + 1]) is None), len(parts))
        odd = next((part for part in parts[missing:] if not part.isascii()), None)
        if odd is not None:
            # Windows finds a key by a hash of its name, which hivex gets wrong beyond ASCII.
            raise Refused(f"a key of the name {odd!r} cannot be made in a hive file: it is not in ASCII")
        self.edit()
        node = self.find(parts[:missing])
        for at in range(missing, len(parts)):
            node = self.hive.node_add_child(node, parts[at])
            self.before[tuple(map(fold, parts[: at + 1]))] = []
        values = self.read(node)
        at = next((at for at, value in enumerate(values) if fold(value[0]) == fold(name)), len(values))
        values[at : at + 1] = [(values[at][0] if at < len(values) else name, number, bytes.fromhex(data))]
        self.put(parts, node, values)

    def delete_value(self, parts: list[str], name: str) -> bool:
        """Delete a value; whether it was there."""
        node = self.find(parts)
        values = [] if node is None else self.read(node)
        left = [value for value in values if fold(value[0]) != fold(name)]
        if len(left) == len(values):
            return False
        self.edit()
        self.put(parts, self.find(parts), left)
        return True

    def delete_key(self, parts: list[str]) -> bool:
        """Delete a key with nothing in it; whether there was one."""
        node = self.find(parts)
        if node is None or self.hive.node_children(node) or self.hive.node_values(node):
            return False
        self.edit()
        self.hive.node_delete_child(self.find(parts))
        del self.before[tuple(map(fold, parts))]
        return True

    def commit(self, path: str) -> None:
        """Write to ``path``, and read there that all is as it should be: what was set, and everything else."""
        if self.spoilt:
            raise Refused("an edit of it failed before")
        self.hive.commit(path)
        self.hive = hivex.Hivex(path)
        after = self.everything()
        if after != self.before:
            odd = next(key for key in [*self.before, *after] if self.before.get(key) != after.get(key))
            raise Refused(f"the edited hive does not read back as it should (below {chr(92).join(odd)!r})")
        self.writing = False  # what is edited next is opened anew, where it was put meanwhile

    def edit(self) -> None:
        """Open for editing once, and remember all that is in it: with broken hives an edit may hit something else."""
        if not self.writing:
            self.before = self.everything()
            self.hive = hivex.Hivex(self.path, write=True)
            self.writing = True

    def put(self, parts: list[str], node: int | None, values: list[tuple[str, int, bytes]]) -> None:
        """All values of a key; hivex has no other way of deleting one."""
        if any(len(data) > LONGEST for _, _, data in values):
            raise Refused(f"the key holds a value of more than {LONGEST} bytes, which a hive file's edit would break")
        self.hive.node_set_values(node, [{"key": name, "t": number, "value": data} for name, number, data in values])
        self.before[tuple(map(fold, parts))] = [self.digest(*value) for value in values]

    def find(self, parts: list[str]) -> int | None:
        """The node of a key, None for no such key."""
        node: int | None = self.hive.root()
        for part in parts:
            node = None if node is None else self.child(node, part)
        return node

    def child(self, node: int, name: str) -> int | None:
        """The node of a subkey."""
        wanted = fold(name)
        return next((c for c in self.hive.node_children(node) if fold(self.hive.node_name(c)) == wanted), None)

    def read(self, node: int | None) -> list[tuple[str, int, bytes]]:
        """Name, type and data of each value."""
        return [(self.hive.value_key(value), *self.hive.value_value(value)) for value in self.hive.node_values(node)]

    def everything(self) -> dict[tuple[str, ...], list[list[Any]]]:
        """Every key, and its values in short."""
        found: dict[tuple[str, ...], list[list[Any]]] = {}
        seen = set()
        waiting: list[tuple[tuple[str, ...], int]] = [((), self.hive.root())]
        while waiting:
            path, node = waiting.pop()
            if node in seen or path in found or len(path) > DEEPEST:
                raise Refused(f"the hive is broken: a key stands in it twice (below {chr(92).join(path)!r})")
            seen.add(node)
            found[path] = [self.digest(*value) for value in self.read(node)]
            waiting += [((*path, fold(self.hive.node_name(child))), child) for child in self.hive.node_children(node)]
        return found

    def digest(self, name: str, number: int, data: bytes) -> list[Any]:
        """A value in short."""
        return [name, number, hashlib.sha256(data).hexdigest()]


def main() -> None:
    """Answer each line of standard input until it ends."""
    worker = Worker()
    for line in sys.stdin:
        operation, *arguments = json.loads(line)
        if operation == "open":
            worker = Worker()
        try:
            answer = [True, getattr(worker, operation)(*arguments)]
        except Exception as error:  # noqa: BLE001 - whatever it is, the other side must hear of it
            worker.spoilt = worker.spoilt or not isinstance(error, Refused)
            answer = [False, str(error) or type(error).__name__]
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    hivex: Any = importlib.import_module("hivex")
    main()
