"""A run as entries of a log."""

from __future__ import annotations

from datetime import datetime, timezone

from pyupsync.errors import RunInProgress
from pyupsync.model import Event, LogEntry, Message, Outcome, Severity
from pyupsync.reporting.run import AboutRun, RunEnd

SEVERITIES: tuple[Severity, ...] = ("debug", "info", "warning", "error")
_QUIET = {"NoPicture", "OtherDomain"}
"""Why people are left alone every time, without anybody having to look."""
_LOOK = {"ForeignPhoto", "ClearLimitExceeded", "PersonTwice"}


def begun(run: AboutRun) -> LogEntry:
    """A run that begins."""
    where = "; ".join(f"{name}: {value}" for name, value in run.where.items())
    trying = " (nothing is changed)" if run.trying else ""
    return LogEntry(run.started, "info", "runBegun", f"{run.title} began{trying}. {where}", code="RunBegun")


def entry_of(event: Event) -> LogEntry | None:
    """What is logged of an event, None for nothing."""
    now = datetime.now(timezone.utc)
    if isinstance(event, Message):
        level: Severity = "debug" if event.level == "verbose" else event.level
        return LogEntry(now, level, "message", event.text)
    if isinstance(event, Outcome):
        return LogEntry(
            now,
            _severity(event),
            "outcome",
            event.reason,
            subject=event.subject,
            target=event.target,
            action=event.action,
            status=event.status,
            code=event.code,
            advice=event.advice,
        )
    return None


def ended(end: RunEnd, sentence: str, exit_code: int) -> LogEntry:
    """A run's end; ``sentence`` sums it up."""
    if end.error:
        level: Severity = "warning" if isinstance(end.error, RunInProgress) else "error"
        text, code, advice = end.error.message, end.error.code, end.error.advice
    elif end.how == "stopped":
        level, text, code, advice = "warning", f"It was stopped: {sentence}.", "RunStopped", "Run it again to go on."
    else:
        level, text, code, advice = "error" if exit_code else "info", f"It ended: {sentence}.", "RunEnded", ""
    return LogEntry(end.ended, level, "runEnded", text, code=code, advice=advice, exit_code=exit_code)


def _severity(outcome: Outcome) -> Severity:
    if outcome.status == "failed":
        return "error"
    if outcome.code in _LOOK:
        return "warning"
    return "debug" if outcome.status == "unchanged" or outcome.code in _QUIET else "info"
