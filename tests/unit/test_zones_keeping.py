"""An outcome says applied once the change is kept, and failed where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyupsync.config import ZoneJob
from pyupsync.model import Change, Event, EventStream, Message, Outcome
from pyupsync.workflows import add_zones, remove_zones

HEAD = "Windows Registry Editor Version 5.00\r\n\r\n"
URLS = ("https://mysite.contoso.com", "http://10.0.0.7")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "service.reg"
    path.write_text(HEAD, encoding="utf-8", newline="")
    return path


def job(file: Path) -> ZoneJob:
    return ZoneJob(registry=f"reg:{file}", urls=URLS, undo_file=str(file.parent))


def answered(stream: EventStream, reply: bool | None) -> list[Event]:
    """Every event; each change is answered with ``reply``."""
    events: list[Event] = []
    answer = None
    try:
        while True:
            events.append(stream.send(answer))
            answer = reply if isinstance(events[-1], Change) else None
    except StopIteration:
        return events


@pytest.mark.parametrize("reply", [None, True])
def test_a_registry_that_cannot_be_saved_has_nothing_applied(file: Path, reply: bool | None) -> None:
    """Another process writes the file while the changes are made."""
    stream = add_zones(job(file))
    events = [next(stream), next(stream)]
    assert isinstance(events[1], Change)
    file.write_text(f"{HEAD}; another\r\n", encoding="utf-8", newline="")
    events += answered(stream, reply)
    outcomes = [event for event in events if isinstance(event, Outcome)]
    assert [outcome.status for outcome in outcomes] == ["failed"] * 3
    assert all("Another process changed" in outcome.reason and outcome.advice for outcome in outcomes)
    assert not any(isinstance(event, Message) and event.level == "warning" for event in events), "nothing to restart"
    assert file.read_bytes() == f"{HEAD}; another\r\n".encode()


def test_who_was_asked_finds_the_change_in_the_file_when_its_outcome_comes(file: Path) -> None:
    for work, status in ((add_zones, True), (remove_zones, False)):
        stream = work(job(file))
        told = 0
        event: Event | None = next(stream)
        while event is not None:
            if isinstance(event, Change):
                outcome = stream.send(True)
                assert isinstance(outcome, Outcome)
                assert (outcome.status, outcome.target) == ("applied", event.target)
                key = event.target.rpartition("\\")[0]
                assert (f"[{key}]" in file.read_text(encoding="utf-8")) == status
                told += 1
            event = next(stream, None)
        assert told == 3
    assert file.read_bytes() == HEAD.encode()


def test_a_stream_that_is_closed_keeps_what_was_made(file: Path) -> None:
    stream = add_zones(job(file))
    changes = 0
    for event in stream:
        changes += isinstance(event, Change)
        if changes == 2:
            break
    stream.close()
    assert file.read_text(encoding="utf-8").count("dword:00000001") == 1
