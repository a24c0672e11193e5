"""What a stream of events looks like on a terminal, and to a file or a pipe."""

from __future__ import annotations

import io
import sys

import pytest

from pyupsync.cli.show import show
from pyupsync.model import Change, Message, Outcome, Progress

BELL = "\a"
SHOWN = r"Done\x07.\x0d\x0a\x1b[31m\x9b"
CHANGE = Change("photos/1", "photos", "Set thumbnailPhoto", "CN=A", None, {"bytes": 3}, subject="CORP\\a")
EVENTS = [
    Progress("Profile pictures", 0, 2, ""),
    CHANGE,
    Outcome.of_change(CHANGE, "applied", "Applied", f"Done{BELL}.\r\n\x1b[31m\x9b"),
    Message("warning", "Look\nout."),
]


def test_a_pipe_gets_plain_lines_and_no_control_character(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert show(iter(EVENTS), as_json=False) == 0
    told = capsys.readouterr()
    assert told.out == f"applied   CORP\\a  {SHOWN}\n1 applied, 0 unchanged, 0 skipped, 0 failed\n"
    assert told.err == "pyupsync: warning: Look\\x0aout.\n"


def test_a_plan_shows_its_changes(capsys, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert show(iter([CHANGE]), as_json=False, mode="plan") == 3
    assert "change    CORP\\a  Set thumbnailPhoto: nothing -> 3 bytes\n" in capsys.readouterr().out


def test_a_terminal_gets_colours_and_the_same_words(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show(iter(EVENTS), as_json=False)
    out = capsys.readouterr().out
    assert f"\x1b[32mapplied   CORP\\a  {SHOWN}\x1b[0m" in out
    assert BELL not in out


@pytest.mark.parametrize("event", [Progress("Profile pictures", 1, 2, ""), Message("warning", "Look out.")])
def test_a_pipe_gets_what_was_told_before_with_the_next_sign_of_life(monkeypatch, event):
    """Lines are gathered, but no longer than until the next progress, which comes several times a second."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))

    def events():
        yield EVENTS[2]
        assert raw.getvalue() == b""
        yield event
        assert raw.getvalue().startswith(b"applied")

    show(events(), as_json=False)
