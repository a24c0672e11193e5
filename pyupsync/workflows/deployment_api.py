"""A farm's desired state for Python: ``from pyupsync import plan, apply, verify``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from pyupsync.config.desired import Desired, read_desired
from pyupsync.errors import UsageError
from pyupsync.model import Change, Check, EventStream, Finding, Outcome, Plan, answered
from pyupsync.workflows.deployment import apply_deployment, plan_deployment, verify_deployment
from pyupsync.workflows.deployment_runs import alone
from pyupsync.workflows.deployment_saved import apply_saved_plan, read_saved_plan, save_plan
from pyupsync.workflows.streams import log_warning, outcomes_of, plan_of


def plan(configuration: str | Path | Desired, *, only: Iterable[str] = (), out: str = "") -> Plan:
    """Find out what would change, over all areas, without changing anything.

    Pictures are held in memory with their changes.

    Args:
        configuration: The file with the desired state, or what ``read_desired`` made of it.
        only: Areas that are meant, all when empty: ``trust``, ``zones``, ``profiles``, ``access``, ``photos``.
        out: A file that the plan is kept in, for ``apply``; empty for none.

    Raises:
        UsageError: The configuration cannot be used, or the file not be written. What keeps an area from being planned
            is a failed outcome.
    """
    desired = _desired(configuration)
    stream = save_plan(desired, out, only) if out else plan_deployment(desired, only)
    return plan_of(stream)


def apply(
    configuration: str | Path | Desired,
    *,
    only: Iterable[str] = (),
    confirm: Callable[[Change], bool] | None = None,
    what_if: bool = False,
    lock: str = "",
    lock_wait: float = 0.0,
) -> Iterator[Outcome]:
    """Bring the farm into its desired state; yield one outcome a thing, as it happens.

    Args:
        configuration: The file with the desired state, what ``read_desired`` made of it, or the ``.json`` file of a
            saved plan.
        only: Areas that are meant, all when empty.
        confirm: Asked before each change; a change it answers False for is not made.
        what_if: Change nothing; the outcomes say what would be done.
        lock: A file that one run at a time holds; empty for one beside the configuration.
        lock_wait: Seconds to wait for another run.

    Raises:
        UsageError: The configuration, or the plan, cannot be used.
        PlanOutdated: The configuration has changed since the plan was saved; where the world has, each outcome says so.
        RunInProgress: Another run is at work still.
    """
    if not isinstance(configuration, Desired) and str(configuration).lower().endswith(".json"):
        if tuple(only):
            raise UsageError("A saved plan is applied as a whole.", advice="Leave the areas out, or plan with them.")
        saved, desired = read_saved_plan(str(configuration))
        work = partial(apply_saved_plan, saved, desired, what_if=what_if)
    else:
        desired = _desired(configuration)
        work = partial(apply_deployment, desired, tuple(only), what_if=what_if)
    stream: EventStream = work() if what_if else alone(desired, work, lock=lock, wait=lock_wait)
    return outcomes_of(stream, confirm)


def verify(configuration: str | Path | Desired, *, only: Iterable[str] = ()) -> Iterator[Finding | Check]:
    """Yield a Finding for every change that is pending, then what the areas and the whole farm are checked for.

    Nothing is written, not even for a test user that the configuration names.

    Args:
        configuration: The file with the desired state, or what ``read_desired`` made of it.
        only: Areas that are meant; all of them, and the whole farm, when empty.

    Raises:
        UsageError: The configuration cannot be used.
    """
    with closing(answered(verify_deployment(_desired(configuration), only), lambda _: False)) as events:
        for event in events:
            if isinstance(event, Finding | Check):
                yield event
            log_warning(event)


def _desired(configuration: str | Path | Desired) -> Desired:
    return configuration if isinstance(configuration, Desired) else read_desired(str(configuration))
