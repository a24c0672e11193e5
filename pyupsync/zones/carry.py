"""One planned change, made in a registry."""

from __future__ import annotations

from pyupsync.errors import ZoneConflict, ZonesError
from pyupsync.model import Change, Facts, RegistryValue
from pyupsync.ports import Registry
from pyupsync.zones import steps
from pyupsync.zones.entries import INTRANET

RANGE = ":Range"


def make_change(registry: Registry, change: Change) -> None:
    """Make one change of `plan_sites` in ``registry``; what was written there since the plan is never overwritten.

    Removing takes the keys with it that hold nothing then, up to but not ``Domains``, ``EscDomains`` or ``Ranges``.

    Raises:
        ZoneConflict: The value is not what the plan found.
        ZonesError: The change is none of a plan for zones.
        RegistryError: The registry refused, or one of its leaves.
    """
    facts = change.after or change.before
    if change.area != steps.AREA or facts is None:
        raise ZonesError(f"{change.action!r} is no change of a zone map.", target=change.target)
    path, name, addresses = str(facts["path"]), str(facts["name"]), str(facts.get("range", ""))
    found = value_in(registry, path, name)
    there = steps.facts_of(path, found, addresses) if found else None
    if _said(there) != _said(change.before):
        raise ZoneConflict(
            f"{change.target} was changed after it was read.",
            target=change.target,
            advice="Plan again, and apply that.",
        )
    if change.after is None:
        _remove(registry, path, name)
        return
    if addresses and value_in(registry, path, RANGE) is None:
        registry.write(path, RegistryValue(RANGE, "REG_SZ", addresses))
    registry.write(path, RegistryValue(name, "REG_DWORD", INTRANET))


def value_in(registry: Registry, path: str, name: str) -> RegistryValue | None:
    """A key's value of that name, in any case; None when there is none."""
    return next((value for value in registry.values(path) if value.name.lower() == name.lower()), None)


def _said(facts: Facts | None) -> tuple[object, object] | None:
    return (facts["kind"], facts["data"]) if facts else None


def _remove(registry: Registry, path: str, name: str) -> None:
    registry.delete_value(path, name)
    left = {value.name for value in registry.values(path)}
    if left == {RANGE} and not registry.keys(path):
        registry.delete_value(path, RANGE)
    parent, tree = path, path.lower().partition("\\zonemap\\")[2].count("\\")
    for _ in range(tree):
        if registry.values(parent) or registry.keys(parent):
            return
        registry.delete_key(parent)
        parent = parent.rpartition("\\")[0]
