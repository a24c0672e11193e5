"""The operations of DSC v3 on one instance of a resource: its state, and what brings it into the desired one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from pyupsync import workflows
from pyupsync.config.access import AccessJob
from pyupsync.config.desired import TABLES
from pyupsync.config.dsc import RESOURCES, AnyJob
from pyupsync.config.photos import PhotoJob
from pyupsync.config.synchronization import MappingJob
from pyupsync.config.trust import TrustJob
from pyupsync.config.zones import ZoneJob
from pyupsync.errors import DeploymentError, UsageError
from pyupsync.model import EventStream, Outcome
from pyupsync.workflows.dsc_states import EXPORTS, STATES, Instance, State, Trace, through, trusted


def open_instance(name: str, given: Mapping[str, Any], trace: Trace, *, whole: bool = True) -> Instance:
    """Read an instance.

    Raises:
        UsageError: There is no such resource, or the instance cannot be used.
    """
    resource = RESOURCES.get(name)
    if resource is None:
        raise UsageError(f"There is no resource {name}.", target=name, advice=f"There are {', '.join(RESOURCES)}.")
    wanted = given.get("_exist") is not False
    taken = resource.taken(given, whole=whole)
    settings = resource.settings(taken)
    if name == "TrustedRoot" and wanted:
        settings.pop("absent", None)
    elif name == "TrustedRoot":
        settings = {key: value for key, value in settings.items() if key not in {"paths", "certificates"}}
    job = cast("AnyJob", TABLES[resource.table].make(settings))
    return Instance(resource, taken, job, wanted, trace)


def get_state(one: Instance) -> State:
    """The actual state."""
    return {**one.taken, **STATES[one.resource.name](one)}


def test_state(one: Instance) -> State:
    """The actual state, and whether it is the desired one."""
    pending, failed = through(one, _work(one, making=False))
    return {**get_state(one), "_inDesiredState": not pending and not failed}


def set_state(one: Instance) -> State:
    """Bring it into the desired state; the state afterwards.

    Raises:
        DeploymentError: Something of it failed; what did was traced.
    """
    _, failed = through(one, _work(one, making=True))
    if failed:
        raise DeploymentError(f"{failed} of {one.resource.type} failed.", target=one.resource.name)
    state = get_state(one)
    if one.resource.exists and state["_exist"] is not one.wanted:
        raise _not_reached(one)
    return state


def what_if_state(one: Instance) -> State:
    """The state that setting it would bring about; what would be done is traced."""
    pending, failed = through(one, _work(one, making=False))
    state = get_state(one)
    if failed or not pending:
        return state
    expected: State = {"granted": True, "exported": True, "pending": 0}
    changed = {name: value for name, value in expected.items() if name in state}
    return {**state, **changed, **({"_exist": one.wanted} if one.resource.exists else {})}


def export_states(name: str, given: Mapping[str, Any], trace: Trace) -> Iterator[State]:
    """Every instance that the one given, which need not name one, leads to.

    Raises:
        UsageError: It says too little of where to look.
    """
    resource = RESOURCES.get(name)
    whole = resource is not None and name in {"DirectoryAccess", "PhotoExport"}
    one = open_instance(name, given, trace, whole=whole)
    yield from EXPORTS[name](one)


def _work(one: Instance, *, making: bool) -> EventStream:
    """Begin the job of an instance: its plan, or the making of it."""
    job = one.job
    if isinstance(job, TrustJob) and one.wanted and not (job.paths or job.certificates):
        return _trusted_already(one)
    if isinstance(job, ZoneJob) and not making:
        return workflows.plan_zones(job, absent=not one.wanted)
    plan, make = _JOBS[type(job), one.wanted]()
    return make(job) if making else plan(job)


def _trusted_already(one: Instance) -> EventStream:
    """Without a certificate at hand it can only be there already."""
    if not trusted(one)["_exist"]:
        error = UsageError(
            "The certificate itself is not at hand.", target=one.thumbprint, advice="Name its file with path."
        )
        yield Outcome.of_error(error, area="trust", action="Add trusted root authority", target=one.thumbprint)


def _not_reached(one: Instance) -> DeploymentError:
    if one.resource.name == "TrustedRoot" and one.wanted:
        said = f"What was named holds no certificate with the thumbprint {one.thumbprint}."
        return DeploymentError(said, target=one.thumbprint)
    return DeploymentError(f"{one.resource.type} is not as it should be, though all was done.")


_Jobs: TypeAlias = Callable[[], tuple[Callable[..., EventStream], Callable[..., EventStream]]]
_JOBS: Mapping[tuple[type, bool], _Jobs] = {
    (TrustJob, True): lambda: (workflows.plan_trust, workflows.import_trust),
    (TrustJob, False): lambda: (workflows.plan_trust, workflows.import_trust),
    (ZoneJob, True): lambda: (workflows.plan_zones, workflows.add_zones),
    (ZoneJob, False): lambda: (workflows.plan_zones, workflows.remove_zones),
    (MappingJob, True): lambda: (workflows.plan_picture_mapping, workflows.set_picture_mapping),
    (AccessJob, True): lambda: (workflows.plan_access, workflows.grant_access),
    (PhotoJob, True): lambda: (workflows.photo_plan_events, workflows.photo_export_events),
}
"""What plans and what makes, by the kind of job and whether the instance is to be there; imported when it is asked."""
