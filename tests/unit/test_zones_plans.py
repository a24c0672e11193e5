"""Plans for zones as JSON tables; every plan is also applied, planned again, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.errors import ZoneConflict, ZonesError
from pyupsync.model import Change, Plan, RegistryValue
from pyupsync.zones import steps
from pyupsync.zones.carry import make_change
from pyupsync.zones.entries import list_entries
from pyupsync.zones.findings import hidden_by
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import resolve
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import POLICIES, SETTINGS, read_snapshot
from tests.standins.registry import MemoryRegistry

FOLDER = Path(__file__).resolve().parents[1] / "plans" / "zones"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
SID = "HKEY_USERS\\S-1-5-21-1-2-3-1105"
ROOTS = {
    "account": "HKEY_CURRENT_USER\\" + SETTINGS + "\\ZoneMap",
    "machine": "HKEY_LOCAL_MACHINE\\" + SETTINGS + "\\ZoneMap",
    "userPolicy": "HKEY_CURRENT_USER\\" + POLICIES,
    "machinePolicy": "HKEY_LOCAL_MACHINE\\" + POLICIES,
}
ACTIONS = {"add": steps.ADD, "remove": steps.REMOVE}
ALLOWED = {"title", *ROOTS, "wanted", "absent", "force", "changes", "outcomes", "advice", "findings"}


def registry_of(case: dict[str, Any], user_root: str = "HKEY_CURRENT_USER") -> MemoryRegistry:
    """A registry whose trees are there, as in every profile, with the case's keys in them."""
    registry = MemoryRegistry()
    for tree in ("Domains", "EscDomains", "Ranges", "ProtocolDefaults"):
        if not any(path.lower().startswith(tree.lower()) for path in case.get("account", {})):
            registry.make(f"{ROOTS['account']}\\{tree}".replace("HKEY_CURRENT_USER", user_root))
    for where, root in ROOTS.items():
        for path, values in case.get(where, {}).items():
            full = f"{root}\\{path}".rstrip("\\").replace("HKEY_CURRENT_USER", user_root)
            added = MemoryRegistry({full: values})
            for shown, entries in added.tree.values():
                registry.make(shown)
                registry.tree[shown.lower()][1].update(entries)
    return registry


def plan_of(case: dict[str, Any], registry: MemoryRegistry, user_root: str = "HKEY_CURRENT_USER") -> Plan:
    wanted = [place_of(url) for url in case.get("wanted", ())]
    absent = [place_of(url) for url in case.get("absent", ())]
    return plan_sites(wanted, read_snapshot(registry, user_root), force=case.get("force", False), absent=absent)


def short(target: str) -> str:
    return target.replace(f"{ROOTS['account']}\\", "")


@pytest.mark.parametrize("case", CASES)
def test_the_plan_is_the_table_s(case: dict[str, Any]) -> None:
    assert set(case) <= ALLOWED
    registry = registry_of(case)
    plan = plan_of(case, registry)
    assert [[change.action, short(change.target)] for change in plan.changes] == [
        [ACTIONS[action], target] for action, target in case["changes"]
    ]
    assert [[item.status, item.code, short(item.target)] for item in plan.outcomes] == case["outcomes"]
    for item in plan.outcomes:
        assert item.reason
        assert item.advice or item.status != "failed"
        assert all(words in item.advice for words in case.get("advice", ()))
    assert registry.writes == 0


@pytest.mark.parametrize("case", [case for case in CASES if "findings" in case.values[0]])
def test_what_a_new_subkey_hides_is_said(case: dict[str, Any]) -> None:
    snapshot = read_snapshot(registry_of(case), "HKEY_CURRENT_USER")
    wanted = [place_of(url) for url in case["wanted"]]
    found = hidden_by(plan_sites(wanted, snapshot, force=case.get("force", False)), wanted, snapshot)
    assert [[item.check, item.subject] for item in found] == [finding[:2] for finding in case["findings"]]
    assert all(words in item.advice for item, (_, _, words) in zip(found, case["findings"], strict=True))


