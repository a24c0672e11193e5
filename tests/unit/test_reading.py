"""Profiles read ahead: a slow source keeps nobody waiting for a sign of life, one that hangs keeps nobody at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from pyupsync.errors import ProfileError
from pyupsync.model import Outcome, Profile, Progress
from pyupsync.photos.reading import Reading
from tests.unit.test_pipeline import Directory, Photos, Profiles, planned, profile


class Gated(Profiles):
    """Gives its first profile at once and the others when the gate opens."""

    def __init__(self, count: int) -> None:
        super().__init__([profile(number) for number in range(count)])
        self.gate = threading.Event()
        self.given = 0

    def read(self) -> Iterator[Profile]:
        for row in self.rows:
            self.given += 1
            yield row
            assert self.gate.wait(30)


def test_progress_is_told_and_pictures_come_while_the_source_is_silent() -> None:
    """Nothing but the gate lets the second profile come, and it opens only when enough was heard without it."""
    source, photos = Gated(2), Photos()
    heard: list[str] = []
    for event in planned(source, photos, Directory()):
        heard.append(type(event).__name__)
        if heard.count("Progress") == 3:
            source.gate.set()
    assert heard.count("Progress") >= 3
    assert len(photos.fetched) == 2


def test_closing_while_the_source_hangs_waits_for_nothing() -> None:
    source = Gated(2)
    stream = planned(source, Photos(), Directory())
    first = [next(stream), next(stream)]
    stream.close()
    assert all(isinstance(event, Progress | Outcome) for event in first)
    assert not source.gate.is_set()
    source.gate.set()


def rows(count: int) -> Iterator[Profile]:
    return (profile(number) for number in range(count))


def test_batches_are_full_while_the_source_is_fast() -> None:
    found = [batch for batch in Reading(lambda: rows(1200), 500).batches(5) if batch]
    assert [len(batch) for batch in found] == [500, 500, 200]
    assert [one for batch in found for one in batch] == list(rows(1200))


def test_a_source_that_breaks_tells_what_came_before() -> None:
    def read() -> Iterator[Profile]:
        yield from rows(3)
        raise ProfileError("It broke.")

    batches = Reading(read, 500).batches(5)
    assert len(next(batches)) == 3
    with pytest.raises(ProfileError, match="It broke"):
        next(batches)


def test_little_is_read_ahead_of_who_takes_it() -> None:
    """Two batches and the one in hand, however many there are."""
    taken: list[int] = []

    def read() -> Iterator[Profile]:
        for number in range(100):
            taken.append(number)
            yield profile(number)

    reading = Reading(read, 10)
    batches = reading.batches(5)
    assert len(next(batches)) == 10
    reading.stop()
    for thread in threading.enumerate():
        if thread.name == "pyupsync-profiles":
            thread.join(10)
    assert len(taken) <= 50
