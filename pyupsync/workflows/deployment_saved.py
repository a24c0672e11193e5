"""The jobs on a saved plan: make one, and apply it where the world has not moved since."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import ExitStack
from pathlib import Path

from pyupsync.config.desired import Desired, read_desired
from pyupsync.deployment.moved import ADVICE, moved
from pyupsync.deployment.saved import SavedPlan, as_text, by_key, from_text, key_of, same
from pyupsync.errors import PlanOutdated
from pyupsync.model import Change, Event, EventStream, Message, Outcome, Progress, relayed
from pyupsync.wiring.deployment import open_plan_file, read_plan_file
from pyupsync.workflows.deployment import apply_deployment, plan_deployment


def save_plan(desired: Desired, path: str, only: Iterable[str] = ()) -> EventStream:
    """As ``plan_deployment``, and keep what it came to in a file that holds neither secrets nor pictures.

    Raises:
        UsageError: It cannot be written, or an area was asked for that there is not.
    """
    areas = desired.chosen(only)
    with ExitStack() as stack:
        file = open_plan_file(path, stack)
        changes: list[Change] = []
        for event in plan_deployment(desired, areas):
            if isinstance(event, Change):
                changes.append(_without_bytes(event))
            yield event
        configuration = str(Path(desired.path).resolve())
        file.write(as_text(SavedPlan(configuration, desired.digest, areas, tuple(changes))))
        yield Message("verbose", f"The plan is in {path}; pyupsync deploy apply {path} carries it out.")


def read_saved_plan(path: str) -> tuple[SavedPlan, Desired]:
    """A saved plan, and the configuration that it was made from.

    Raises:
        PlanUnreadable: It is none.
        PlanOutdated: The configuration is not what it was.
        UsageError: The configuration cannot be used any more.
    """
    saved = from_text(read_plan_file(path), path)
    desired = read_desired(saved.configuration)
    if desired.digest != saved.digest:
        raise PlanOutdated(
            f"The configuration {saved.configuration} has changed since the plan {path} was made.",
            target=path,
            advice=ADVICE,
        )
    return saved, desired


def apply_saved_plan(saved: SavedPlan, desired: Desired, *, what_if: bool = False) -> EventStream:
    """Plan again; where anything is not as the saved plan has it, say what, and change nothing. Else make its changes.

    What has become as planned meanwhile is no reason to refuse, so a plan that was applied in part goes on. What turns
    out to be needed only while it is applied is left alone.
    """
    present: list[Change] = []
    settled: list[Outcome] = []
    for event in plan_deployment(desired, saved.only):
        if isinstance(event, Change):
            present.append(_without_bytes(event))
        elif isinstance(event, Outcome):
            settled.append(event)
        elif isinstance(event, Progress):
            yield event
    outdated = list(moved(saved, present, settled))
    yield from outdated
    if outdated:
        yield Message("warning", f"Nothing was changed, since the plan is not of today any more. {ADVICE}")
        return
    yield from _planned_alone(saved, apply_deployment(desired, saved.only, what_if=what_if))


def _planned_alone(saved: SavedPlan, events: EventStream) -> EventStream:
    """Pass an apply on; say no, in the plan's name, to every change that is not in it."""
    planned = by_key(saved.changes)

    def asked(event: Event) -> Generator[Event, bool | None, bool | None]:
        if isinstance(event, Change):
            expected = planned.get(key_of(event))
            if expected is None or not same(expected, event):
                return False
        return (yield event)

    return relayed(events, asked)


def _without_bytes(change: Change) -> Change:
    """The change without its payload, which a plan of many people would be large with."""
    return Change(change.id, change.area, change.action, change.target, change.before, change.after, change.subject)
