"""What an instance of each DSC resource is like, and which there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, TypeAlias, cast

from pyupsync import workflows
from pyupsync.config.access import RIGHTS, AccessJob
from pyupsync.config.dsc import AnyJob, Resource
from pyupsync.config.photos import PhotoJob
from pyupsync.config.synchronization import MappingJob
from pyupsync.config.trust import TrustJob
from pyupsync.config.zones import ZoneJob
from pyupsync.errors import UsageError
from pyupsync.model import Change, EventStream, Finding, Message, Outcome, Record, answered

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


def through(one: Instance, events: EventStream) -> tuple[int, int]:
    """Run a stream to its end, tracing what it says; how many changes it had, and how many things failed."""
    pending = failed = 0
    with closing(answered(events, partial(_meant, one))) as heard:
        for event in heard:
            if isinstance(event, Change) and _meant(one, event):
                pending += 1
                one.trace("info", f"{event.action}: {event.subject or event.target}")
            elif isinstance(event, Outcome) and event.status == "failed":
                failed += 1
                one.trace("error", f"{event.subject or event.target}: {event.reason} {event.advice}".rstrip())
            elif isinstance(event, Finding) and event.status in {"warning", "error"}:
                one.trace("warn", f"{event.subject}: {event.actual} {event.advice}".rstrip())
            elif isinstance(event, Message):
                one.trace("debug" if event.level == "verbose" else "warn", event.text)
    return pending, failed


def _meant(one: Instance, change: Change) -> bool:
    """Of a file with several certificates one is meant."""
    if one.resource.name != "TrustedRoot" or not one.wanted:
        return True
    return str((change.after or {}).get("thumbprint", "")).upper() == one.thumbprint


def trusted(one: Instance) -> State:
    """Whether a store holds the certificate, and what it is."""
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
    pending, failed = through(replace(one, trace=_silent), workflows.plan_access(cast("AccessJob", one.job)))
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
        state = {**asked.taken, **STATES["DirectoryAccess"](asked)}
        if state["granted"]:
            yield state


def _the_export(one: Instance) -> Iterator[State]:
    yield {**one.taken, **STATES["PhotoExport"](one)}


STATES: Mapping[str, Callable[[Instance], State]] = {
    "TrustedRoot": trusted,
    "IntranetSite": _zone,
    "PictureMapping": _mapping,
    "DirectoryAccess": _granted,
    "PhotoExport": _photos,
}
"""The actual state of an instance, by resource."""
EXPORTS: Mapping[str, Callable[[Instance], Iterator[State]]] = {
    "TrustedRoot": _each_authority,
    "IntranetSite": _each_site,
    "PictureMapping": _each_connection,
    "DirectoryAccess": _each_right,
    "PhotoExport": _the_export,
}
"""Every instance that there is, by resource."""
