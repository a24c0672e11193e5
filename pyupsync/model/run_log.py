"""What a log says of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Severity = Literal["debug", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that happened; empty fields say nothing.

    Attributes:
        time: When, in UTC.
        level: How much it matters.
        event: What kind of thing: ``runBegun``, ``outcome``, ``message``, ``runEnded``.
        text: A sentence.
        job: The run's job: ``photos.export``.
        run: What tells the entries of one run from another's.
        subject: Whom it is about: an account.
        target: What it is about: a DN, a file.
        action: What was to be done.
        status: What became of it.
        code: An outcome's or an error's stable code.
        advice: What to do.
        exit_code: What the command exits with, at a run's end.
    """

    time: datetime
    level: Severity
    event: str
    text: str
    job: str = ""
    run: str = ""
    subject: str = ""
    target: str = ""
    action: str = ""
    status: str = ""
    code: str = ""
    advice: str = ""
    exit_code: int | None = None
