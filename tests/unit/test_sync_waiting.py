"""Waiting for a synchronization: what each look comes to; and the jobs on one in a file."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pyupsync.adapters.synchronization.farm_file import FarmFileService
from pyupsync.config import MappingJob, SynchronizationJob, mapping_job, synchronization_job
from pyupsync.errors import AlreadyMapped, FarmError, UsageError
from pyupsync.jobs import JOBS
from pyupsync.model import Change, Outcome, SyncStatus
from pyupsync.profiles.waiting import GRACE, Watch
from pyupsync.workflows import start_synchronization, stop_synchronization

CHANGE = Change("x", "synchronization", "Start", "it", None, None)
BUSY, IDLE = SyncStatus(running=True, state="Running"), SyncStatus(running=False, state="Idle")


def watched(*looks: SyncStatus, timeout: float = 1000) -> Outcome | None:
    """What the last look comes to, one every second; those before it came to nothing."""
    watch = Watch(CHANGE, timeout)
    for second, status in enumerate(looks[:-1]):
        assert watch.look(status, second) is None
    return watch.look(looks[-1], len(looks) - 1)


@pytest.mark.parametrize(
    ("looks", "fate"),
    [
        ((BUSY, IDLE), "applied Ended It ended after 1 seconds."),
        ((IDLE, IDLE, BUSY, BUSY, IDLE), "applied Ended It ended after 4 seconds."),
        ((BUSY, SyncStatus(running=False)), "applied Ended It ended after 1 seconds."),
        ((BUSY, SyncStatus(running=False, state="Error")), "failed SynchronizationFailed It ended after 1 seconds as"),
        ((BUSY, SyncStatus(running=False, state="Canceled")), "failed SynchronizationFailed It ended after 1 seconds"),
        ((IDLE,) * GRACE, "applied NotSeenRunning It was asked for, and was not seen running"),
    ],
)
def test_it_has_ended_when_it_was_seen_running_and_runs_no_more(looks: tuple[SyncStatus, ...], fate: str) -> None:
    outcome = watched(*looks)
    assert outcome
    assert f"{outcome.status} {outcome.code} {outcome.reason}".startswith(fate)


@pytest.mark.parametrize("looks", [(BUSY,), (IDLE,), (BUSY, BUSY), (IDLE,) * (GRACE - 1)])
def test_while_it_goes_on_or_has_not_begun_nothing_has_become_of_it(looks: tuple[SyncStatus, ...]) -> None:
    assert watched(*looks) is None


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (BUSY, "It has not ended after 2 seconds, and goes on."),
        (IDLE, "It was asked for, and was not seen running in 2 seconds."),
    ],
)
def test_waiting_has_a_bound(status: SyncStatus, said: str) -> None:
    outcome = watched(status, status, status, timeout=2)
    assert outcome
    assert (outcome.status, outcome.code) == ("failed", "SynchronizationUnfinished")
    assert outcome.reason == said


def farm(folder: Path, **status: object) -> str:
    path = folder / "farm.json"
    path.write_text(json.dumps({"version": 1, "urls": [], "synchronization": status}), encoding="utf-8")
    return f"farm:{path}"


def test_one_in_a_file_is_over_as_soon_as_it_has_begun(tmp_path: Path) -> None:
    job = SynchronizationJob(farm=farm(tmp_path), full=True, wait=True, interval=0.01)
    events = list(start_synchronization(job))
    assert isinstance(events[0], Change)
    assert events[0].action == "Start a full synchronization"
    assert isinstance(events[-1], Outcome)
    assert (events[-1].status, events[-1].code) == ("applied", "NotSeenRunning")
    assert {type(one).__name__ for one in events[1:-1]} == {"Progress"}
    written = json.loads((tmp_path / "farm.json").read_text(encoding="utf-8"))
    assert written == {"version": 1, "urls": [], "synchronization": {"running": False, "state": "Idle"}}


def test_none_is_started_while_one_runs_nor_when_somebody_says_no(tmp_path: Path) -> None:
    running = SynchronizationJob(farm=farm(tmp_path, running=True))
    _, outcome = start_synchronization(running)
    assert isinstance(outcome, Outcome)
    assert (outcome.status, outcome.code) == ("failed", "SynchronizationRunning")
    _, skipped = start_synchronization(running, what_if=True)
    assert isinstance(skipped, Outcome)
    assert skipped.code == "WhatIf"
    stream = start_synchronization(SynchronizationJob(farm=farm(tmp_path)))
    next(stream)
    declined = stream.send(False)
    assert isinstance(declined, Outcome)
    assert declined.code == "NotApproved"


def test_the_one_that_runs_is_stopped(tmp_path: Path) -> None:
    address = farm(tmp_path, running=True, state="Running")
    _, outcome = stop_synchronization(address)
    assert isinstance(outcome, Outcome)
    assert outcome.status == "applied"
    [again] = stop_synchronization(address)
    assert isinstance(again, Outcome)
    assert (again.status, again.code) == ("unchanged", "UpToDate")
    assert '"Canceled"' in (tmp_path / "farm.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"connections": [{"kind": "ActiveDirectory"}]}, "no name"),
        ({"connections": [{"name": "A", "kind": "AD"}]}, "ActiveDirectoryImport"),
        ({"connections": [{"name": "A", "password": "x"}]}, "'password'; known are name"),
        ({"connections": [{"name": "A", "ssl": "yes"}]}, "ssl that is no true or false"),
        ({"connections": [{"name": "A", "contexts": [{"dn": "DC=x", "included": [1]}]}]}, "included what is no text"),
        ({"connections": [{"name": "A", "mappings": {}}]}, "mappings that is no list"),
        ({"connections": [{"name": "A", "mappings": [{"property": "P", "exported": 1}]}]}, "exported that is no true"),
        ({"picture_imports": [{"web_application": "A"}]}, "no url"),
        ({"synchronization": []}, "synchronization is no object"),
        ({"synchronization": {"state": "Resting"}}, "Idle, Running"),
    ],
)
def test_a_farm_s_file_of_another_form_is_refused_with_the_reason(tmp_path: Path, content: object, words: str) -> None:
    path = tmp_path / "farm.json"
    assert isinstance(content, dict)
    path.write_text(json.dumps({"version": 1, **content}), encoding="utf-8")
    with pytest.raises(FarmError, match=words):
        list(JOBS["profiles.mapping"]({"farm": f"farm:{path}"}, False))


def test_of_several_at_once_one_adds_the_mapping_and_the_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "farm.json"
    path.write_text(json.dumps({"version": 1, "connections": [{"name": "A"}, {"name": "B"}]}), encoding="utf-8")

    def add(number: int) -> str:
        try:
            FarmFileService(str(path)).add_export("AB"[number % 2], "PictureURL", "thumbnailPhoto")
        except AlreadyMapped as error:
            return error.code
        return "added"

    with ThreadPoolExecutor(8) as pool:
        fates = sorted(pool.map(add, range(8)))
    assert fates == ["AlreadyMapped"] * 6 + ["added"] * 2
    assert [len(one.mappings or ()) for one in FarmFileService(str(path)).connections()] == [1, 1]
    assert [one.name for one in tmp_path.iterdir()] == ["farm.json"]


def test_a_farm_s_file_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    _, outcome = start_synchronization(SynchronizationJob(farm=f"farm:{tmp_path}/none/x.json"))
    assert isinstance(outcome, Outcome)
    assert (outcome.status, outcome.code) == ("failed", "SynchronizationFailed")
    assert "cannot be changed: No such file" in outcome.reason


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "'farm' is missing"),
        ({"farm": "om:", "timeout": 5}, "nobody waits"),
        ({"farm": "om:", "interval": 5.0}, "nobody waits"),
        ({"farm": "om:", "wait": True, "timeout": 0}, "above 0"),
        ({"farm": "om:", "wait": True, "interval": 0}, "0.01"),
        ({"farm": "om:", "password": "x"}, "no setting named 'password'"),
    ],
)
def test_settings_that_nobody_could_use_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        synchronization_job(settings)


def test_a_mapping_job_takes_a_list_of_connections() -> None:
    assert mapping_job({"farm": "om:", "connections": ["A"], "force": True}) == MappingJob(
        farm="om:", connections=("A",), force=True
    )
    with pytest.raises(UsageError, match="'force' has no use"):
        mapping_job({"farm": "om:", "force": True}, unused=("force",))
    with pytest.raises(UsageError, match="must be a list"):
        MappingJob(farm="om:", connections="A")  # type: ignore[arg-type]
