"""A desired state over all areas: planned, applied, verified, area by area."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyupsync.cli import main
from pyupsync.model import Change, Event, EventStream, Finding, Outcome, Record
from pyupsync.workflows import apply_deployment, plan_deployment, verify_deployment
from tests.unit.deploy_farm import CONFIGURATION, FileFarm


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileFarm:
    monkeypatch.chdir(tmp_path)
    return FileFarm(tmp_path)


def changes(events: EventStream) -> list[Change]:
    return [event for event in events if isinstance(event, Change)]


def outcomes(events: EventStream) -> list[Outcome]:
    return [event for event in events if isinstance(event, Outcome)]


def content(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_one_plan_over_all_areas_in_their_order(farm: FileFarm) -> None:
    before = content(farm.root)
    planned = changes(plan_deployment(farm.desired()))
    areas = [change.area for change in planned]
    assert areas == ["trust", "zones", "zones", "profiles", "photos", "photos", "photos"]
    assert len({change.id for change in planned}) == len(planned)
    assert content(farm.root) == before, "a plan writes nothing"


def test_the_tables_order_in_the_file_does_not_matter(farm: FileFarm) -> None:
    *head, photos = CONFIGURATION.partition("[photos]")
    farm.write("".join(["[photos]", photos, *head[:1]]))
    assert changes(plan_deployment(farm.desired()))[0].area == "trust"


def test_apply_brings_it_there_and_applying_again_changes_nothing(farm: FileFarm) -> None:
    first = outcomes(apply_deployment(farm.desired()))
    assert {one.status for one in first} == {"applied"}
    assert changes(plan_deployment(farm.desired())) == []
    again = content(farm.root)
    assert {one.status for one in outcomes(apply_deployment(farm.desired()))} == {"unchanged"}
    assert {name: data for name, data in content(farm.root).items() if "sqlite" not in name} == {
        name: data for name, data in again.items() if "sqlite" not in name
    }


def test_only_the_areas_that_are_asked_for(farm: FileFarm) -> None:
    assert {one.area for one in outcomes(apply_deployment(farm.desired(), ["zones", "trust"]))} == {"trust", "zones"}
    assert {change.area for change in changes(plan_deployment(farm.desired()))} == {"profiles", "photos"}


def test_what_if_and_no_leave_everything_as_it_is(farm: FileFarm) -> None:
    before = content(farm.root)
    told = outcomes(apply_deployment(farm.desired(), what_if=True))
    assert {one.code for one in told} == {"WhatIf"}
    assert content(farm.root) == before
    stream = apply_deployment(farm.desired())
    reply, seen = None, []
    while True:
        try:
            event: Event = stream.send(reply)
        except StopIteration:
            break
        reply = event.area == "trust" if isinstance(event, Change) else None
        seen.append(event)
    assert {one.area for one in seen if isinstance(one, Outcome) and one.status == "applied"} == {"trust"}
    assert {one.code for one in seen if isinstance(one, Outcome) and one.area != "trust"} == {"NotApproved"}


def test_an_area_that_cannot_begin_fails_and_the_others_go_on(farm: FileFarm) -> None:
    (farm.root / "farm.json").write_text("no JSON")
    told = outcomes(apply_deployment(farm.desired()))
    (failed,) = [one for one in told if one.status == "failed"]
    assert (failed.area, failed.code) == ("profiles", "FarmFailed")
    assert {one.area for one in told if one.status == "applied"} == {"trust", "zones", "photos"}


def test_verify_names_each_drift_with_what_mends_it(farm: FileFarm) -> None:
    findings = [one for one in verify_deployment(farm.desired(), ["trust", "zones"]) if isinstance(one, Finding)]
    drifts = [one for one in findings if one.check == "drift"]
    assert len(drifts) == 3
    assert {one.facts["area"] for one in findings if one.facts} == {"trust", "zones"}
    assert drifts[0].advice.endswith("deploy apply " + str(farm.root / "pyupsync.toml") + " --only trust")
    apply = outcomes(apply_deployment(farm.desired()))
    assert apply
    after = [one for one in verify_deployment(farm.desired(), ["trust", "zones"]) if isinstance(one, Finding)]
    assert not [one for one in after if one.status == "error"]


def test_verify_looks_at_the_whole_farm_where_no_area_is_named(farm: FileFarm) -> None:
    verdicts = [one for one in verify_deployment(farm.desired()) if isinstance(one, Record) and one.kind == "verdict"]
    assert len(verdicts) == 1
    assert verdicts[0].facts["area"] == "diagnosis"


def test_exit_codes(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    config = str(farm.root / "pyupsync.toml")
    assert main(["deploy", "plan", config]) == 3
    assert main(["deploy", "verify", config, "--only", "trust"]) == 3
    assert main(["deploy", "apply", config, "--what-if"]) == 0
    assert main(["deploy", "apply", config]) == 0
    assert main(["deploy", "plan", config]) == 0
    assert main(["deploy", "verify", config, "--only", "trust"]) == 0
    assert main(["deploy", "plan", "none.toml"]) == 2
    for wait in ("-1", "nan", "1e9"):
        assert main(["deploy", "apply", config, "--lock-wait", wait]) == 2
    capsys.readouterr()
    assert main(["deploy", "plan", config, "--only", "access"]) == 2
    assert "has no table [access]" in capsys.readouterr().err
    (farm.root / "farm.json").unlink()
    assert main(["deploy", "apply", config]) == 1


def test_json_lines_say_of_which_area(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    main(["deploy", "plan", str(farm.root / "pyupsync.toml"), "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [line["area"] if "area" in line else line["facts"]["area"] for line in lines if line["type"] != "summary"]
    assert set(told) == {"trust", "zones", "profiles", "photos"}
    assert lines[-1] == {
        "type": "summary",
        "changes": 7,
        "applied": 0,
        "unchanged": 0,
        "skipped": 0,
        "failed": 0,
        "exit_code": 3,
    }


def test_a_plan_is_asked_nothing(farm: FileFarm) -> None:
    """What is sent back to a plan changes nothing about it."""
    stream, reply, planned = plan_deployment(farm.desired()), None, 0
    while True:
        try:
            event: Event = stream.send(reply)
        except StopIteration:
            break
        planned += isinstance(event, Change)
        reply = False if isinstance(event, Change) else None
    assert planned == 7
