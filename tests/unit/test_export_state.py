"""An export that keeps what it knows: what it leaves unread, whose pictures it leaves alone, what it clears."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from pyupsync import Change, Outcome, PhotoJob, UpSyncError, export_photos, plan_photos
from pyupsync.adapters.directory.ldif import LdifDirectory
from pyupsync.adapters.photos.folder import FolderPhotos
from pyupsync.adapters.state.sqlite import SqliteMemory
from pyupsync.config import Keeping
from pyupsync.model import FetchedPhoto, Intent, Person, PhotoFacts, Progress, Validators
from pyupsync.photos.journal import RunRecord
from pyupsync.photos.recall import Recall
from tests.unit.photo_farm import NAMES, Farm, codes, jpeg


@pytest.fixture
def farm(tmp_path: Path) -> Farm:
    return Farm(tmp_path)


def test_what_is_unchanged_at_the_source_is_not_read_again(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[FetchedPhoto] = []
    fetch = FolderPhotos.fetch

    def noted(self: FolderPhotos, url: str, known: Validators | None = None) -> FetchedPhoto:
        read.append(fetch(self, url, known))
        return read[-1]

    monkeypatch.setattr(FolderPhotos, "fetch", noted)
    assert farm.export() == dict.fromkeys(NAMES, "Applied")
    assert all(len(fetched.data) > 500 for fetched in read)
    read.clear()
    assert farm.export() == dict.fromkeys(NAMES, "UpToDate")
    assert [fetched.data for fetched in read] == [b""] * len(NAMES)


def test_what_is_touched_at_the_source_and_stays_the_same_is_up_to_date(farm: Farm) -> None:
    farm.export()
    for name in NAMES:
        os.utime(farm.pictures / f"{name}.jpg", ns=(5, 5))
    assert farm.export() == dict.fromkeys(NAMES, "UpToDate")


def test_a_new_picture_at_the_source_is_published(farm: Farm) -> None:
    farm.export()
    farm.upload("eve", 99)
    assert farm.export() == {**dict.fromkeys(NAMES, "UpToDate"), "eve": "Applied"}
    assert farm.photo("eve") == jpeg(99)


def test_another_rule_makes_pictures_anew(farm: Farm) -> None:
    """Everything is as it was at the source, and is still made once more."""
    (farm.pictures / "ann.jpg").write_bytes(_large())
    farm.export()
    job = farm.job()
    again = codes(export_photos(PhotoJob(**{**_fields(job), "image": "lync"})))
    assert again == {**dict.fromkeys(NAMES, "UpToDate"), "ann": "Applied"}


def _large() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((90, 90), 60).save(file, "JPEG")
    return file.getvalue()


def _fields(job: PhotoJob) -> dict[str, object]:
    return {name: getattr(job, name) for name in PhotoJob.__dataclass_fields__}


@pytest.mark.parametrize("theirs", [b"\xff\xd8 somebody's", None])
def test_somebody_elses_change_is_left_alone_unless_told(farm: Farm, theirs: bytes | None) -> None:
    farm.export()
    farm.put("dör", theirs)
    outcomes = {one.subject: one for one in export_photos(farm.job())}
    found = outcomes["CORP\\dör"]
    assert (found.status, found.code) == ("skipped", "ForeignPhoto")
    assert ("removed" if theirs is None else "changed") in found.reason
    assert "--overwrite-foreign" in found.advice
    assert farm.photo("dör") == theirs
    farm.upload("dör", 70)
    assert farm.export()["dör"] == "ForeignPhoto", "a new picture at the source makes it no less theirs"
    assert farm.export(overwrite_foreign=True)["dör"] == "Applied"
    assert farm.photo("dör") == jpeg(70)
    assert farm.export()["dör"] == "UpToDate"


def test_somebody_who_puts_there_what_would_be_published_is_no_stranger(farm: Farm) -> None:
    farm.put("ann", jpeg(0))
    assert farm.export()["ann"] == "UpToDate"
    farm.upload("ann", 50)
    farm.put("ann", jpeg(50))
    assert farm.export()["ann"] == "UpToDate"


def test_what_was_there_before_the_first_run_is_replaced_as_ever(farm: Farm) -> None:
    farm.put("ann", b"\xff\xd8 an old one")
    assert farm.export()["ann"] == "Applied"


def test_a_blank_clears_nothing_unless_told(farm: Farm) -> None:
    farm.export()
    farm.blank = {"ann"}
    assert farm.export()["ann"] == "NoPicture"
    assert farm.photo("ann") == jpeg(0)


def test_only_what_a_run_published_is_cleared(farm: Farm) -> None:
    farm.blank = {"fay"}
    farm.put("fay", b"\xff\xd8 never published")
    farm.export()
    farm.blank = {"ann", "bob", "çem", "fay"}
    farm.put("bob", b"\xff\xd8 changed since")
    farm.put("çem", None)
    planned = plan_photos(farm.job(clear_missing=True, max_clear="3"))
    assert [(change.subject, change.action, change.after) for change in planned.changes] == [
        ("CORP\\ann", "Clear thumbnailPhoto", None)
    ]
    found = farm.export(clear_missing=True, max_clear="3")
    assert {name: found[name] for name in farm.blank} == {
        "ann": "Applied",
        "bob": "ForeignPhoto",
        "çem": "NoPicture",
        "fay": "NoPicture",
    }
    assert (farm.photo("ann"), farm.photo("fay")) == (None, b"\xff\xd8 never published")
    assert farm.export(clear_missing=True)["ann"] == "NoPicture"
    farm.blank = {"bob", "fay"}
    assert farm.export()["ann"] == "Applied", "whoever has a picture again gets it"
    forced = farm.export(clear_missing=True, overwrite_foreign=True, max_clear="2")
    assert (forced["bob"], forced["fay"]) == ("Applied", "Applied")
    assert (farm.photo("bob"), farm.photo("fay")) == (None, None)


@pytest.mark.parametrize(
    ("limit", "allowed"), [("2", False), ("3", True), ("49%", False), ("50 %", True), ("0", False)]
)
def test_more_clearing_than_may_be_stops_the_run_before_any(farm: Farm, limit: str, allowed: bool) -> None:
    farm.export()
    farm.blank = {"ann", "bob", "eve"}
    farm.upload("fay", 110)
    job = farm.job(clear_missing=True, max_clear=limit)
    if allowed:
        assert codes(export_photos(job))["eve"] == "Applied"
        return
    seen: list[Outcome] = []
    with pytest.raises(UpSyncError, match="3 of 6 people's pictures") as caught:
        seen.extend(export_photos(job))
    assert caught.value.code == "ClearLimitExceeded"
    stopped = dict.fromkeys(farm.blank, "ClearLimitExceeded")
    assert codes(iter(seen)) == {**stopped, "çem": "UpToDate", "dör": "UpToDate", "fay": "Applied"}
    assert all(farm.photo(name) for name in NAMES)
    with pytest.raises(UpSyncError, match="3 of 6"):
        plan_photos(job)


def test_a_source_that_breaks_off_clears_nobody(farm: Farm) -> None:
    farm.export()
    farm.blank = set(NAMES)
    job = farm.job(clear_missing=True, max_clear="100%")
    with (farm.root / "people.csv").open("ab") as file:
        file.write(b"\n\xff\xfe broken")
    with pytest.raises(UpSyncError) as caught:
        list(export_photos(job))
    assert caught.value.code == "ProfileUnreadable"
    assert all(farm.photo(name) for name in NAMES)


def test_a_plan_and_what_if_keep_nothing(farm: Farm) -> None:
    assert len(plan_photos(farm.job()).changes) == len(NAMES)
    assert set(codes(export_photos(farm.job(), what_if=True)).values()) == {"WhatIf"}
    assert not (farm.root / "state.db").exists()
    farm.export()
    before = (farm.root / "state.db").read_bytes()
    farm.upload("ann", 44)
    assert len(plan_photos(farm.job()).changes) == 1
    assert codes(export_photos(farm.job(), what_if=True))["ann"] == "WhatIf"
    assert (farm.root / "state.db").read_bytes() == before


def test_the_journal_tells_what_runs_did(farm: Farm) -> None:
    farm.put("ann", b"\xff\xd8 before")
    list(export_photos(farm.job(), confirm=lambda change: not change.subject.endswith("bob")))
    with farm.state() as state:
        (run,) = state.history.runs()
        entries = {entry.intent.subject.removeprefix("CORP\\"): entry for entry in state.history.entries()}
        assert state.history.previous(PhotoFacts.of(b"\xff\xd8 before").sha256) == b"\xff\xd8 before"
    assert (run.job, run.applied, run.failed, run.open, bool(run.ended)) == ("export", 5, 0, 0, True)
    assert {name: (one.status, one.code) for name, one in entries.items()} == {
        **dict.fromkeys(NAMES, ("applied", "Applied")),
        "bob": ("skipped", "NotApproved"),
    }
    assert entries["ann"].intent.before == PhotoFacts.of(b"\xff\xd8 before")
    assert entries["ann"].intent.after == PhotoFacts.of(jpeg(0), 40, 40)


def test_a_directory_that_answers_slowly_is_asked_for_many_at_once(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time passes by its answers alone, so that a Progress follows every change."""
    asked: list[int] = []
    look = LdifDirectory.look

    def noted(self: LdifDirectory, guids: Sequence[str]) -> Iterator[tuple[Person, bytes | None]]:
        asked.append(len(guids))
        return look(self, guids)

    changes = plan_photos(farm.job()).changes
    monkeypatch.setattr(LdifDirectory, "look", noted)
    with farm.state() as state, farm.directory() as directory:
        recall = Recall(directory, state.memory, keeping=True)
        record = RunRecord(state.journal, state.journal.begin("export", ""), recall, clock=lambda: 0.6 * len(asked))
        planned = [event for change in changes for event in (change, Progress("", 0, 9))]
        assert [event for event in record.prepare(planned) if isinstance(event, Change)] == list(changes)
    assert asked == [len(NAMES)]


