"""Streams of events, for callers who want less."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing

from pyupsync.model import Change, Event, EventStream, Message, Outcome, Plan, answered

LOGGER = logging.getLogger("pyupsync")


def log_warning(event: Event) -> None:
    """Log a Message that somebody should see; other events are told otherwise."""
    if isinstance(event, Message) and event.level != "verbose":
        LOGGER.warning("%s", event.text)


def steps_of(plan: Plan) -> EventStream:
    """What a plan holds, as a stream: whoever is asked for a change may answer, though nothing is made of it."""
    events: list[Event] = [*plan.outcomes, *plan.changes]
    for event in events:  # noqa: UP028 - a list takes no answers
        yield event


def plan_of(stream: EventStream) -> Plan:
    """What a planning stream comes to; warnings are logged."""
    changes: list[Change] = []
    outcomes: list[Outcome] = []
    for event in stream:
        if isinstance(event, Change):
            changes.append(event)
        elif isinstance(event, Outcome):
            outcomes.append(event)
        log_warning(event)
    return Plan(tuple(changes), tuple(outcomes))


def outcomes_of(stream: EventStream, confirm: Callable[[Change], bool] | None = None) -> Iterator[Outcome]:
    """The outcomes of a stream as they come; ``confirm`` is asked before each change, and warnings are logged."""
    with closing(answered(stream, confirm)) as events:
        for event in events:
            if isinstance(event, Outcome):
                yield event
            log_warning(event)
