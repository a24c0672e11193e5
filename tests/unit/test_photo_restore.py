"""Putting back what a run replaced, and the history that tells what there is to put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyupsync import UpSyncError
from pyupsync.config import HistoryJob, RestoreJob, purge_job
from pyupsync.model import Change, Outcome, Record
from pyupsync.workflows import (
    list_photo_history,
    photo_restore_events,
    purge_photo_events,
    restore_photos,
)
from tests.unit.photo_farm import NAMES, Farm, codes, jpeg

OLD = {"ann": b"\xff\xd8 ann's old one", "bob": b"\xff\xd8 bob's old one", "çem": b"\xff\xd8 bob's old one"}


@pytest.fixture
def farm(tmp_path: Path) -> Farm:
    """After an export that replaced three pictures and added three."""
    made = Farm(tmp_path)
    for name, photo in OLD.items():
        made.put(name, photo)
    made.export()
    return made


def restoring(farm: Farm, **settings: object) -> RestoreJob:
    return RestoreJob(state=f"sqlite:{farm.root / 'state.db'}", directory=farm.job().directory, **settings)


def photos(farm: Farm) -> dict[str, bytes | None]:
    return {name: farm.photo(name) for name in NAMES}


def before(farm: Farm) -> dict[str, bytes | None]:
    return {name: OLD.get(name) for name in NAMES}


def history(farm: Farm, **settings: object) -> list[Record]:
    return list(list_photo_history(HistoryJob(state=f"sqlite:{farm.root / 'state.db'}", **settings)))


def test_a_run_is_undone_byte_for_byte_and_the_undoing_too(farm: Farm) -> None:
    exported = photos(farm)
    assert codes(restore_photos(restoring(farm, run=1))) == dict.fromkeys(NAMES, "Applied")
    assert photos(farm) == before(farm)
    assert codes(restore_photos(restoring(farm, run=1))) == dict.fromkeys(NAMES, "UpToDate")
    assert [run.facts["job"] for run in history(farm)] == ["export", "restore", "restore"]
    assert codes(restore_photos(restoring(farm, run=2))) == dict.fromkeys(NAMES, "Applied")
    assert photos(farm) == exported


def test_the_next_export_publishes_what_the_profiles_have(farm: Farm) -> None:
    list(restore_photos(restoring(farm, run=1)))
    assert set(farm.export().values()) == {"Applied"}


@pytest.mark.parametrize("person", ["CORP\\bob", "bob", "i:0#.w|corp\\BOB", "CN=bob,DC=corp,DC=test"])
def test_one_person_by_any_name(farm: Farm, person: str) -> None:
    assert codes(restore_photos(restoring(farm, person=person))) == {"bob": "Applied"}
    assert photos(farm) == {**photos(farm), "bob": OLD["bob"], "ann": jpeg(0)}
    assert codes(restore_photos(restoring(farm, person=person, run=1))) == {"bob": "UpToDate"}
    assert codes(restore_photos(restoring(farm, person=person))) == {"bob": "Applied"}, "the restoring is undone"
    assert farm.photo("bob") == jpeg(20)


def test_nobody_means_nothing(farm: Farm) -> None:
    for person in ("OTHER\\bob", "bo", "*", "i:0#.w|corp\\nobody"):
        assert codes(restore_photos(restoring(farm, person=person))) == {}
    assert photos(farm)["bob"] == jpeg(20)


def test_what_was_changed_since_is_left_alone_unless_forced(farm: Farm) -> None:
    farm.put("ann", b"\xff\xd8 theirs")
    farm.put("eve", None)
    farm.upload("fay", 110)
    farm.export()
    outcomes = {one.subject[5:]: one for one in restore_photos(restoring(farm, run=1))}
    assert {name: (one.status, one.code) for name, one in outcomes.items()} == {
        "ann": ("failed", "ForeignPhoto"),
        "bob": ("applied", "Applied"),
        "çem": ("applied", "Applied"),
        "dör": ("applied", "Applied"),
        "eve": ("unchanged", "UpToDate"),
        "fay": ("failed", "ForeignPhoto"),
    }
    assert "--force" in outcomes["ann"].advice
    assert farm.photo("ann") == b"\xff\xd8 theirs"
    assert codes(restore_photos(restoring(farm, run=1, force=True)))["ann"] == "Applied"
    assert photos(farm) == before(farm)


def test_what_is_no_longer_kept_is_said_and_nothing_is_blanked(farm: Farm) -> None:
    change, purged = purge_photo_events(purge_job({"state": f"sqlite:{farm.root / 'state.db'}", "keep_mb": 0}))
    assert isinstance(change, Change)
    assert (change.before or {})["pictures"] == 2
    assert isinstance(purged, Outcome)
    assert purged.status == "applied"
    found = codes(restore_photos(restoring(farm, run=1)))
    assert found == {**dict.fromkeys(NAMES, "Applied"), **dict.fromkeys(OLD, "PreviousNotKept")}
    assert photos(farm) == {**dict.fromkeys(NAMES), "ann": jpeg(0), "bob": jpeg(20), "çem": jpeg(40)}


def test_a_plan_changes_nothing_and_each_change_may_be_declined(farm: Farm) -> None:
    job, exported = restoring(farm, run=1), photos(farm)
    changes = [event for event in photo_restore_events(job, what_if=True) if isinstance(event, Change)]
    assert {change.subject[5:]: change.action for change in changes} == {
        **dict.fromkeys(NAMES, "Clear thumbnailPhoto"),
        **dict.fromkeys(OLD, "Restore thumbnailPhoto"),
    }
    assert photos(farm) == exported
    assert len(history(farm)) == 1
    found = codes(restore_photos(job, confirm=lambda change: change.subject.endswith("ann")))
    assert found == {**dict.fromkeys(NAMES, "NotApproved"), "ann": "Applied"}
    assert photos(farm) == {**exported, "ann": OLD["ann"]}


def test_the_history_lists_runs_and_their_changes(farm: Farm) -> None:
    (run,) = history(farm)
    assert run.kind == "photoRun"
    assert (run.facts["run"], run.facts["job"], run.facts["applied"], run.facts["failed"]) == (1, "export", 6, 0)
    changes = history(farm, run=1)
    assert {change.facts["account"]: change.facts["before_bytes"] for change in changes} == {
        f"CORP\\{name}": len(OLD.get(name, b"")) for name in NAMES
    }
    (one,) = history(farm, person="corp\\ann")
    assert one.kind == "photoChange"
    assert (one.facts["status"], one.facts["kept"], one.facts["person"]) == ("applied", True, "CN=ann,DC=corp,DC=test")


@pytest.mark.parametrize(
    "ask", [lambda farm: history(farm, run=9), lambda farm: list(restore_photos(restoring(farm, run=9)))]
)
def test_a_run_that_there_is_not_is_said_to_be_missing(farm: Farm, ask) -> None:
    with pytest.raises(UpSyncError, match="no run 9") as caught:
        ask(farm)
    assert caught.value.code == "UsageInvalid"


def test_without_a_state_file_nothing_is_made(tmp_path: Path) -> None:
    state = f"sqlite:{tmp_path / 'none.db'}"
    asked = (
        lambda: list(list_photo_history(HistoryJob(state=state))),
        lambda: list(purge_photo_events(purge_job({"state": state}))),
        lambda: list(restore_photos(RestoreJob(state=state, directory="ldif:x", run=1))),
    )
    for ask in asked:
        with pytest.raises(UpSyncError, match=r"no state file .*none\.db"):
            ask()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "--run"),
        ({"run": -1}, "-1"),
        ({"run": 1, "directory": ""}, "directory"),
        ({"run": 1, "state": ""}, "state"),
        ({"run": 1, "keep_mb": -1}, "keep-mb"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UpSyncError, match=said):
        RestoreJob(**{"state": "sqlite:x", "directory": "ldif:x", **settings})
