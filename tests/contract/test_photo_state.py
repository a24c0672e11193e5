"""What every ``PhotoState`` must do: the one in a SQLite file, and the one in memory."""

from __future__ import annotations

import time

import pytest

from pyupsync.adapters.state.in_memory import MemoryState
from pyupsync.adapters.state.sqlite import open_sqlite
from pyupsync.errors import StateError
from pyupsync.model import Intent, Known, PhotoFacts, Settled, Sighting, Validators

OLD, NEW = b"old picture", b"new picture"
ALICE = Known(
    guid="11111111-0000-4000-8000-00000000000a",
    validators=Validators("https://my/ä.jpg?t=1", '"v1,2"', "Wed, 21 Oct 2015 07:28:00 GMT"),
    source="ab" * 32,
    rule="gal",
    made=PhotoFacts.of(NEW, 96, 72),
    published=PhotoFacts.of(OLD),
    present=PhotoFacts.of(OLD, 48, 48),
    seen=Sighting("dc-1", 2**40),
)
BOB = Known("CN=Bøb,DC=corp")


@pytest.fixture(params=["memory", "sqlite"])
def state(request, tmp_path):
    opened = MemoryState() if request.param == "memory" else open_sqlite(str(tmp_path / "ß.db"), writing=True)
    yield opened
    opened.close()


def intent(guid="g", before=OLD, after=NEW):
    facts = [PhotoFacts.of(data) if data else None for data in (before, after)]
    return Intent(guid, f"CN={guid},DC=corp", f"CORP\\{guid}", "Set thumbnailPhoto", *facts, previous=before)


def statuses(state, run=None):
    return [(entry.run, entry.intent.guid, entry.status, entry.code) for entry in state.history.entries(run)]


def test_an_empty_one_knows_nothing(state):
    assert state.memory.known(["a", "b"]) == {}
    assert (list(state.history.runs()), list(state.history.entries()), state.journal.unsettled()) == ([], [], [])
    assert state.history.previous("ab" * 32) is None
    assert state.history.purge(max_bytes=0, days=0) == 0


def test_what_was_learnt_last_is_known(state):
    state.memory.learn([ALICE, BOB])
    state.memory.learn([])
    assert state.memory.known([BOB.guid, "nobody", ALICE.guid]) == {ALICE.guid: ALICE, BOB.guid: BOB}
    changed = Known(ALICE.guid, rule="lync")
    state.memory.learn([changed])
    assert state.memory.known([ALICE.guid]) == {ALICE.guid: changed}


def test_thousands_are_known_at_once(state):
    everyone = [Known(f"g{number}", rule=str(number)) for number in range(1203)]
    state.memory.learn(iter(everyone))
    assert dict(state.memory.known([one.guid for one in reversed(everyone)])) == {one.guid: one for one in everyone}


def test_an_intent_is_open_until_it_is_settled(state):
    run = state.journal.begin("export", "ldaps://dc1/DC=corp")
    state.journal.intend(run, [intent("a"), intent("b", before=None), intent("c", after=None)])
    assert statuses(state) == [(run, guid, "open", "") for guid in "abc"]
    assert [entry.intent for entry in state.journal.unsettled()] == [
        intent("a"),
        intent("b", before=None),
        intent("c", after=None),
    ]
    known = Known("a", published=PhotoFacts.of(NEW))
    state.journal.settle(run, [Settled("a", "applied", "Applied"), Settled("b", "failed", "DirectoryFailed")], [known])
    assert statuses(state, run)[:2] == [(run, "a", "applied", "Applied"), (run, "b", "failed", "DirectoryFailed")]
    assert [entry.intent.guid for entry in state.journal.unsettled()] == ["c"]
    assert state.memory.known(["a"]) == {"a": known}


def test_runs_are_counted_and_their_changes_too(state):
    first = state.journal.begin("export", "ldaps://dc1/DC=corp")
    state.journal.intend(first, [intent("a"), intent("b"), intent("c")])
    state.journal.settle(first, [Settled("a", "applied", "Applied"), Settled("b", "failed", "DirectoryFailed")], [])
    second = state.journal.begin("restore", "ldif:people.ldif")
    state.journal.intend(second, [intent("a", NEW, OLD)])
    state.journal.end(second)
    killed, ended = state.history.runs()
    assert (killed.number, killed.job, killed.directory, killed.ended) == (1, "export", "ldaps://dc1/DC=corp", "")
    assert (killed.applied, killed.failed, killed.open) == (1, 1, 1)
    assert (ended.number, ended.job, ended.open) == (2, "restore", 1)
    assert all(isinstance(count, int) for run in (killed, ended) for count in (run.applied, run.failed, run.open))
    assert killed.started < ended.started < ended.ended
    assert ended.ended.endswith("Z")
    assert [row[:2] for row in statuses(state)] == [(1, "a"), (1, "b"), (1, "c"), (2, "a")]
    assert statuses(state, 3) == []


def test_a_run_changes_a_person_once(state):
    run = state.journal.begin("export", "x")
    state.journal.intend(run, [intent("a")])
    for again in ([intent("b"), intent("a")], [intent("c"), intent("c")]):
        with pytest.raises(StateError):
            state.journal.intend(run, again)
    assert [row[1] for row in statuses(state)] == ["a"]


def test_what_was_replaced_is_kept_by_its_hash(state):
    run = state.journal.begin("export", "x")
    state.journal.intend(run, [intent("a"), intent("b"), intent("c", before=None)])
    sha256 = PhotoFacts.of(OLD).sha256
    assert state.history.previous(sha256) == OLD
    assert [entry.kept for entry in state.history.entries()] == [True, True, True]
    assert state.history.purge(max_bytes=0, days=1) == 1
    assert state.history.previous(sha256) is None
    assert [entry.kept for entry in state.history.entries()] == [False, False, True]


def test_the_oldest_are_forgotten_first(state):
    run = state.journal.begin("export", "x")
    pictures = [bytes([number]) * 100 for number in range(5)]
    for number, picture in enumerate(pictures):
        state.journal.intend(run, [intent(f"g{number}", before=picture)])
    state.journal.intend(state.journal.begin("export", "x"), [intent("g0", before=pictures[0])])
    assert state.history.excess(max_bytes=500, days=1) == (0, 0)
    assert state.history.purge(max_bytes=500, days=1) == 0
    assert state.history.excess(max_bytes=299, days=1) == (3, 300)
    assert state.history.purge(max_bytes=299, days=1) == 3
    kept = [state.history.previous(PhotoFacts.of(picture).sha256) is not None for picture in pictures]
    assert kept == [True, False, False, False, True]
    time.sleep(0.001)
    assert state.history.purge(max_bytes=500, days=0) == 2


def test_closing_twice_does_no_harm(state):
    state.close()
    state.close()
