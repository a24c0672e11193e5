"""The jobs on the Intranet zone of an account: list, plan, add, remove, test."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from functools import partial

from pyupsync.apply import apply_changes
from pyupsync.config import ZoneJob
from pyupsync.errors import UpSyncError, UsageError
from pyupsync.model import Event, EventStream, Message, Outcome, Plan, Record
from pyupsync.ports import Registry
from pyupsync.wiring import open_reg_writer, open_registry
from pyupsync.zones import steps
from pyupsync.zones.carry import make_change
from pyupsync.zones.entries import list_entries, zone_name
from pyupsync.zones.findings import check_site, hidden_by
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import resolve_place
from pyupsync.zones.sites import Place, place_of
from pyupsync.zones.snapshot import ZoneSnapshot, read_snapshot
from pyupsync.zones.undo import settings_after, settings_before

_CREDENTIALS = re.compile(r"//[^/@]*@")


def list_zones(job: ZoneJob) -> EventStream:
    """Yield a Record for every entry of the account's zone maps, the machine's and policy's among them."""
    with ExitStack() as stack:
        snapshot = _snapshot(*open_registry(job, stack))
    for entry in list_entries(snapshot):
        facts = {
            "site": entry.site,
            "scheme": entry.scheme,
            "zone": entry.zone,
            "zoneName": zone_name(entry.zone),
            "origin": entry.origin,
            "tree": entry.tree,
            "path": entry.path,
        }
        yield Record("zoneEntry", facts)


def check_zones(job: ZoneJob) -> EventStream:
    """Yield a Finding for each URL: its zone, what decides, whether credentials are sent, and what mends it."""
    _check(job)
    places, refused = _places(job.urls)
    yield from refused
    with ExitStack() as stack:
        snapshot = _snapshot(*open_registry(job, stack))
    yield from (check_site(resolve_place(snapshot, place)) for place in places)


def plan_zones(job: ZoneJob, *, absent: bool = False) -> EventStream:
    """Compare; yield a Change or an Outcome for each registry value, and Findings. Nothing is written.

    Where the job names a ``reg_file``, what would be written goes there.
    """
    _check(job)
    with ExitStack() as stack:
        plan = yield from _compared(job, *open_registry(job, stack), absent=absent)
        yield from _steps(plan)


def add_zones(job: ZoneJob, *, what_if: bool = False) -> EventStream:
    """Bring the sites into the account's Local intranet zone; what was there before goes into an undo file first."""
    yield from _apply(job, absent=False, what_if=what_if)


def remove_zones(job: ZoneJob, *, what_if: bool = False) -> EventStream:
    """Take the sites' own entries out of the account's Local intranet zone; with an undo file as well."""
    yield from _apply(job, absent=True, what_if=what_if)


def _apply(job: ZoneJob, *, absent: bool, what_if: bool) -> EventStream:
    _check(job)
    with ExitStack() as stack:
        registry, root = open_registry(job, stack)
        plan = yield from _compared(job, registry, root, absent=absent)
        if plan.changes and not what_if:
            yield _undo_written(job, registry, plan)
        made = yield from apply_changes(_steps(plan), partial(make_change, registry), what_if=what_if)
    if made:
        text = "A client reads its zones once, when it starts: restart the service whose account this is, then test."
        yield Message("warning", text)


def _undo_written(job: ZoneJob, registry: Registry, plan: Plan) -> Message:
    settings, made = settings_before(registry, plan.changes)
    file = open_reg_writer(job.undo_file, new=True)(settings, made)
    return Message("verbose", f"What was there before is in {file}; importing it undoes this run.")


def _check(job: ZoneJob) -> None:
    if not job.urls:
        raise UsageError("No site was named.", advice="Give its address: https://mysite.contoso.com.")


def _places(urls: Iterable[str]) -> tuple[list[Place], list[Outcome]]:
    places: list[Place] = []
    refused: list[Outcome] = []
    for url in urls:
        try:
            places.append(place_of(url))
        except UpSyncError as error:
            shown = _CREDENTIALS.sub("//…@", url)
            refused.append(Outcome.of_error(error, area=steps.AREA, action=steps.ADD, target=shown, subject=shown))
    return places, refused


def _compared(job: ZoneJob, registry: Registry, root: str, *, absent: bool) -> Generator[Event, bool | None, Plan]:
    """Say what cannot be mapped and what would be hidden; write the ``.reg`` file that was asked for."""
    places, refused = _places(job.urls)
    yield from refused
    snapshot = _snapshot(registry, root)
    if absent:
        plan = plan_sites((), snapshot, absent=places)
    else:
        plan = plan_sites(places, snapshot, force=job.force)
        yield from hidden_by(plan, places, snapshot)
    if job.reg_file and plan.changes:
        open_reg_writer(job.reg_file)(settings_after(plan.changes), ())
        yield Message("verbose", f"What is to be written is in {job.reg_file}.")
    return plan


def _steps(plan: Plan) -> Iterator[Event]:
    yield from plan.outcomes
    yield from plan.changes


def _snapshot(registry: Registry, root: str) -> ZoneSnapshot:
    return read_snapshot(registry, root)
