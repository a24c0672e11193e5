"""Whether the world is still as a saved plan was made for: change by change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyupsync.deployment.events import PLAN
from pyupsync.deployment.saved import SavedPlan, by_key, key_of, same
from pyupsync.errors import PlanOutdated
from pyupsync.model import Change, Facts, Outcome

_IDENTITY = ("sha256", "thumbprint", "data", "attribute")
"""Facts that say which thing it is; what else is told of it may depend on when it was looked at."""
ADVICE = "Plan again and look at what has changed: pyupsync deploy plan CONFIG --out PLAN.json"


def moved(saved: SavedPlan, present: Sequence[Change], settled: Sequence[Outcome]) -> Iterator[Outcome]:
    """A failed Outcome for every change that is not as it was planned.

    What is as the plan would have made it counts as made: so a plan that was applied in part can be applied again.

    Args:
        saved: The plan.
        present: What a plan would change now.
        settled: What is certain now: unchanged, skipped, failed.
    """
    now = by_key(present)
    for change in saved.changes:
        again = now.get(key_of(change))
        if again is None:
            if not any(_made(change, outcome) for outcome in settled):
                yield _outdated(change, _why_gone(change, settled))
        elif not same(change, again):
            yield _outdated(change, _difference(change, again))
    planned = by_key(saved.changes)
    for key, change in now.items():
        if key not in planned:
            yield _outdated(change, "It is needed now, and was not when the plan was made.")


def _made(change: Change, outcome: Outcome) -> bool:
    """Whether an outcome says that things are as a change would make them."""
    gone = outcome.status == "skipped" and change.after is None and outcome.before is None  # as it was to be
    if outcome.area != change.area or not (outcome.status == "unchanged" or gone):
        return False
    names = {change.target, *(str(value) for value in (change.after or change.before or {}).values())}
    return outcome.target in names and _agree(change.after, outcome.after)


def _agree(one: Facts | None, other: Facts | None) -> bool:
    if one is None or other is None:
        return True
    return all(one[name] == other[name] for name in _IDENTITY if name in one and name in other)


def _why_gone(change: Change, settled: Sequence[Outcome]) -> str:
    of_it = [one for one in settled if one.area == change.area and change.target in {one.target, one.subject}]
    of_it += [one for one in settled if one.area == change.area and change.subject and one.subject == change.subject]
    of_it += [one for one in settled if one.area == change.area and one.action == PLAN]
    return f"Now it is: {of_it[0].reason}" if of_it else "There is nothing to change any more, or it is not there."


def _difference(change: Change, again: Change) -> str:
    for name, then, now in (("before", change.before, again.before), ("after", change.after, again.after)):
        if then != now:
            return f"What is there {name} it was {_told(then)} in the plan, and is {_told(now)} now."
    return f"It was for {change.subject or change.target}, and is for {again.subject or again.target} now."


def _told(facts: Facts | None) -> str:
    if facts is None:
        return "nothing"
    shown = {name: facts[name] for name in _IDENTITY if name in facts} or facts
    return ", ".join(f"{name} {value}" for name, value in shown.items())


def _outdated(change: Change, why: str) -> Outcome:
    return Outcome.of_change(change, "failed", PlanOutdated.code, f"{change.action}: not as planned. {why}", ADVICE)