def open_intent(farm: Farm, name: str, before: bytes | None, after: bytes, address: str = "") -> None:
    """What a run leaves that was killed with this change under way."""
    facts = [PhotoFacts.of(photo) if photo else None for photo in (before, after)]
    dn = f"CN={name},DC=corp,DC=test"
    with farm.state() as state:
        run = state.journal.begin("export", address or farm.job().directory)
        state.journal.intend(run, [Intent(dn.lower(), dn, name, "Set thumbnailPhoto", *facts, previous=before)])


def test_what_a_killed_run_left_open_is_settled_by_the_next(farm: Farm) -> None:
    """One change was made, one was not, one was made and changed again by somebody; one is another directory's."""
    farm.export()
    made, theirs = b"\xff\xd8 made by the killed run", b"\xff\xd8 theirs"
    for name, there in (("ann", made), ("bob", jpeg(20)), ("çem", theirs)):
        open_intent(farm, name, jpeg(20 * NAMES.index(name)), made)
        farm.put(name, there)
    open_intent(farm, "dör", jpeg(60), made, address="ldaps://elsewhere")
    open_intent(farm, "nobody", None, made)
    found = farm.export()
    assert (found["ann"], found["bob"], found["çem"]) == ("Applied", "UpToDate", "ForeignPhoto")
    assert farm.photo("ann") == jpeg(0), "what the killed run wrote is ours, and what the profile has now comes"
    with farm.state() as state:
        entries = [entry for entry in state.history.entries() if 1 < entry.run < 7]
        left = {entry.intent.subject: (entry.status, entry.code) for entry in entries}
        assert [entry.intent.subject for entry in state.journal.unsettled()] == ["dör"]
    assert left == {
        "ann": ("applied", "Recovered"),
        "bob": ("failed", "NotMade"),
        "çem": ("failed", "ForeignPhoto"),
        "dör": ("open", ""),
        "nobody": ("failed", "PersonNotFound"),
    }


