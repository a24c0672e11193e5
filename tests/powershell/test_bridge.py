"""The door for PowerShell, opened from Python: texts in, texts out, whatever happens behind it."""

from __future__ import annotations

import base64
import json
import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pyupsync import bridge
from pyupsync.model import Change, EventStream, Outcome, Progress
from tests.lab.mint import mint
from tests.powershell.conftest import SECRET, Farm

Jobs = dict[str, Callable[..., EventStream]]


@pytest.fixture
def people(farm: Farm) -> dict[str, Any]:
    """Settings of a job for three people, one of whom fails."""
    farm.write({"ágnes": "/1.jpg", "bob": "/2.jpg", "emil": "/missing.jpg"}, "bridge")
    (farm.folder / "bridge.changes.ldif").unlink(missing_ok=True)
    return {"profiles": f"csv:{farm.folder / 'bridge.csv'}", "directory": f"ldif:{farm.folder / 'bridge.ldif'}"}


def events(run: bridge.Run, reply: Callable[[dict[str, Any]], str] = lambda _: "true") -> Iterator[dict[str, Any]]:
    """All events of a run, each change answered by ``reply``."""
    try:
        text = run.next()
        while text is not None:
            event = json.loads(text)
            yield event
            text = run.next(reply(event) if event["type"] == "change" else None)
    finally:
        run.close()


def fates(run: bridge.Run, reply: Callable[[dict[str, Any]], str] = lambda _: "true") -> dict[str, str]:
    return {event["subject"]: event["code"] for event in events(run, reply) if event["type"] == "outcome"}


def request(job: str, settings: dict[str, Any], **more: object) -> str:
    return json.dumps({"job": job, "settings": settings, **more})


def test_replies_decide_about_each_change(people: dict[str, Any], farm: Farm) -> None:
    run = bridge.start(request("photos.export", people))
    told = fates(run, lambda change: json.dumps("bob" not in change["subject"]))
    assert told == {"CORP\\ágnes": "Applied", "CORP\\bob": "NotApproved", "CORP\\emil": "PhotoNotFound"}
    assert (farm.folder / "bridge.changes.ldif").read_text(encoding="utf-8").count("changetype: modify") == 1


def test_a_plan_and_what_if_change_nothing(people: dict[str, Any], farm: Farm) -> None:
    planned = list(events(bridge.start(request("photos.plan", people))))
    assert sorted(event["subject"] for event in planned if event["type"] == "change") == ["CORP\\bob", "CORP\\ágnes"]
    assert all("payload" not in event for event in planned)
    assert fates(bridge.start(request("photos.export", people, what_if=True)))["CORP\\bob"] == "WhatIf"
    assert not (farm.folder / "bridge.changes.ldif").exists()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (f'{{"password": "{SECRET}', "UsageInvalid", "not a JSON object"),
        ("[]", "UsageInvalid", "not a JSON object"),
        ('{"job": "photos.plan"}', "UsageInvalid", "no settings"),
        ('{"job": "photos.burn", "settings": {}}', "UsageInvalid", "photos.burn"),
        ('{"job": "photos.plan", "settings": {"colour": "red"}}', "UsageInvalid", "colour"),
        ('{"job": "trust.list", "settings": {}}', "UsageInvalid", "store"),
        ('{"job": "trust.remove", "settings": {"store": "folder:/none"}}', "UsageInvalid", "Nothing to remove"),
        ('{"job": "trust.verify", "settings": {"store": "folder:/none"}}', "UsageInvalid", "not named"),
        ('{"job": "trust.backup", "settings": {"store": "folder:/none"}}', "UsageInvalid", "folder"),
        ('{"job": "trust.restore", "settings": {"store": "folder:/none", "folder": 1}}', "UsageInvalid", "folder"),
        ('{"job": "trust.expand", "settings": {"folder": "/none"}}', "UsageInvalid", "paths"),
        ('{"job": "trust.expand", "settings": {"folder": "/none", "paths": "x"}}', "UsageInvalid", "paths"),
        ('{"job": "trust.expand", "settings": {"folder": "f", "paths": [], "store": "x"}}', "UsageInvalid", "paths"),
        (
            '{"job": "trust.import", "settings": {"store": "folder:/none", "certificates": "x"}}',
            "UsageInvalid",
            "certif",
        ),
        (
            '{"job": "photos.plan", "settings": {"profiles": "csv:/none.csv", "directory": "ldif:/none.ldif"}}',
            "ProfileUnreadable",
            "/none.csv",
        ),
    ],
)
def test_a_request_that_cannot_be_used_ends_in_one_terminating_event(text: str, code: str, words: str) -> None:
    trace, event = events(bridge.start(text))
    assert trace["level"] == "debug"
    assert "Traceback" in trace["text"]
    assert "Traceback" not in event["message"]
    assert event["type"] == "error"
    assert event["terminating"] is True
    assert event["code"] == code
    assert words in event["message"]
    assert SECRET not in json.dumps([trace, event], ensure_ascii=False)


