"""The areas of a desired state in their order, each with what plans, applies and verifies it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

from pyupsync import workflows
from pyupsync.config.desired import Desired
from pyupsync.model import EventStream

Job = TypeVar("Job")
Work: TypeAlias = Callable[[], EventStream]


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a desired state.

    Attributes:
        name: Its table's.
        plan: Begins its plan.
        apply: Begins its changes.
        check: Begins its checks; None where planning tells all that is wrong.
    """

    name: str
    plan: Work
    apply: Work
    check: Work | None = None


def chosen_areas(desired: Desired, only: Iterable[str] = (), *, what_if: bool = False) -> list[Area]:
    """The areas that are meant, in the order they are applied.

    Raises:
        UsageError: One was asked for that there is not, or that has no table.
    """
    every = {area.name: area for area in _every(desired, what_if=what_if)}
    return [every[name] for name in desired.chosen(only)]


def _every(desired: Desired, *, what_if: bool) -> list[Area]:
    areas: list[Area] = []

    def add(
        name: str,
        job: Job | None,
        plan: Callable[[Job], EventStream],
        apply: Callable[..., EventStream],
        check: Callable[[Job], EventStream] | None = None,
    ) -> None:
        if job is not None:
            checking = partial(check, job) if check else None
            areas.append(Area(name, partial(plan, job), partial(apply, job, what_if=what_if), checking))

    add("trust", desired.trust, workflows.plan_trust, workflows.import_trust)
    add("zones", desired.zones, workflows.plan_zones, workflows.add_zones, workflows.check_zones)
    add(
        "profiles",
        desired.profiles,
        workflows.plan_picture_mapping,
        workflows.set_picture_mapping,
        workflows.check_picture_mapping,
    )
    add("access", desired.access, workflows.plan_access, workflows.grant_access, workflows.check_access)
    add("photos", desired.photos, workflows.photo_plan_events, workflows.photo_export_events)
    return areas
