"""Making what a plan says. What has to go goes first: where it stays, nothing is added beside it."""

from __future__ import annotations

from collections.abc import Iterator

from pyupsync.model import Change, Event, Outcome, Plan, PropertyMapping
from pyupsync.ports import ProfileService
from pyupsync.profiles.plan import REMOVE


class Mapper:
    """Makes the changes of one plan.

    Args:
        service: What is changed.
        plan: The plan.
        what_if: None of them will be made, so none waits for another.
    """

    def __init__(self, service: ProfileService, plan: Plan, *, what_if: bool = False) -> None:
        self._service = service
        self._plan = plan
        self._free = what_if
        self._gone: set[str] = set()

    def steps(self) -> Iterator[Event]:
        """The plan's outcomes and changes; an addition whose way is not free is an outcome when its turn comes."""
        yield from self._plan.outcomes
        for change in self._plan.changes:
            yield change if self._is_free_for(change) else _left(change)

    def make(self, change: Change) -> None:
        """Make one change.

        Raises:
            SynchronizationError: It could not be made.
        """
        if change.action == REMOVE:
            self._service.remove_mapping(change.target, _mapping(change.before))
            self._gone.add(change.id)
        else:
            added = _mapping(change.after)
            self._service.add_export(change.target, added.property, added.attribute)

    def _is_free_for(self, change: Change) -> bool:
        going = {one.id for one in self._plan.changes if one.action == REMOVE}
        return self._free or change.action == REMOVE or going <= self._gone


def _left(change: Change) -> Outcome:
    reason = f"{change.action}: not begun, since a mapping that is in its way was not removed."
    return Outcome.of_change(change, "skipped", "MappingInTheWay", reason)


def _mapping(facts: object) -> PropertyMapping:
    values = facts if isinstance(facts, dict) else {}
    return PropertyMapping(
        str(values.get("property", "")),
        str(values.get("attribute", "")),
        imported=values.get("imported") is True,
        exported=values.get("exported") is True,
    )
