"""``.reg`` texts made from nothing: what a run changes, and what puts back what it replaced."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from pyupsync.adapters.registry.names import fold, split
from pyupsync.adapters.registry.reg_spelling import spell_name, spell_value
from pyupsync.adapters.registry.typed import UTF16, checked
from pyupsync.errors import RegistryError
from pyupsync.model import RegistryValue

Setting: TypeAlias = tuple[str, str, "RegistryValue | None"]
"""A key's path, a value's name, and the value; None for none, which an import then deletes."""

_END = "\r\n"
_OWN_DEPTH = 7
r"""Parts of ``HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap``."""


def export_text(settings: Iterable[Setting], gone_keys: Sequence[str] = ()) -> bytes:
    r"""A file that sets and deletes values when it is imported.

    With the values that a run will write it is the run's changes; with those that were there before it undoes the run.

    Args:
        settings: In any order; those of one key are brought together.
        gone_keys: Keys that the import shall take away **with all below them**: for an undo, the keys that the run
            made. A key left empty would hide what its parent maps.

    Returns:
        UTF-16LE with byte order mark and CR LF, as Registry Editor exports.

    Raises:
        RegistryError: A path is none, a value's data is not of its kind, or a key that shall go is so high up that it
            cannot be a run's own.
    """
    keys: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    for path, name, value in settings:
        _, lines = keys.setdefault(tuple(map(fold, split(path))), (path, []))
        lines.append(f"{spell_name(name)}-" if value is None else spell_value(checked(value), _END))
    blocks = [
        "Windows Registry Editor Version 5.00",
        *(_END.join([f"[{path}]", *lines]) for path, lines in keys.values()),
    ]
    for path in gone_keys:
        _refuse_high(path)
    deepest_first = sorted(gone_keys, key=lambda path: -len(split(path)))
    text = "".join(f"{block}{_END}{_END}" for block in [*blocks, *(f"[-{path}]" for path in deepest_first)])
    return codecs.BOM_UTF16_LE + text.encode(UTF16, "surrogatepass")


def _refuse_high(path: str) -> None:
    r"""An import of ``[-HKEY_CURRENT_USER\Software]`` would take away everything that everybody set."""
    if len(split(path)) < _OWN_DEPTH:
        words = f"{path} holds what others set: no file is written that takes it away."
        raise RegistryError(words, target=path, advice="Export the account's registry as a whole, and use that file.")
