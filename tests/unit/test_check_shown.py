"""A check of the picture's way, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from pyupsync.cli.show import show
from pyupsync.model import Check, EventStream

CHECKS = (
    Check("clock", "pass", "dc1", "at most 5 minutes", "2 seconds"),
    Check("spn", "unknown", "HTTP/mysite", "one account", "the directory was not named"),
    Check("zone", "fail", "https://mysite", "Local intranet", "Internet", ("no\nentry",), "pyupsync zones add", "Z"),
)


def events() -> EventStream:
    yield from CHECKS


def test_a_check_is_shown_with_its_evidence_and_what_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    code = show(events(), as_json=False, mode="test")
    assert capsys.readouterr().out.splitlines() == [
        "pass      clock            dc1: 2 seconds",
        "unknown   spn              HTTP/mysite: the directory was not named",
        "fail      zone             https://mysite: Internet [Z]",
        "          no\\x0aentry",
        "          Mend it: pyupsync zones add",
        "1 fault",
    ]
    assert code == 3


def test_a_check_as_json_keeps_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    show(events(), as_json=True, mode="test")
    first, _, third, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["type"] == "check"
    assert third == {
        "type": "check",
        "check": "zone",
        "status": "fail",
        "subject": "https://mysite",
        "expected": "Local intranet",
        "actual": "Internet",
        "evidence": ["no\nentry"],
        "advice": "pyupsync zones add",
        "cause": "Z",
    }
    assert (summary["faults"], summary["exit_code"]) == (1, 3)
