"""The jobs on a User Profile service application: its connections, and the picture's mapping."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack

from pyupsync.changing import apply_changes
from pyupsync.config import MappingJob
from pyupsync.model import Event, EventStream, Message, PictureMapping, Plan, Record
from pyupsync.profiles.carry import Mapper
from pyupsync.profiles.findings import judge_mapping
from pyupsync.profiles.listing import connection_facts
from pyupsync.profiles.plan import plan_mapping
from pyupsync.profiles.snapshot import ServiceSnapshot, read_snapshot
from pyupsync.wiring import SyncService, open_profile_service, save_profile_service
from pyupsync.workflows.streams import steps_of


def list_sync_connections(farm: str) -> EventStream:
    """Yield a Record for every connection of the farm at ``farm`` (``om:``, ``sharepoint:``, ``farm:FILE``)."""
    with ExitStack() as stack:
        connections = open_profile_service(farm, stack).connections()
    yield from (Record("syncConnection", connection_facts(one)) for one in connections)


def save_sync_connections(farm: str, path: str) -> None:
    """Keep connections, mappings and switches of a farm in a file, for ``farm:FILE``; what else it holds stays."""
    with ExitStack() as stack:
        service = open_profile_service(farm, stack)
        save_profile_service(path, service.connections(), service.picture_imports())


def check_picture_mapping(job: MappingJob) -> EventStream:
    """Yield a Finding for each connection: is the picture exported by it, and what else brings or takes pictures?"""
    with ExitStack() as stack:
        snapshot = _snapshot(open_profile_service(job.farm, stack))
    yield from judge_mapping(snapshot, _wanted(job), farm=job.farm)


def plan_picture_mapping(job: MappingJob) -> EventStream:
    """Compare; yield a Change or an Outcome for each connection. Nothing is changed."""
    with ExitStack() as stack:
        plan, _ = yield from _compared(job, open_profile_service(job.farm, stack))
    yield from steps_of(plan)


def set_picture_mapping(job: MappingJob, *, what_if: bool = False) -> EventStream:
    """Export the picture, and only export it, by the connections that are meant."""
    with ExitStack() as stack:
        service = open_profile_service(job.farm, stack)
        plan, snapshot = yield from _compared(job, service)
        mapper = Mapper(service, plan, what_if=what_if)
        made = yield from apply_changes(mapper.steps(), mapper.make, what_if=what_if)
    if made and snapshot.connections:
        text = "A full synchronization brings the pictures that are there already: pyupsync profiles sync start --full"
        yield Message("verbose", text)


def _compared(job: MappingJob, service: SyncService) -> Generator[Event, bool | None, tuple[Plan, ServiceSnapshot]]:
    """The plan and what it rests on; what competes with the export is told first."""
    snapshot = _snapshot(service)
    for finding in judge_mapping(snapshot, _wanted(job), farm=job.farm):
        if finding.check == "pictureImport":
            yield finding
    return plan_mapping(_wanted(job), snapshot, force=job.force), snapshot


def _wanted(job: MappingJob) -> PictureMapping:
    return PictureMapping(job.connections)


def _snapshot(service: SyncService) -> ServiceSnapshot:
    return read_snapshot(service, service)
