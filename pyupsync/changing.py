"""Make planned changes, and tell what became of each in the order they were planned in."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pyupsync.errors import AlreadyMapped, AlreadyTrusted, UpSyncError
from pyupsync.model import Change, Event, Outcome, Progress
from pyupsync.ports import PendingWrite

Act: TypeAlias = Callable[[Change], PendingWrite | None]
"""Makes one change: when it returns None the change is made, otherwise when what it returns is settled."""

AHEAD = 64
"""Changes handed over and not told yet: enough to keep a directory busy, few enough to hold in memory."""
HEARTBEAT = 0.25
"""Seconds; a consumer hears something at least this often while changes are waited for."""
STOPPING = 1.5
"""Seconds that changes under way are waited for when the run is stopped."""


def _outcome(change: Change, act: Callable[[], None]) -> Outcome:
    """What became of a change, an error of the tree a failed one unless another run has made the change meanwhile."""
    try:
        act()
    except (AlreadyMapped, AlreadyTrusted) as error:
        return Outcome.of_change(change, "unchanged", error.code, error.message)
    except UpSyncError as error:
        return Outcome.of_failure(change, error)
    return Outcome.of_change(change, "applied", "Applied", f"{change.action}: done.")


@dataclass(frozen=True, slots=True)
class _UnderWay:
    change: Change
    write: PendingWrite


@dataclass(slots=True)
class _Line:
    """What is to be told, in order: events as they are, and changes that are not settled."""

    told: Callable[[Change, Outcome], None]
    waiting: deque[Event | _UnderWay] = field(default_factory=deque)
    progress: Progress | None = None
    made: int = 0

    def begin(self, change: Change, act: Act) -> None:
        """Make a change, or hand it over."""
        pending: list[PendingWrite] = []

        def once() -> None:
            write = act(change)
            if write is not None:
                pending.append(write)

        outcome = _outcome(change, once)
        if pending:
            self.waiting.append(_UnderWay(change, pending[0]))
        else:
            self.waiting.append(self._settled(change, outcome))

    def ready(self, most: int) -> Iterator[Event]:
        """What can be told now, then what must be waited for until at most ``most`` are left."""
        while self.waiting:
            first = self.waiting[0]
            if isinstance(first, _UnderWay):
                if not first.write.wait(0 if len(self.waiting) <= most else HEARTBEAT):
                    if len(self.waiting) <= most:
                        return
                    yield from (self.progress,) if self.progress else ()
                    continue
                self.waiting.popleft()
                yield self._settled(first.change, _outcome(first.change, first.write.result))
            else:
                self.waiting.popleft()
                yield first

    def stop(self) -> None:
        """Take back what was not sent and wait for what was; tell ``told`` what became of it."""
        left = [one for one in self.waiting if isinstance(one, _UnderWay)]
        self.waiting.clear()
        sent = [one for one in left if not self._taken_back(one)]
        end = time.monotonic() + STOPPING
        for one in sent:
            if one.write.wait(max(0.0, end - time.monotonic())):
                self._settled(one.change, _outcome(one.change, one.write.result))

    def _taken_back(self, one: _UnderWay) -> bool:
        if not one.write.cancel():
            return False
        self.told(one.change, Outcome.of_change(one.change, "skipped", "Stopped", f"{one.change.action}: not begun."))
        return True

    def _settled(self, change: Change, outcome: Outcome) -> Outcome:
        self.made += outcome.status == "applied"
        self.told(change, outcome)
        return outcome


def _nobody(_change: Change, _outcome: Outcome) -> None:
    return None


def apply_changes(
    events: Iterable[Event],
    act: Act,
    *,
    what_if: bool = False,
    told: Callable[[Change, Outcome], None] = _nobody,
) -> Generator[Event, bool | None, int]:
    """Pass ``events`` on, making each change on its way unless told not to.

    A Change is yielded before it is made. Sending False back leaves it unmade; sending True, as somebody does who was
    asked, brings its outcome before anything else happens; otherwise further ones may be made meanwhile. Outcomes come
    in the order of the events. Closing the stream takes back what was not sent and waits for what was.

    Args:
        events: What a planning stream yields.
        act: Makes one change; raises an error of the tree when it cannot.
        what_if: Make none of them; each is reported as skipped.
        told: Called in this thread with every change that ``act`` was called for and what became of it, before its
            outcome is yielded. When the stream is closed, what was taken back is skipped as ``Stopped``; what did not
            answer within ``STOPPING`` seconds is not told.

    Returns:
        How many changes were made.
    """
    line = _Line(told)
    try:
        for event in events:
            if isinstance(event, Progress):
                line.progress = event
                yield event
            elif not isinstance(event, Change):
                line.waiting.append(event)
            else:
                approved = yield event
                if what_if or approved is False:
                    line.waiting.append(unmade(event, what_if=what_if))
                else:
                    line.begin(event, act)
                yield from line.ready(0 if approved else AHEAD)
                continue
            yield from line.ready(AHEAD)
        yield from line.ready(0)
    except UpSyncError:  # of the planning stream: what was under way is told first
        yield from line.ready(0)
        raise
    finally:
        line.stop()
    return line.made


def unmade(change: Change, *, what_if: bool) -> Outcome:
    """What became of a change that was not made, because nothing should be or because somebody said no."""
    if what_if:
        return Outcome.of_change(change, "skipped", "WhatIf", f"{change.action}: would be done.")
    return Outcome.of_change(change, "skipped", "NotApproved", f"{change.action}: was not approved.")
