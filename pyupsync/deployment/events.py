"""Events of several areas in one stream: which area each is of, and what a fault of a whole area is."""

from __future__ import annotations

from dataclasses import replace

from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Event, Facts, Finding, Outcome, Record

DRIFT = "drift"
PLAN = "Plan"


def of_area(event: Event, area: str) -> Event:
    """The event, saying in its facts of which area it is; changes and outcomes say so anyway."""
    if isinstance(event, Finding):
        return replace(event, facts={"area": area, **(event.facts or {})})
    if isinstance(event, Record):
        return replace(event, facts={**event.facts, "area": area})
    return event


def broken_off(area: str, error: UpSyncError) -> Outcome:
    """What became of an area whose job ended in an error."""
    return Outcome.of_error(error, area=area, action=PLAN, target=error.target or area)


def drift(change: Change, command: str) -> Finding:
    """A change that an apply would make, as the finding that it is pending.

    Args:
        change: The change.
        command: What makes it.
    """
    return Finding(
        check=DRIFT,
        status="error",
        subject=change.subject or change.target,
        expected=_told(change.after),
        actual=f"{change.action} is pending; now: {_told(change.before)}.",
        advice=f"Run: {command}",
        facts={"area": change.area, "id": change.id, "target": change.target, "action": change.action},
    )


_TELLING = ("sha256", "thumbprint", "data", "attribute", "name")
"""Of a thing's facts the first of these tells most."""


def _told(facts: Facts | None) -> str:
    if facts is None:
        return "nothing"
    name = next((name for name in _TELLING if name in facts), "")
    return f"{name} {facts[name]}" if name else "there"
