"""What a run writes, and what was there before it: for a ``.reg`` file to import, and one to undo it with."""

from __future__ import annotations

from collections.abc import Iterable

from pyupsync.model import Change, RegistrySetting, RegistryValue
from pyupsync.ports import Registry
from pyupsync.zones.carry import RANGE, value_in
from pyupsync.zones.entries import INTRANET

_INSIDE = "\\zonemap\\"
_MAP = "\\zonemap\\"


def settings_after(changes: Iterable[Change]) -> list[RegistrySetting]:
    """What the changes make of the registry."""
    settings: list[RegistrySetting] = []
    for change in changes:
        path, name, addresses = _where(change)
        if change.after is None:
            settings.append((path, name, None))
            continue
        if addresses:
            settings.append((path, RANGE, RegistryValue(RANGE, "REG_SZ", addresses)))
        settings.append((path, name, RegistryValue(name, "REG_DWORD", INTRANET)))
    return list(dict.fromkeys(settings))


def settings_before(registry: Registry, changes: Iterable[Change]) -> tuple[list[RegistrySetting], list[str]]:
    """What the registry says now where the changes will write, and the keys that they will make."""
    settings: dict[tuple[str, str], RegistrySetting] = {}
    made: dict[str, None] = {}
    for change in changes:
        path, name, addresses = _where(change)
        new = _topmost_missing(registry, path)
        if new:
            made[new] = None
            continue
        for wanted in (name, RANGE) if addresses else (name,):
            settings[path, wanted] = (path, wanted, value_in(registry, path, wanted))
    return list(settings.values()), list(made)


def _where(change: Change) -> tuple[str, str, str]:
    facts = change.after or change.before or {}
    return str(facts["path"]), str(facts["name"]), str(facts.get("range", ""))


def _topmost_missing(registry: Registry, path: str) -> str:
    """The highest key on the way to ``path`` that is not there; empty when ``path`` is.

    ``Domains``, ``EscDomains`` and ``Ranges`` themselves hold what others set: an undo never takes them away.
    """
    missing = ""
    while path.lower().partition(_MAP)[2].count("\\") and registry.keys(path) is None:
        missing, path = path, path.rpartition("\\")[0]
    return missing
