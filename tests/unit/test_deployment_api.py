"""``from pyupsync import plan, apply, verify``: the same for Python, with records."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pyupsync import Change, Outcome, Plan, apply, plan, read_desired, verify
from pyupsync.errors import PlanOutdated, RunInProgress, UsageError
from tests.unit.deploy_farm import FileFarm


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileFarm:
    monkeypatch.chdir(tmp_path)
    return FileFarm(tmp_path)


def test_plan_apply_and_plan_again(farm: FileFarm) -> None:
    planned = plan("pyupsync.toml")
    assert isinstance(planned, Plan)
    assert len(planned.changes) == 7
    assert all(change.payload for change in planned.changes if change.area in {"trust", "photos"})
    told = list(apply(farm.desired()))
    assert {one.status for one in told} == {"applied"}
    assert plan(Path("pyupsync.toml")).changes == ()


def test_each_change_is_asked_about(farm: FileFarm) -> None:
    asked: list[Change] = []

    def confirm(change: Change) -> bool:
        asked.append(change)
        return change.area == "zones"

    told = list(apply("pyupsync.toml", confirm=confirm))
    assert len(asked) == 7
    assert {one.area for one in told if one.status == "applied"} == {"zones"}
    assert {one.code for one in told if one.status != "applied"} == {"NotApproved"}


def test_a_saved_plan(farm: FileFarm) -> None:
    plan("pyupsync.toml", only=["trust"], out="trust.json")
    with pytest.raises(UsageError, match="applied as a whole"):
        apply("trust.json", only=["trust"])
    (told,) = list(apply("trust.json"))
    assert (told.area, told.status) == ("trust", "applied")
    plan("pyupsync.toml", out="rest.json")
    (farm.root / "pyupsync.toml").write_text((farm.root / "pyupsync.toml").read_text() + "\n")
    with pytest.raises(PlanOutdated):
        apply("rest.json")


def test_what_is_not_used_to_its_end_is_stopped(farm: FileFarm) -> None:
    outcomes = apply("pyupsync.toml")
    first = next(iter(outcomes))
    assert isinstance(first, Outcome)
    outcomes.close()  # type: ignore[attr-defined]
    assert not (farm.root / "pyupsync.toml.lock").exists()
    assert 0 < len(plan("pyupsync.toml").changes) < 7


def test_one_at_a_time(farm: FileFarm) -> None:
    first = apply("pyupsync.toml")
    next(iter(first))
    with pytest.raises(RunInProgress):
        list(apply("pyupsync.toml"))
    assert {one.code for one in apply("pyupsync.toml", what_if=True)} <= {"WhatIf", "AlreadyTrusted", "UpToDate"}
    first.close()  # type: ignore[attr-defined]


def test_verify_tells_drift_and_checks(farm: FileFarm) -> None:
    found = list(verify("pyupsync.toml", only=["trust"]))
    assert [one.check for one in found] == ["drift"]
    whole = {one.check for one in verify(read_desired("pyupsync.toml"))}
    assert {"drift", "exportMapping", "zone"} <= whole


@pytest.mark.parametrize("first", ["import pyupsync.workflows", "import pyupsync.changing", "import pyupsync.cli", ""])
def test_the_names_are_the_jobs_whatever_was_imported_before(first: str) -> None:
    code = f"{first}\nfrom pyupsync import apply, plan, verify\nassert all(map(callable, (apply, plan, verify)))"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=Path(__file__).parents[2])