def test_old_pictures_are_kept_within_bounds(farm: Farm) -> None:
    farm.put("ann", b"\xff\xd8 before")
    farm.export(keep_mb=0)
    with farm.state() as state:
        assert [entry.kept for entry in state.history.entries() if entry.intent.before] == [False]


@pytest.mark.parametrize(
    ("keeping", "said"),
    [
        ({"overwrite_foreign": True}, "overwrite-foreign"),
        ({"clear_missing": True}, "--state"),
        ({"keep_mb": 5}, "keep-mb"),
        ({"state": "sqlite:x", "max_clear": "5%"}, "--clear-missing"),
        ({"state": "sqlite:x", "clear_missing": True, "max_clear": "-1"}, "'-1'"),
        ({"state": "sqlite:x", "clear_missing": True, "max_clear": "many"}, "'many'"),
        ({"state": "sqlite:x", "keep_mb": -1}, "keep-mb"),
        ({"state": "sqlite:x", "keep_days": -1}, "keep-days"),
    ],
)
def test_settings_that_cannot_be_used_or_would_do_nothing_are_refused(keeping: dict[str, object], said: str) -> None:
    with pytest.raises(UpSyncError, match=said) as caught:
        Keeping(**keeping)
    assert caught.value.code == "UsageInvalid"


def test_a_run_without_changes_writes_nothing_about_anybody(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    farm.export()
    learnt: list[str] = []
    monkeypatch.setattr(SqliteMemory, "learn", lambda self, known: learnt.extend(one.guid for one in known))
    assert farm.export() == dict.fromkeys(NAMES, "UpToDate")
    assert learnt == []
    farm.upload("ann", 200)
    os.utime(farm.pictures / "bob.jpg", ns=(9, 9))
    farm.export()
    assert learnt == ["cn=bob,dc=corp,dc=test"], "ann's are kept with what became of the change"
