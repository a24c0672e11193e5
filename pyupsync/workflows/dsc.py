"""The operations of DSC v3 on one instance of a resource: its state, and what brings it into the desired one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, cast

from pyupsync import workflows
from pyupsync.config.access import RIGHTS, AccessJob
from pyupsync.config.desired import TABLES
from pyupsync.config.dsc import RESOURCES, AnyJob, Resource
from pyupsync.config.photos import PhotoJob
from pyupsync.config.synchronization import MappingJob
from pyupsync.config.trust import TrustJob
from pyupsync.config.zones import ZoneJob
from pyupsync.errors import DeploymentError, UsageError
from pyupsync.model import Change, EventStream, Finding, Message, Outcome, Record

Trace: TypeAlias = Callable[[Literal["error", "warn", "info", "debug"], str], None]
"""Says something beside the answer."""
State: TypeAlias = dict[str, Any]
_INTRANET = 1


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance of a resource.

    Attributes:
        resource: Of which.
        taken: What it says.
        job: The same as a job.
        wanted: Whether it is to be there.
        trace: Says something beside the answer.
    """

    resource: Resource
    taken: Mapping[str, Any]
    job: AnyJob
    wanted: bool
    trace: Trace

    @property
    def thumbprint(self) -> str:
        """Of a trusted authority's certificate, as stores write it."""
        return str(self.taken.get("thumbprint", "")).replace(" ", "").replace(":", "").upper()


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
    return {**one.taken, **_STATES[one.resource.name](one)}


def test_state(one: Instance) -> State:
    """The actual state, and whether it is the desired one."""
    pending, failed = _through(one, _plan(one))
    return {**get_state(one), "_inDesiredState": not pending and not failed}


def set_state(one: Instance) -> State:
    """Bring it into the desired state; the state afterwards.

    Raises:
        DeploymentError: Something of it failed; what did was traced.
    """
    _, failed = _through(one, _apply(one), asking=True)
    if failed:
        raise DeploymentError(f"{failed} of {one.resource.type} failed.", target=one.resource.name)
    state = get_state(one)
    if one.resource.exists and state["_exist"] is not one.wanted:
        raise _not_reached(one)
    return state


def what_if_state(one: Instance) -> State:
    """The state that setting it would bring about; what would be done is traced."""
    pending, failed = _through(one, _plan(one))
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
    yield from _EXPORTS[name](one)


def _through(one: Instance, events: EventStream, *, asking: bool = False) -> tuple[int, int]:
    """Run a stream to its end, tracing what it says; how many changes it had, and how many things failed.

    ``asking``: It makes changes, and wants to hear which of them are meant.
    """
    pending = failed = 0
    reply: bool | None = None
    with closing(events):
        while True:
            try:
                event = events.send(reply)
            except StopIteration:
                return pending, failed
            reply = None
            if isinstance(event, Change):
                meant = _meant(one, event)
                reply = meant if asking else None
                pending += meant
                if meant:
                    one.trace("info", f"{event.action}: {event.subject or event.target}")
            elif isinstance(event, Outcome) and event.status == "failed":
                failed += 1
                one.trace("error", f"{event.subject or event.target}: {event.reason} {event.advice}".rstrip())
            elif isinstance(event, Finding) and event.status in {"warning", "error"}:
                one.trace("warn", f"{event.subject}: {event.actual} {event.advice}".rstrip())
            elif isinstance(event, Message):
                one.trace("debug" if event.level == "verbose" else "warn", event.text)


def _meant(one: Instance, change: Change) -> bool:
    """Of a file with several certificates one is meant."""
    if one.resource.name != "TrustedRoot" or not one.wanted:
        return True
    return str((change.after or {}).get("thumbprint", "")).upper() == one.thumbprint


def _plan(one: Instance) -> EventStream:
    job = one.job
    if isinstance(job, TrustJob):
        if one.wanted and not (job.paths or job.certificates):
            return _trusted_already(one)
        return workflows.plan_trust(job)
    if isinstance(job, ZoneJob):
        return workflows.plan_zones(job, absent=not one.wanted)
    if isinstance(job, MappingJob):
        return workflows.plan_picture_mapping(job)
    return workflows.plan_access(job) if isinstance(job, AccessJob) else workflows.photo_plan_events(job)


def _apply(one: Instance) -> EventStream:
    job = one.job
    if isinstance(job, TrustJob):
        if one.wanted and not (job.paths or job.certificates):
            return _trusted_already(one)
        return workflows.import_trust(job)
    if isinstance(job, ZoneJob):
        return workflows.add_zones(job) if one.wanted else workflows.remove_zones(job)
    if isinstance(job, MappingJob):
        return workflows.set_picture_mapping(job)
    return workflows.grant_access(job) if isinstance(job, AccessJob) else workflows.photo_export_events(job)