@pytest.mark.parametrize("user_root", ["HKEY_CURRENT_USER", SID])
@pytest.mark.parametrize("case", CASES)
def test_applied_once_it_is_done(case: dict[str, Any], user_root: str) -> None:
    """The second plan has no changes, what failed fails again, and what was asked for is so; the rest is untouched."""
    registry = registry_of(case, user_root)
    before = registry.shown()
    plan = plan_of(case, registry, user_root)
    for change in plan.changes:
        assert change.target.startswith(f"{user_root}\\")
        make_change(registry, change)
    again = plan_of(case, registry, user_root)
    assert again.changes == ()
    failed = {item.subject for item in plan.outcomes if item.status == "failed"}
    assert {item.subject for item in again.outcomes if item.status == "failed"} == failed
    snapshot = read_snapshot(registry, user_root)
    for change in plan.changes:
        if change.action == steps.ADD and "EscDomains" not in change.target and snapshot.esc == "off":
            answer = resolve(snapshot, change.subject)
            assert (answer.zone, answer.deciding) == (1, change.target)
    touched = {change.target.lower() for change in plan.changes}
    for path, values in before.items():
        for name, value in values.items():
            if f"{path}\\{name}".lower() not in touched and name != ":range":
                assert registry.shown()[path][name] == value


@pytest.mark.parametrize("case", [case for case in CASES if case.id and "empty key" not in case.id])
def test_taken_back_everything_is_as_it_was(case: dict[str, Any]) -> None:
    """Removing what was added leaves the very same keys and values, where nothing else stood in its place."""
    registry = registry_of(case)
    added = [change for change in plan_of(case, registry).changes if change.action == steps.ADD and not change.before]
    before = registry.shown()
    for change in added:
        make_change(registry, change)
    for change in plan_sites([], read_snapshot(registry, "HKEY_CURRENT_USER"), absent=_sites(added)).changes:
        if change.target in {one.target for one in added}:
            make_change(registry, change)
    assert registry.shown() == before


def _sites(changes: list[Change]) -> list[Any]:
    return [place_of(change.subject) for change in changes]


def test_a_value_changed_since_the_plan_is_not_overwritten() -> None:
    registry = registry_of({})
    plan = plan_of({"wanted": ["https://my.contoso.com"]}, registry)
    registry.write(plan.changes[0].target.rpartition("\\")[0], RegistryValue("https", "REG_DWORD", 4))
    with pytest.raises(ZoneConflict, match="changed after it was read"):
        make_change(registry, plan.changes[0])
    make_change(registry, plan.changes[1])


def test_another_area_s_change_is_refused() -> None:
    with pytest.raises(ZonesError, match="no change of a zone map"):
        make_change(MemoryRegistry(), Change("photos/x", "photos", "Set thumbnailPhoto", "CN=x", None, None))


def test_an_address_s_key_goes_with_its_last_protocol() -> None:
    registry = registry_of({"account": {"Ranges\\Range1": {":Range": "10.0.0.17", "http": 1, "https": 1}}})
    path = ROOTS["account"] + "\\Ranges"
    for url, left in (("http://10.0.0.17", ["Range1"]), ("https://10.0.0.17", [])):
        for change in plan_of({"absent": [url]}, registry).changes:
            make_change(registry, change)
        assert registry.keys(path) == left


def test_the_listing_has_every_place() -> None:
    registry = registry_of(
        {
            "account": {
                "Domains\\contoso.com\\my": {"https": 1},
                "EscDomains\\mysite": {"*": 1},
                "Ranges\\Range1": {":Range": "10.0.0.1-20", "http": 2},
            },
            "machine": {"Domains\\example.com": {"https": 4}},
            "machinePolicy": {"ZoneMapKey": {"*.contoso.com": "1", "x": "y"}},
        }
    )
    entries = list_entries(read_snapshot(registry, "HKEY_CURRENT_USER"))
    assert [(e.origin, e.tree, e.site, e.scheme, e.zone) for e in entries] == [
        ("account", "Domains", "my.contoso.com", "https", 1),
        ("account", "EscDomains", "mysite", "*", 1),
        ("account", "Ranges", "10.0.0.1-20", "http", 2),
        ("machine", "Domains", "example.com", "https", 4),
        ("machine policy", "ZoneMapKey", "*.contoso.com", "", 1),
        ("machine policy", "ZoneMapKey", "x", "", None),
    ]
