"""Streams passed on and answered: what is sent back arrives, and whoever stops hearing closes what is behind."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest

from pyupsync.errors import StateError, UpSyncError
from pyupsync.model import Change, Event, EventStream, Message, Outcome, answered, relayed
from pyupsync.workflows import apply_deployment, deployment, plan_deployment
from pyupsync.workflows.deployment_areas import chosen_areas
from tests.unit.deploy_farm import CONFIGURATION, FileFarm
from tests.unit.test_cli_access import STAFF, domain

ACCESS = f"""
[access]
directory = "ldif:corp.ldif"
accounts = ["CORP\\\\svc"]
ous = ["{STAFF}"]
"""
CHANGE = Change("test/1", "test", "Do", "it", None, None)
DONE = Outcome.of_change(CHANGE, "applied", "Applied", "done")


class Job:
    """A stream of a change and its outcome, that remembers what it was told."""

    def __init__(self, *, broken: UpSyncError | None = None, at_close: UpSyncError | None = None) -> None:
        self.heard: list[bool | None] = []
        self.closed = False
        self._broken, self._at_close = broken, at_close

    def run(self) -> EventStream:
        try:
            self.heard.append((yield CHANGE))
            if self._broken:
                raise self._broken
            self.heard.append((yield DONE))
        finally:
            self.closed = True
            if self._at_close:
                raise self._at_close


def as_it_comes(event: Event) -> Generator[Event, bool | None, bool | None]:
    return (yield event)


def plain(stream: EventStream) -> EventStream:
    return relayed(stream, as_it_comes)


def hearing(stream: EventStream) -> EventStream:
    return answered(stream, lambda _: False)


def of_area(stream: EventStream) -> EventStream:
    return deployment._of("test", lambda: stream)


def test_what_is_sent_back_is_passed_on() -> None:
    job = Job()
    stream = relayed(job.run(), as_it_comes)
    assert (next(stream), stream.send(False)) == (CHANGE, DONE)
    with pytest.raises(StopIteration):
        stream.send(None)
    assert job.heard == [False, None]


def test_a_step_may_add_leave_out_and_answer_itself() -> None:
    def step(event: Event) -> Generator[Event, bool | None, bool | None]:
        if isinstance(event, Change):
            return False
        yield Message("verbose", "first")
        return (yield event)

    job = Job()
    assert list(relayed(job.run(), step)) == [Message("verbose", "first"), DONE]
    assert job.heard == [False, None]


@pytest.mark.parametrize("said", [True, False, None])
def test_changes_alone_are_asked_about_and_after_they_were_heard(said: bool | None) -> None:
    job = Job()
    asked: list[Change] = []

    def answer(change: Change) -> bool | None:
        asked.append(change)
        return said

    stream = answered(job.run(), answer)
    assert (next(stream), asked) == (CHANGE, [])
    assert (list(stream), asked) == ([DONE], [CHANGE])
    assert job.heard == [said, None]


def test_nobody_need_answer() -> None:
    job = Job()
    assert list(answered(job.run(), None)) == [CHANGE, DONE]
    assert job.heard == [None, None]


@pytest.mark.parametrize("through", [plain, hearing, of_area])
def test_whoever_stops_closes_what_is_behind(through: Callable[[EventStream], EventStream]) -> None:
    job = Job()
    stream = through(job.run())
    next(stream)
    stream.close()
    assert (job.closed, job.heard) == (True, [])


@pytest.mark.parametrize("through", [plain, hearing, of_area])
def test_an_error_of_closing_is_for_whoever_closes(through: Callable[[EventStream], EventStream]) -> None:
    stream = through(Job(at_close=StateError("No space left.")).run())
    next(stream)
    with pytest.raises(StateError):
        stream.close()


@pytest.mark.parametrize("through", [plain, hearing])
def test_an_error_passes(through: Callable[[EventStream], EventStream]) -> None:
    with pytest.raises(StateError):
        list(through(Job(broken=StateError("No space left.")).run()))


def test_an_error_of_a_step_closes_what_is_behind() -> None:
    def refuse(_: Change) -> bool:
        raise KeyboardInterrupt

    job = Job()
    with pytest.raises(KeyboardInterrupt):
        list(answered(job.run(), refuse))
    assert job.closed


@pytest.fixture
def farm(tmp_path, monkeypatch: pytest.MonkeyPatch) -> FileFarm:
    """One with something to do in every area."""
    monkeypatch.chdir(tmp_path)
    made = FileFarm(tmp_path)
    (tmp_path / "corp.ldif").write_text(domain())
    made.write(CONFIGURATION + ACCESS)
    return made


def changes(events: EventStream) -> list[Change]:
    """In one order, since pictures come as they are fetched."""
    return sorted((event for event in events if isinstance(event, Change)), key=lambda change: change.id)


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("area", ["trust", "zones", "profiles", "access", "photos"])
def test_the_plan_of_every_area_takes_answers_and_makes_nothing_of_them(farm: FileFarm, area: str, said: bool) -> None:
    (one,) = chosen_areas(farm.desired(), [area])
    silent = changes(one.plan())
    assert silent
    assert changes(answered(one.plan(), lambda _: said)) == silent


def test_answers_reach_the_area_that_asked(farm: FileFarm) -> None:
    told = list(answered(apply_deployment(farm.desired()), lambda change: change.area == "access"))
    made = {one.area for one in told if isinstance(one, Outcome) and one.status == "applied"}
    assert made == {"access"}
    left = {change.area for change in changes(plan_deployment(farm.desired()))}
    assert left == {"trust", "zones", "profiles", "photos"}