def _trusted_already(one: Instance) -> EventStream:
    """Without a certificate at hand it can only be there already."""
    if not _trusted(one)["_exist"]:
        error = UsageError(
            "The certificate itself is not at hand.", target=one.thumbprint, advice="Name its file with path."
        )
        yield Outcome.of_error(error, area="trust", action="Add trusted root authority", target=one.thumbprint)


def _not_reached(one: Instance) -> DeploymentError:
    if one.resource.name == "TrustedRoot" and one.wanted:
        said = f"What was named holds no certificate with the thumbprint {one.thumbprint}."
        return DeploymentError(said, target=one.thumbprint)
    return DeploymentError(f"{one.resource.type} is not as it should be, though all was done.")


def _trusted(one: Instance) -> State:
    records = list(_records(workflows.list_trust(cast("TrustJob", one.job)), "trustedRoot"))
    found = next((facts for facts in records if facts["thumbprint"] == one.thumbprint), None)
    return _authority(found) if found else {"_exist": False}


def _authority(facts: Mapping[str, Any]) -> State:
    told = {name: facts[name] for name in ("thumbprint", "name", "subject", "notAfter") if name in facts}
    return {**told, "_exist": True}


def _zone(one: Instance) -> State:
    job = replace(cast("ZoneJob", one.job), force=False, undo_file="")
    for facts in _records(workflows.list_zones(job), "zoneSite"):
        return {"zone": facts["zone"], "zoneName": facts["zoneName"], "_exist": facts["zone"] == _INTRANET}
    raise UsageError("The url has no place in a zone map.", target=str(one.taken.get("url")))


def _mapping(one: Instance) -> State:
    job = cast("MappingJob", one.job)
    found = list(_records(workflows.list_sync_connections(job.farm), "syncConnection"))
    named = next((facts for facts in found if facts["name"] in job.connections), None)
    return _connection(named) if named else {"exported": False}


def _connection(facts: Mapping[str, Any]) -> State:
    return {"kind": facts["kind"], "exported": "export to thumbnailPhoto" in facts["picture"]}


def _granted(one: Instance) -> State:
    pending, failed = _through(replace(one, trace=_silent), workflows.plan_access(cast("AccessJob", one.job)))
    return {"granted": not pending and not failed}


def _photos(one: Instance) -> State:
    counts: Counter[str] = Counter()
    for event in workflows.photo_plan_events(cast("PhotoJob", one.job)):
        if isinstance(event, Change):
            counts["pending"] += 1
        elif isinstance(event, Outcome):
            counts[event.status] += 1
    return {name: counts[name] for name in one.resource.shown}


def _records(events: EventStream, kind: str) -> Iterator[Mapping[str, Any]]:
    for event in events:
        if isinstance(event, Record) and event.kind == kind:
            yield event.facts


def _silent(_level: str, _text: str) -> None:
    return None


def _each_authority(one: Instance) -> Iterator[State]:
    for facts in _records(workflows.list_trust(cast("TrustJob", one.job)), "trustedRoot"):
        yield {**one.taken, **_authority(facts)}


def _each_site(one: Instance) -> Iterator[State]:
    job = cast("ZoneJob", one.job)
    told: set[str] = set()
    for facts in _records(workflows.list_zones(job), "zoneEntry"):
        url = f"{facts['scheme']}://{facts['site']}"
        if facts["zone"] == _INTRANET and facts["scheme"] in {"http", "https"} and "*" not in url and url not in told:
            told.add(url)
            yield {**one.taken, "url": url, "zone": _INTRANET, "zoneName": facts["zoneName"], "_exist": True}


def _each_connection(one: Instance) -> Iterator[State]:
    job = cast("MappingJob", one.job)
    for facts in _records(workflows.list_sync_connections(job.farm), "syncConnection"):
        yield {**one.taken, "connection": facts["name"], **_connection(facts)}


def _each_right(one: Instance) -> Iterator[State]:
    job = cast("AccessJob", one.job)
    for right in RIGHTS:
        asked = replace(one, job=replace(job, rights=(right,)), taken={**one.taken, "right": right})
        state = get_state(asked)
        if state["granted"]:
            yield state


def _the_export(one: Instance) -> Iterator[State]:
    yield get_state(one)


_STATES: Mapping[str, Callable[[Instance], State]] = {
    "TrustedRoot": _trusted,
    "IntranetSite": _zone,
    "PictureMapping": _mapping,
    "DirectoryAccess": _granted,
    "PhotoExport": _photos,
}
_EXPORTS: Mapping[str, Callable[[Instance], Iterator[State]]] = {
    "TrustedRoot": _each_authority,
    "IntranetSite": _each_site,
    "PictureMapping": _each_connection,
    "DirectoryAccess": _each_right,
    "PhotoExport": _the_export,
}
