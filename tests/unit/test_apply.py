"""Changes under way together: told in order, one at a time for whoever is asked, and nothing half when stopped."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress

import pytest

from pyupsync import changing
from pyupsync.changing import AHEAD, apply_changes
from pyupsync.errors import DirectoryDenied, ProfileError
from pyupsync.model import Change, Event, Message, Outcome, Progress


def change(number: int) -> Change:
    return Change(f"photos/{number}", "photos", "Set thumbnailPhoto", f"CN={number}", None, {"bytes": 1})


class Slow:
    """A directory whose writes are settled when the test says so."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.settled: set[str] = set()
        self.refused: set[str] = set()
        self.taken_back: list[str] = []

    def send(self, planned: Change) -> Write:
        self.sent.append(planned.target)
        return Write(self, planned.target)


class Write:
    """A ``PendingWrite`` of ``Slow``; waited for often enough, it is settled. ``CN=9…`` can be taken back."""

    def __init__(self, directory: Slow, target: str) -> None:
        self._directory, self._target, self._asked = directory, target, 0

    def wait(self, seconds: float) -> bool:
        self._asked += seconds > 0
        if self._asked > 2:
            self._directory.settled.add(self._target)
        return self._target in self._directory.settled

    def result(self) -> None:
        assert self._target in self._directory.settled
        if self._target in self._directory.refused:
            raise DirectoryDenied("No right.", target=self._target)

    def cancel(self) -> bool:
        if self._target.startswith("CN=9"):
            self._directory.taken_back.append(self._target)
            return True
        return False


@pytest.fixture
def slow() -> Slow:
    return Slow()


def targets(events) -> list[str]:
    return [event.target for event in events if isinstance(event, Outcome)]


def test_many_are_under_way_at_once_and_told_in_order(slow):
    """The second is settled first; an event planned between two changes is told between their outcomes."""
    remark = Message("warning", "between")
    run = apply_changes([change(1), remark, change(2), change(3)], slow.send)
    assert [next(run) for _ in range(3)] == [change(1), change(2), change(3)]
    slow.settled |= {"CN=2", "CN=3"}
    slow.refused.add("CN=2")
    rest = [event for event in run if not isinstance(event, Progress)]
    assert rest[1] == remark
    assert [(rest[place].target, rest[place].status) for place in (0, 2, 3)] == [
        ("CN=1", "applied"),
        ("CN=2", "failed"),
        ("CN=3", "applied"),
    ]


def test_a_write_that_is_settled_is_told_with_the_next_event(slow):
    run = apply_changes([change(1), change(2), change(3)], slow.send)
    next(run)
    slow.settled.add("CN=1")
    assert isinstance(next(run), Outcome)
    assert next(run) == change(2)


def test_whoever_is_asked_hears_the_outcome_before_the_next_question(slow):
    run = apply_changes([change(1), change(2), change(3)], slow.send)
    told: list[Event] = []
    reply = None
    with suppress(StopIteration):
        while True:
            told.append(run.send(reply))
            reply = told[-1].target != "CN=2" if isinstance(told[-1], Change) else None
    assert [(type(event), event.target) for event in told] == [
        (kind, f"CN={number}") for number in (1, 2, 3) for kind in (Change, Outcome)
    ]
    assert [event.code for event in told if isinstance(event, Outcome)] == ["Applied", "NotApproved", "Applied"]
    assert slow.sent == ["CN=1", "CN=3"]


def test_no_more_are_under_way_than_can_be_held(slow):
    """And while the first is waited for, progress goes on being told."""
    seen = []
    for event in apply_changes([Progress("p", 0), *map(change, range(200))], slow.send):
        seen.append(event)
        assert len(slow.sent) - len(targets(seen)) <= AHEAD + 1
    assert targets(seen) == slow.sent == [f"CN={number}" for number in range(200)]
    assert sum(isinstance(event, Progress) for event in seen) > 10


def test_stopping_takes_back_what_was_not_sent_and_settles_what_was(slow):
    told: list[tuple[str, str]] = []
    run = apply_changes(map(change, [1, 2, 90, 91]), slow.send, told=lambda _, out: told.append((out.target, out.code)))
    for _ in range(4):
        next(run)
    slow.settled |= {"CN=1"}
    slow.refused |= {"CN=1"}
    run.close()
    assert slow.sent == ["CN=1", "CN=2", "CN=90"]
    assert told == [("CN=90", "Stopped"), ("CN=1", "DirectoryAccessDenied")]


def test_what_never_answers_is_told_to_nobody_when_stopped(slow, monkeypatch):
    monkeypatch.setattr(changing, "STOPPING", 0.0)
    told: list[Outcome] = []
    run = apply_changes(map(change, [1, 2]), slow.send, told=lambda _, out: told.append(out))
    next(run), next(run)
    run.close()
    assert told == []


def test_a_source_that_breaks_off_hides_no_outcome(slow):
    def breaking() -> Iterator[Change]:
        yield change(1)
        yield change(2)
        raise ProfileError("The source broke.")

    run, seen = apply_changes(breaking(), slow.send), []
    with pytest.raises(ProfileError):
        deque(map(seen.append, run))
    assert targets(seen) == ["CN=1", "CN=2"]


def test_every_change_that_was_begun_is_told_once_and_before_its_outcome(slow):
    told: list[str] = []
    for event in apply_changes(map(change, range(5)), slow.send, told=lambda _, out: told.append(out.target)):
        if isinstance(event, Outcome):
            assert told[-1] == event.target
    assert told == slow.sent


def test_what_if_sends_nothing(slow):
    events = list(apply_changes(map(change, range(3)), slow.send, what_if=True))
    assert slow.sent == []
    assert [event.code for event in events if isinstance(event, Outcome)] == ["WhatIf"] * 3
