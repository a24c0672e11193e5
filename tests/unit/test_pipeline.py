"""The stream from profiles to outcomes: order of events, what a failure costs, what stopping leaves behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from PIL import Image

from pyupsync.changing import apply_changes
from pyupsync.errors import DirectoryDenied, DirectoryUnavailable, PhotoMissing, ProfileError
from pyupsync.model import (
    AccountKey,
    Change,
    Domain,
    Event,
    FetchedPhoto,
    Outcome,
    Person,
    PhotoFacts,
    Profile,
    Progress,
    Validators,
)
from pyupsync.photos import pipeline
from pyupsync.photos.decide import Decider
from pyupsync.photos.image import RULES, conform
from pyupsync.photos.recall import Recall

CORP = Domain("corp.example.test", "CORP", "DC=corp,DC=example,DC=test")


def picture(shade: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 64), (shade % 256, 90, 200)).save(out, "JPEG")
    return out.getvalue()


def profile(number: int, url: str | None = None) -> Profile:
    return Profile(f"CORP\\zoë{number}", f"https://my/{number}.jpg" if url is None else url, origin=f"row {number}")


@dataclass
class Profiles:
    rows: Sequence[Profile]
    broken: ProfileError | None = None

    def count(self) -> int | None:
        return len(self.rows)

    def read(self) -> Iterator[Profile]:
        yield from self.rows
        if self.broken:
            raise self.broken

    def close(self) -> None: ...


@dataclass
class Photos:
    delay: float = 0.0
    waiting: str = ""
    missing: frozenset[str] = frozenset()
    fetched: list[str] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        with self._lock:
            self.fetched.append(url)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(self.delay)
        with self._lock:
            self._now -= 1
        if url in self.missing:
            raise PhotoMissing(f"There is no picture at {url}.", target=url)
        return FetchedPhoto(picture(int(url.rsplit("/", 1)[1].removesuffix(".jpg"))), url, "image/jpeg")

    def waits(self) -> str:
        return self.waiting

    def close(self) -> None: ...


@dataclass
class Directory:
    down_for: int = 0
    denied: frozenset[str] = frozenset()
    store: dict[str, bytes] = field(default_factory=dict)
    searches: int = 0
    domains: Sequence[Domain] = (CORP,)

    def find(self, keys: Sequence[AccountKey], *, photos: bool = True) -> Iterable[Person]:
        self.searches += 1
        if self.searches <= self.down_for:
            raise DirectoryUnavailable("The directory is down.")
        for key in keys:
            photo = self.store.get(key.value)
            facts = PhotoFacts.of(photo) if photo else None
            yield Person(f"CN={key.value},DC=corp", f"guid-{key.value}", key.value, photo=facts)

    def read_photo(self, dn: str) -> bytes | None:
        return self.store.get(dn[3:].split(",", maxsplit=1)[0])

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        name = dn[3:].split(",", maxsplit=1)[0]
        if name in self.denied:
            raise DirectoryDenied(f"{dn} may not be written.", target=dn)
        assert photo
        self.store[name] = photo

    def close(self) -> None: ...


def planned(profiles: Profiles, photos: Photos, directory: Directory, workers: int = 4) -> pipeline.EventStream:
    return pipeline.planned(profiles, Recall(directory), Decider(photos, RULES["gal"]), workers=workers)


def exported(profiles: Profiles, photos: Photos, directory: Directory, *, what_if: bool = False) -> list[Event]:
    def write(change: Change) -> None:
        directory.write_photo(change.target, change.payload)

    return list(apply_changes(planned(profiles, photos, directory), write, what_if=what_if))


def outcomes(events: Iterable[Event]) -> dict[str, Outcome]:
    found = [event for event in events if isinstance(event, Outcome)]
    assert len({outcome.subject for outcome in found}) == len(found), "two outcomes for one profile"
    return {outcome.subject: outcome for outcome in found}


def test_everybody_gets_one_outcome_and_the_second_run_changes_nothing() -> None:
    people = Profiles([profile(number) for number in range(30)])
    directory = Directory()
    first = outcomes(exported(people, Photos(), directory))
    assert {outcome.status for outcome in first.values()} == {"applied"}
    assert len(first) == 30
    expected = conform(picture(7), RULES["gal"]).data
    assert directory.store["zoë7"] == expected
    second = exported(people, Photos(), directory)
    assert {outcome.code for outcome in outcomes(second).values()} == {"UpToDate"}
    assert not [event for event in second if isinstance(event, Change)]


def test_a_blank_keeps_the_photo_and_is_never_fetched() -> None:
    directory = Directory(store={"zoë1": b"old"})
    photos = Photos()
    (outcome,) = outcomes(exported(Profiles([profile(1, "  ")]), photos, directory)).values()
    assert (outcome.status, outcome.code) == ("skipped", "NoPicture")
    assert outcome.before == outcome.after == PhotoFacts.of(b"old").as_facts()
    assert directory.store == {"zoë1": b"old"}
    assert photos.fetched == []


def test_one_persons_failure_is_theirs_alone() -> None:
    directory = Directory(denied=frozenset({"zoë2"}), store={"zoë1": b"old"})
    photos = Photos(missing=frozenset({"https://my/1.jpg"}))
    found = outcomes(exported(Profiles([profile(number) for number in range(4)]), photos, directory))
    codes = {subject[-1]: outcome.code for subject, outcome in found.items()}
    assert codes == {"0": "Applied", "1": "PhotoNotFound", "2": "DirectoryAccessDenied", "3": "Applied"}
    assert directory.store["zoë1"] == b"old"


def test_a_change_declined_is_not_made() -> None:
    directory = Directory()

    def write(change: Change) -> None:
        directory.write_photo(change.target, change.payload)

    stream = apply_changes(planned(Profiles([profile(number) for number in range(2)]), Photos(), directory), write)
    seen: list[Outcome] = []
    for event in stream:
        if isinstance(event, Change):
            answer = stream.send(not event.subject.endswith("0"))
            assert isinstance(answer, Outcome)
            seen.append(answer)
    assert {outcome.subject[-1]: outcome.code for outcome in seen} == {"0": "NotApproved", "1": "Applied"}
    assert set(directory.store) == {"zoë1"}


def test_what_if_writes_nothing_and_says_what_is_there() -> None:
    directory = Directory(store={"zoë0": b"old"})
    (outcome,) = outcomes(exported(Profiles([profile(0)]), Photos(), directory, what_if=True)).values()
    assert (outcome.status, outcome.code) == ("skipped", "WhatIf")
    assert directory.store == {"zoë0": b"old"}


def test_a_directory_down_for_one_batch_fails_that_batch_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 3)
    found = outcomes(exported(Profiles([profile(number) for number in range(6)]), Photos(), Directory(down_for=1)))
    assert [found[f"CORP\\zoë{number}"].code for number in range(6)] == ["DirectoryUnavailable"] * 3 + ["Applied"] * 3


def test_a_source_that_breaks_loses_nothing_before_it() -> None:
    directory = Directory()
    people = Profiles([profile(number) for number in range(5)], ProfileError("people.csv, line 7: broken."))
    with pytest.raises(ProfileError, match="line 7"):
        exported(people, Photos(delay=0.01), directory)
    assert len(directory.store) == 5


def test_what_the_source_waits_for_is_told_while_waiting() -> None:
    said = "mysite is too busy: waiting for another 20 seconds"
    photos = Photos(delay=1.5 * pipeline.HEARTBEAT, waiting=said)
    events = list(planned(Profiles([profile(number) for number in range(2)]), photos, Directory(), workers=1))
    assert said in {event.current for event in events if isinstance(event, Progress)}


def test_the_pool_is_bounded_and_progress_is_told_while_waiting() -> None:
    photos = Photos(delay=0.6)
    events = list(planned(Profiles([profile(number) for number in range(6)]), photos, Directory(), workers=3))
    assert photos.most_at_once == 3
    beats = [event for event in events if isinstance(event, Progress)]
    assert len(beats) >= 3
    assert beats[0] == Progress(pipeline.ACTIVITY, 0, 6)
    assert beats[-1] == Progress(pipeline.ACTIVITY, 6, 6)


def test_reading_stays_a_little_ahead_of_writing() -> None:
    """A consumer that stops to think is not overtaken by thousands of pictures."""
    photos = Photos()
    stream = planned(Profiles([profile(number) for number in range(600)]), photos, Directory(), workers=2)
    next(event for event in stream if isinstance(event, Change))
    time.sleep(0.2)
    assert len(photos.fetched) <= pipeline.HELD + 5
    stream.close()


def test_stopping_ends_the_fetching() -> None:
    photos = Photos(delay=0.05)
    stream = planned(Profiles([profile(number) for number in range(200)]), photos, Directory(), workers=2)
    next(event for event in stream if isinstance(event, Change))
    started = time.monotonic()
    stream.close()
    assert time.monotonic() - started < 1
    time.sleep(0.2)
    after = len(photos.fetched)
    time.sleep(0.2)
    assert len(photos.fetched) == after
