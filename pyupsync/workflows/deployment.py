"""The jobs on a farm's desired state: plan, apply, verify; each area does its own part."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Iterable

from pyupsync import workflows
from pyupsync.config.desired import Desired
from pyupsync.deployment.events import broken_off, drift, of_area
from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Event, EventStream
from pyupsync.workflows.deployment_areas import Area, Work, chosen_areas

_DIAGNOSIS = "diagnosis"


def plan_deployment(desired: Desired, only: Iterable[str] = ()) -> EventStream:
    """Compare; yield a Change or an Outcome for each thing of each area, and Findings. Nothing is changed.

    An area whose job cannot begin, or breaks off, is a failed Outcome, and the others go on.

    Raises:
        UsageError: An area was asked for that there is not.
    """
    for area in chosen_areas(desired, only):
        yield from _of(area.name, area.plan)


def apply_deployment(desired: Desired, only: Iterable[str] = (), *, what_if: bool = False) -> EventStream:
    """As ``plan_deployment``, and make each change: area by area, so that each finds what those before it have made.

    What was made stays when a later change fails or the run is killed; applying again goes on from there.
    """
    for area in chosen_areas(desired, only, what_if=what_if):
        yield from _of(area.name, area.apply)


def verify_deployment(desired: Desired, only: Iterable[str] = ()) -> EventStream:
    """Yield a Finding for every change that is pending, then the checks of the areas and those of the whole farm.

    The farm is looked at where no area was asked for. Nothing is changed, but where the configuration names a test
    user: that one's picture is written and put back, after its Change was yielded.
    """
    wanted = tuple(only)
    for area in chosen_areas(desired, wanted):
        yield from _verified(area, shown("pyupsync", "deploy", "apply", desired.path, "--only", area.name))
    if not wanted:
        yield from _of(_DIAGNOSIS, lambda: workflows.diagnose_farm_events(desired.diagnosis))


def shown(*words: str) -> str:
    """A command line as its shell takes it."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _verified(area: Area, command: str) -> EventStream:
    def pending(event: Event) -> Event:
        return drift(event, command) if isinstance(event, Change) else event

    yield from _of(area.name, area.plan, pending)
    if area.check:
        yield from _of(area.name, area.check)


def _as_it_is(event: Event) -> Event:
    return event


def _of(area: str, work: Work, seen_as: Callable[[Event], Event] = _as_it_is) -> EventStream:
    """Pass an area's events on, each saying of which area it is; and what is sent back to them.

    Not by ``relayed``: an error that comes as it is closed is for whoever closes it, and no outcome.
    """
    reply: bool | None = None
    events = work()
    try:
        while True:
            try:
                event = events.send(reply)
            except StopIteration:
                return
            reply = yield of_area(seen_as(event), area)
    except UpSyncError as error:
        yield broken_off(area, error)
    finally:
        events.close()
