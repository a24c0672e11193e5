"""``.reg`` texts made from nothing: what a run changes, and what puts back what it replaced."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from pyupsync.adapters.registry.names import fold, split
from pyupsync.adapters.registry.reg_spelling import spell_name, spell_value
from pyupsync.adapters.registry.typed import UTF16, checked
from pyupsync.model import RegistryValue

Setting: TypeAlias = tuple[str, str, "RegistryValue | None"]
"""A key's path, a value's name, and the value; None for none, which an import then deletes."""

_END = "\r\n"


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
        RegistryError: A path is none, or a value's data is not of its kind.
    """
    keys: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    for path, name, value in settings:
        _, lines = keys.setdefault(tuple(map(fold, split(path))), (path, []))
        lines.append(f"{spell_name(name)}-" if value is None else spell_value(checked(value), _END))
    blocks = [
        "Windows Registry Editor Version 5.00",
        *(_END.join([f"[{path}]", *lines]) for path, lines in keys.values()),
    ]
    deepest_first = sorted(gone_keys, key=lambda path: -len(split(path)))
    text = "".join(f"{block}{_END}{_END}" for block in [*blocks, *(f"[-{path}]" for path in deepest_first)])
    return codecs.BOM_UTF16_LE + text.encode(UTF16, "surrogatepass")
