"""What every log of a run does with its entries: a file, systemd's journal, the Windows event log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pyupsync.adapters.unattended.event_log import EVENT_IDS, EventLog
from pyupsync.adapters.unattended.journal import JournalLog
from pyupsync.adapters.unattended.json_lines import JsonLinesLog
from pyupsync.errors import UsageError
from pyupsync.model import LogEntry
from pyupsync.ports import RunLog
from tests.conftest import _without
from tests.lab.journal import Journal, missing_journal, running_journal
from tests.standins.event_log import Advapi32

AT = datetime(2026, 1, 31, 3, 0, 0, 123000, tzinfo=timezone(timedelta(hours=1)))
FAILED = LogEntry(
    AT,
    "error",
    "outcome",
    "The site refused us.",
    job="photos.export",
    run="0a1b2c3d",
    subject="CORP\\çem",
    target="CN=çem,DC=corp",
    status="failed",
    code="PhotoAccessDenied",
    advice="Check the zone.",
)
ENDED = LogEntry(AT, "warning", "runEnded", "It was\nstopped.", run="0a1b2c3d", code="RunStopped", exit_code=130)


@pytest.fixture(scope="session")
def journal() -> Iterator[Journal]:
    if reason := missing_journal():
        _without(f"No journal: {reason}.")
    with running_journal() as running:
        yield running


@dataclass
class Case:
    """A log, and what is in it: (level, code, text, subject) of each entry."""

    log: RunLog
    seen: Callable[[], list[tuple[str, str, str, str]]]


@pytest.fixture(params=["file", "journal", "eventlog"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    made = {"file": _file, "journal": _journal, "eventlog": _event_log}[request.param](request, tmp_path)
    yield made
    made.log.close()
    made.log.close()


def _file(_request: pytest.FixtureRequest, folder: Path) -> Case:
    path = folder / "run.jsonl"

    def seen() -> list[tuple[str, str, str, str]]:
        found = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
        assert {one["time"] for one in found} == {"2026-01-31T02:00:00.123Z"}
        return [(one["level"], one["code"], one["text"], one.get("subject", "")) for one in found]

    return Case(JsonLinesLog(str(path)), seen)


def _journal(request: pytest.FixtureRequest, _folder: Path) -> Case:
    journal: Journal = request.getfixturevalue("journal")
    before = len(journal.entries("pyupsync"))

    def seen() -> list[tuple[str, str, str, str]]:
        for _ in range(100):
            found = journal.entries("pyupsync")[before:]
            if len(found) >= 2:
                break
            time.sleep(0.1)
        assert [one["PRIORITY"] for one in found] == [
            {"error": "3", "warning": "4"}[one["PYUPSYNC_LEVEL"]] for one in found
        ]
        assert {one["PYUPSYNC_TIME"] for one in found} == {"2026-01-31T02:00:00.123Z"}
        plain = [(one, one["MESSAGE"].removesuffix(f" {one.get('PYUPSYNC_ADVICE', '')}")) for one in found]
        return [
            (
                one["PYUPSYNC_LEVEL"],
                one["PYUPSYNC_CODE"],
                text.removeprefix(f"{one.get('PYUPSYNC_SUBJECT')}: "),
                one.get("PYUPSYNC_SUBJECT", ""),
            )
            for one, text in plain
        ]

    return Case(JournalLog(journal.socket), seen)


def _event_log(_request: pytest.FixtureRequest, _folder: Path) -> Case:
    library = Advapi32()

    def seen() -> list[tuple[str, str, str, str]]:
        assert library.sources == ["pyupsync"]
        assert [number for _, number, _ in library.events] == [EVENT_IDS["outcome"], EVENT_IDS["runEnded"]]
        told = []
        for level, _, text in library.events:
            sentence, _, rest = text.partition("\r\n\r\n")
            facts = dict(line.split(": ", 1) for line in rest.splitlines())
            told.append((level, facts["Code"], sentence, facts.get("Account", "")))
        return told

    return Case(EventLog(library), seen)


def test_entries_are_there_in_order_and_whole(case: Case) -> None:
    case.log.write(FAILED)
    case.log.write(ENDED)
    assert case.seen() == [
        ("error", "PhotoAccessDenied", "The site refused us.", "CORP\\çem"),
        ("warning", "RunStopped", "It was\nstopped.", ""),
    ]


def test_a_long_entry_is_taken(case: Case) -> None:
    case.log.write(replace(FAILED, text="x" * 40_000))
    case.log.write(ENDED)
    assert case.seen()[0][2].startswith("x" * 30_000)


def test_a_file_goes_on_where_it_was_and_may_be_moved_away(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text('{"time": "torn', encoding="ascii")
    log = JsonLinesLog(str(path))
    log.write(FAILED)
    path.rename(tmp_path / "run.jsonl.1")
    log.write(ENDED)
    assert json.loads((tmp_path / "run.jsonl.1").read_text().splitlines()[1])["code"] == "PhotoAccessDenied"
    assert json.loads(path.read_text())["exit_code"] == 130
    assert path.stat().st_mode & 0o007 == 0


def test_the_event_log_has_nobody_who_is_well() -> None:
    library = Advapi32()
    log = EventLog(library)
    log.write(replace(FAILED, level="info", status="applied", code="Applied"))
    assert not library.events
    library.full = True
    with pytest.raises(OSError, match="did not take"):
        log.write(ENDED)
    log.close()
    assert not library.sources


def test_a_log_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        EventLog(Advapi32(admitted=False))
    with pytest.raises(UsageError, match="Only Windows"):
        EventLog()
    with pytest.raises(UsageError, match="systemd's journal cannot be written to"):
        JournalLog(str(tmp_path / "no socket"))
    with pytest.raises(UsageError, match=r"The log .* cannot be written"):
        JsonLinesLog(str(tmp_path / "missing" / "run.jsonl"))
