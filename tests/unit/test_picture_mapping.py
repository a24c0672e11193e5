"""The picture's mapping: verdicts and plans as JSON tables; every plan is also made in a file and planned again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyupsync.adapters.synchronization.farm_file import FarmFileService
from pyupsync.changing import apply_changes
from pyupsync.errors import FarmError, SynchronizationError
from pyupsync.model import (
    Change,
    NamingContext,
    Outcome,
    PictureImport,
    PictureMapping,
    PropertyMapping,
    SyncConnection,
    SyncStatus,
)
from pyupsync.profiles.carry import Mapper
from pyupsync.profiles.findings import judge_mapping
from pyupsync.profiles.listing import connection_facts
from pyupsync.profiles.plan import REMOVE, plan_mapping
from pyupsync.profiles.snapshot import ServiceSnapshot, read_snapshot
from pyupsync.profiles.standing import importing, standing

FOLDER = Path(__file__).resolve().parents[1] / "plans" / "mapping"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
ALLOWED = {"title", "connections", "wanted", "force", "running", "changes", "outcomes", "finding"}
EXPORT = PropertyMapping("PictureURL", "thumbnailPhoto", exported=True)


def service_of(folder: Path, connections: object, *, running: bool = False) -> FarmFileService:
    """A service application in a file."""
    path = folder / "Färm.json"
    content = {"version": 1, "connections": connections, "synchronization": {"running": running}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return FarmFileService(str(path))


def shown(step: Change | Outcome) -> str:
    if isinstance(step, Outcome):
        return f"{step.status} {step.target}: {step.code}"
    facts = step.before or step.after or {}
    word = "remove" if step.action == REMOVE else "add"
    return f"{word} {step.target}: {facts['property']} to {facts['attribute']}"


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    assert set(found) <= ALLOWED
    return found


def test_the_plan_is_as_the_table_says(case: dict[str, Any], tmp_path: Path) -> None:
    service = service_of(tmp_path, case["connections"], running=case.get("running", False))
    wanted = PictureMapping(tuple(case.get("wanted", ())))
    plan = plan_mapping(wanted, read_snapshot(service, service), force=case.get("force", False))
    assert [shown(change) for change in plan.changes] == case.get("changes", [])
    assert [shown(outcome) for outcome in plan.outcomes] == case.get("outcomes", [])
    assert all(outcome.reason.endswith(".") for outcome in plan.outcomes)


def test_a_plan_that_was_made_leaves_nothing_to_plan(case: dict[str, Any], tmp_path: Path) -> None:
    if not case.get("changes"):
        return
    service = service_of(tmp_path, case["connections"])
    wanted = PictureMapping(tuple(case.get("wanted", ())))
    plan = plan_mapping(wanted, read_snapshot(service, service), force=case.get("force", False))
    mapper = Mapper(service, plan)
    outcomes = [one for one in apply_changes(mapper.steps(), mapper.make) if isinstance(one, Outcome)]
    assert [one.status for one in outcomes if one.code == "Applied"] == ["applied"] * len(case["changes"])
    again = plan_mapping(wanted, read_snapshot(service, service))
    assert again.changes == ()
    assert {one.status for one in again.outcomes} <= {"unchanged", "failed"}
    assert [one.target for one in again.outcomes if one.status == "unchanged"]
    assert not importing(service.connections(), wanted)


def test_the_verdict_is_as_the_table_says(case: dict[str, Any], tmp_path: Path) -> None:
    service = service_of(tmp_path, case["connections"], running=case.get("running", False))
    findings = judge_mapping(read_snapshot(service, service), PictureMapping(tuple(case.get("wanted", ()))))
    told = {one.subject: f"{one.status} {(one.facts or {})['cause']}" for one in findings}
    assert told == case["finding"]
    assert all(one.advice for one in findings if one.status == "error" and "Found" not in told[one.subject])


def test_the_advice_is_the_command_for_this_farm_and_connection() -> None:
    snapshot = ServiceSnapshot((SyncConnection("Corp AD", "ActiveDirectory"),))
    [finding] = judge_mapping(snapshot, farm="farm:C:\\Data\\my farm.json")
    command = 'pyupsync profiles mapping set --farm "farm:C:\\Data\\my farm.json" --connection "Corp AD"'
    assert finding.advice == command
    assert (finding.facts or {})["kind"] == "ActiveDirectory"


def test_web_applications_that_take_pictures_from_exchange_compete() -> None:
    imports = (
        PictureImport("https://a", "A"),
        PictureImport("https://b", "B", exchange=True),
        PictureImport("https://c", "C", exchange=True, online=True),
    )
    connection = SyncConnection("CORP", "ActiveDirectory", mappings=(EXPORT,))
    _, *findings = judge_mapping(ServiceSnapshot((connection,), imports))
    assert [one.subject for one in findings] == ["https://b", "https://c"]
    assert {(one.status, (one.facts or {})["cause"]) for one in findings} == {("warning", "PictureImportEnabled")}
    assert "from Exchange and Exchange Online," in findings[1].actual
    assert "$w.UserPhotoImportEnabled = $false; $w.UserPhotoOnlineImportEnabled = $false;" in findings[1].advice


@pytest.mark.parametrize(("included", "causes"), [((), ["", "NoContainer"]), (("OU=x,DC=corp",), [""])])
def test_a_connection_without_a_container_synchronizes_nobody(included: tuple[str, ...], causes: list[str]) -> None:
    contexts = (NamingContext("DC=corp", "CORP", included), NamingContext("CN=Configuration,DC=corp"))
    snapshot = ServiceSnapshot((SyncConnection("CORP", "ActiveDirectory", contexts=contexts, mappings=(EXPORT,)),))
    assert [(one.facts or {})["cause"] for one in judge_mapping(snapshot)] == causes


class Stubborn:
    """A service that does not let go of a mapping."""

    def __init__(self, service: FarmFileService) -> None:
        self.service = service

    def __getattr__(self, name: str) -> Any:
        return getattr(self.service, name)

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        raise SynchronizationError(f"{connection} keeps {mapping.property}.", target=connection)


@pytest.mark.parametrize("refused", ["by the farm", "by somebody who was asked"])
def test_an_import_that_stays_keeps_the_export_away(tmp_path: Path, refused: str) -> None:
    """Never both ways, wherever a run ends."""
    mapping = {"property": "PictureURL", "attribute": "thumbnailPhoto", "imported": True}
    file = service_of(tmp_path, [{"name": "CORP", "mappings": [mapping]}])
    before = file.connections()
    service: Any = Stubborn(file) if refused == "by the farm" else file
    plan = plan_mapping(PictureMapping(), read_snapshot(service, service), force=True)
    mapper = Mapper(service, plan)
    stream = apply_changes(mapper.steps(), mapper.make)
    events = [next(stream)]
    try:
        while True:
            events.append(stream.send(False if refused != "by the farm" and isinstance(events[-1], Change) else None))
    except StopIteration:
        pass
    codes = [one.code for one in events if isinstance(one, Outcome)]
    assert codes == ["SynchronizationFailed" if refused == "by the farm" else "NotApproved", "MappingInTheWay"]
    assert [one for one in events if isinstance(one, Change)] == [plan.changes[0]]
    assert file.connections() == before


NAMES = st.sampled_from(["PictureURL", "pictureURL", "AboutMe"])
ATTRIBUTES = st.sampled_from(["thumbnailPhoto", "THUMBNAILPHOTO", "mobile"])
MAPPINGS = st.builds(PropertyMapping, NAMES, ATTRIBUTES, imported=st.booleans(), exported=st.booleans())
CONNECTIONS = st.lists(
    st.builds(
        SyncConnection,
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["ActiveDirectory", "ActiveDirectoryImport", "BusinessDataCatalog"]),
        mappings=st.none() | st.lists(MAPPINGS, max_size=4).map(tuple),
    ),
    max_size=3,
    unique_by=lambda one: one.name,
)


@given(CONNECTIONS, st.booleans())
def test_no_plan_leaves_both_ways_nor_touches_another_property(found: list[SyncConnection], force: bool) -> None:
    wanted, snapshot = PictureMapping(), ServiceSnapshot(tuple(found))
    plan = plan_mapping(wanted, snapshot, force=force)
    left = {one.name: list(one.mappings or ()) for one in found}
    for change in plan.changes:
        facts: Any = change.before or change.after
        mapping = PropertyMapping(**facts)
        assert mapping.property.lower() == "pictureurl"
        if change.action == REMOVE:
            assert force
            left[change.target] = [one for one in left[change.target] if one != mapping]
        else:
            left[change.target].append(mapping)
    after = [SyncConnection(one.name, one.kind, mappings=tuple(left[one.name])) for one in found]
    added = {change.target for change in plan.changes if change.action != REMOVE}
    stands = {one.name: standing(one, wanted) for one in after}
    kinds = {one.name: one.kind for one in found}
    assert all(stands[name].exported and kinds[name] == "ActiveDirectory" for name in added)
    assert not (added and importing(after, wanted))
    assert not [name for name in added if stands[name].elsewhere or stands[name].taken]


def test_a_listing_tells_whom_and_what_and_no_password() -> None:
    contexts = (NamingContext("DC=corp", "CORP", ("OU=a,DC=corp",), ("OU=b,OU=a,DC=corp",)), NamingContext("DC=lab"))
    both = PropertyMapping("PictureURL", "thumbnailPhoto", imported=True, exported=True)
    one = SyncConnection("N", "ActiveDirectoryImport", "corp.example", ssl=True, account="C\\s", contexts=contexts)
    facts = connection_facts(one)
    assert list(facts) == [
        *("name", "kind", "kindName", "server", "ssl", "account", "contexts", "included", "excluded"),
        *("mappings", "picture"),
    ]
    assert (facts["included"], facts["excluded"]) == (("OU=a,DC=corp",), ("OU=b,OU=a,DC=corp",))
    assert facts["kindName"] == "Active Directory Import"
    assert connection_facts(SyncConnection("N", "Moss", mappings=None))["mappings"] is None
    told = connection_facts(SyncConnection("N", "Future", mappings=(both, PropertyMapping("PictureURL", "x"))))
    assert told["picture"] == ("import from and export to thumbnailPhoto", "neither way with x")
    assert told["kindName"] == "Future"


def test_a_snapshot_holds_what_was_asked(tmp_path: Path) -> None:
    service = service_of(tmp_path, [{"name": "CORP"}], running=True)
    assert read_snapshot(service, service) == ServiceSnapshot(
        (SyncConnection("CORP", "ActiveDirectory"),), (), SyncStatus(running=True, state="Idle")
    )


@pytest.mark.parametrize(("wanted", "status"), [(None, "warning"), (PictureMapping(), "error")])
def test_no_export_is_a_fault_where_one_was_asked_for(wanted: PictureMapping | None, status: str) -> None:
    for mappings in ((), (PropertyMapping("PictureURL", "thumbnailPhoto", imported=True),)):
        connection = SyncConnection("AD", "ActiveDirectoryImport", mappings=mappings)
        assert [one.status for one in judge_mapping(ServiceSnapshot((connection,)), wanted)] == [status]


def test_connections_of_one_name_are_refused_and_none_is_lost(tmp_path: Path) -> None:
    service = service_of(tmp_path, [{"name": "CORP"}, {"name": "CORP", "server": "other"}])
    before = (tmp_path / "Färm.json").read_bytes()
    with pytest.raises(FarmError, match="two of its connections are named 'CORP'"):
        service.add_export("CORP", "PictureURL", "thumbnailPhoto")
    assert (tmp_path / "Färm.json").read_bytes() == before
