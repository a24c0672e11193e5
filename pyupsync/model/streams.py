"""Streams of events on their way: passed on, or answered.

Both close the stream that they take: at its end, at an error, and when whoever hears them stops.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeVar

from pyupsync.model.events import Change, Event, EventStream

Told = TypeVar("Told")


def relayed(
    events: Generator[Event, bool | None, object], step: Callable[[Event], Generator[Told, bool | None, bool | None]]
) -> Generator[Told, bool | None, None]:
    """Pass a stream on.

    Args:
        events: The stream.
        step: Begun with each event: what it yields is passed on, what it returns is sent back for the event.
    """
    reply: bool | None = None
    with closing(events):
        while True:
            try:
                event = events.send(reply)
            except StopIteration:
                return
            reply = yield from step(event)


def answered(events: EventStream, answer: Callable[[Change], bool | None] | None) -> EventStream:
    """Hear a stream: ``answer`` is asked for each Change, once it was heard; None lets each be made as it comes."""

    def step(event: Event) -> Generator[Event, bool | None, bool | None]:
        yield event
        return answer(event) if answer and isinstance(event, Change) else None

    return relayed(events, step)
