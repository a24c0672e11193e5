"""Run planned changes, one at a time, and tell what became of each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from pyupsync.errors import AlreadyTrusted, UpSyncError
from pyupsync.model import Change, Event, Outcome


def settle(change: Change, act: Callable[[Change], None]) -> Outcome:
    """Make one change and return its outcome.

    An error of the tree becomes a failed one, unless it says that another run has made the change meanwhile.
    """
    try:
        act(change)
    except AlreadyTrusted as error:
        return Outcome.of_change(change, "unchanged", error.code, error.message)
    except UpSyncError as error:
        return Outcome.of_change(change, "failed", error.code, error.message, error.advice)
    return Outcome.of_change(change, "applied", "Applied", f"{change.action}: done.")


def apply_changes(
    events: Iterable[Event], act: Callable[[Change], None], *, what_if: bool = False
) -> Generator[Event, bool | None, int]:
    """Pass ``events`` on, making each change on its way unless told not to.

    Args:
        events: What a planning stream yields.
        act: Makes one change; raises an error of the tree when it cannot.
        what_if: Make none of them; each is reported as skipped.

    Returns:
        How many changes were made.
    """
    made = 0
    for event in events:
        if not isinstance(event, Change):
            yield event
            continue
        approved = yield event
        if what_if:
            yield Outcome.of_change(event, "skipped", "WhatIf", f"{event.action}: would be done.")
        elif approved is False:
            yield Outcome.of_change(event, "skipped", "NotApproved", f"{event.action}: was not approved.")
        else:
            outcome = settle(event, act)
            made += outcome.status == "applied"
            yield outcome
    return made