def test_a_password_of_the_wrong_kind_is_not_shown(people: dict[str, Any]) -> None:
    trace, event = events(bridge.start(request("photos.plan", {**people, "password": [SECRET]})))
    assert event["code"] == "UsageInvalid"
    assert SECRET not in event["message"]
    assert SECRET not in trace["text"]


def test_a_certificate_object_is_read_as_a_file_is(tmp_path: Path) -> None:
    """One that is none fails by itself, and nothing of it is shown."""
    root = mint("O=Lab/CN=Wurzel Köln", start=-3650, end=36500)
    texts = [base64.b64encode(root.der).decode(), "no certificate", base64.b64encode(root.key_pem.encode()).decode()]
    asked = request("trust.import", {"store": f"folder:{tmp_path / 'store'}", "certificates": texts})
    told = [event for event in events(bridge.start(asked)) if event["type"] == "outcome"]
    assert [(event["target"], event["code"]) for event in told] == [
        ("certificate object 2", "CertificateUnreadable"),
        ("certificate object 3", "CertificateUnreadable"),
        ("Wurzel Köln", "Applied"),
    ]
    assert texts[2] not in json.dumps(told)


def settled(_settings: object, _what_if: object) -> EventStream:
    """A job that logs, prints, asks about one change and then trips over itself."""
    logging.getLogger("pyupsync.test").warning("%s of two", 1)
    logging.getLogger("pyupsync.test").info("a detail")
    print("printed\nin two lines")  # noqa: T201 - what is tested
    approved = yield Change("x/1", "x", "Do", "it", None, None)
    yield Outcome("x", "Do", "it", "skipped", str(approved), "asked")
    yield Progress("busy", 1, 2, "a \udcff name")
    raise ZeroDivisionError("by nothing")


@pytest.fixture
def guest(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more job, and everything put back that a host would change."""
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, getattr(sys, stream))
    monkeypatch.setattr(bridge.LOGGER, "level", bridge.LOGGER.level)
    monkeypatch.setattr(bridge.LOGGER, "handlers", list(bridge.LOGGER.handlers))
    monkeypatch.setattr(bridge, "JOBS", {**bridge.JOBS, "settled": settled})


def test_logs_and_prints_become_messages_and_a_fault_an_error(guest: None) -> None:
    assert json.loads(bridge.host())["prefix"] == sys.prefix
    told = list(events(bridge.start(request("settled", {})), lambda _: "false"))
    messages = [(event["level"], event["text"]) for event in told if event["type"] == "message"]
    assert messages[:2] == [("warning", "1 of two"), ("verbose", "a detail")]
    assert messages[2:4] == [("verbose", "printed"), ("verbose", "in two lines")]
    assert [event["type"] for event in told if event["type"] != "message"] == ["change", "outcome", "progress", "error"]
    assert next(event["code"] for event in told if event["type"] == "outcome") == "False"
    assert told[-1]["code"] == "UpSyncFailed"
    assert "ZeroDivisionError: by nothing" in told[-1]["message"]
    assert messages[-1][0] == "debug"
    assert "Traceback" in messages[-1][1]


def test_a_record_that_cannot_be_formatted_is_told_as_it_is() -> None:
    waiting: deque[str] = deque()
    bridge._RunLog(waiting).emit(logging.makeLogRecord({"msg": "%d", "args": ("no number",), "levelno": logging.INFO}))
    assert json.loads(waiting[0])["text"] == "%d"


def test_runs_at_once_keep_their_messages_apart(guest: None) -> None:
    bridge.host()
    told: dict[str, list[str]] = {}

    def listen(name: str, begun: threading.Barrier) -> None:
        run = bridge.start(request("settled", {}))
        begun.wait(10)
        told[name] = [event["text"] for event in events(run) if event["type"] == "message"]

    begun = threading.Barrier(2)
    threads = [threading.Thread(target=listen, args=(name, begun)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [texts.count("1 of two") for texts in told.values()] == [1, 1]


def test_the_door_takes_and_gives_text_only(people: dict[str, Any]) -> None:
    run = bridge.call("open", "", request("photos.export", people))
    texts = [bridge.call("next", run, "")]
    while texts[-1]:
        texts.append(bridge.call("next", run, "false"))
    assert all(isinstance(text, str) for text in texts)
    assert bridge.call("close", run, "") == bridge.call("close", run, "") == ""
    with pytest.raises(KeyError):
        bridge.call("next", run, "")


def test_closing_early_closes_the_job_and_stops_listening(people: dict[str, Any]) -> None:
    run = bridge.start(request("photos.export", people))
    listeners = len(bridge.LOGGER.handlers)
    assert run.next()
    run.close()
    assert run.next() is None
    assert len(bridge.LOGGER.handlers) == listeners - 1
