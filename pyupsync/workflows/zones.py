"""The jobs on the Intranet zone of an account: list, plan, add, remove, test."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import replace

from pyupsync.changing import apply_changes
from pyupsync.config import ZoneJob
from pyupsync.errors import FarmError, UsageError
from pyupsync.model import Event, EventStream, FarmUrl, Message, Plan, Record
from pyupsync.ports import Registry
from pyupsync.wiring import open_farm, open_reg_writer, open_registry
from pyupsync.workflows.streams import steps_of
from pyupsync.zones import steps
from pyupsync.zones.declared import Site, declared, service_account, site_record, with_origin
from pyupsync.zones.entries import list_entries, zone_name
from pyupsync.zones.findings import check_site, hidden_by
from pyupsync.zones.holding import entries_for
from pyupsync.zones.keeping import Keeping
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import resolve_place
from pyupsync.zones.snapshot import read_snapshot
from pyupsync.zones.undo import settings_after, settings_before


def list_zones(job: ZoneJob) -> EventStream:
    """Yield a Record for every entry of the account's zone maps, the machine's and policy's among them.

    Where the job has sites, of its own or of the farm, a Record for each of them comes first, and of the entries only
    those that hold for one of them.
    """
    job, sites = yield from _sites(job, "List the zone")
    with ExitStack() as stack:
        snapshot = read_snapshot(*open_registry(job, stack))
    yield from (site_record(site, resolve_place(snapshot, site.place)) for site in sites)
    asked = bool(job.urls or job.farm)
    places = [site.place for site in sites]
    for entry in entries_for(snapshot, places) if asked else list_entries(snapshot):
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
    """Yield a Finding for each site: its zone, what decides, whether credentials are sent, and what mends it."""
    _check(job)
    job, sites = yield from _sites(job, "Test the zone")
    with ExitStack() as stack:
        snapshot = read_snapshot(*open_registry(job, stack))
    options = options_of(job)
    for site in sites:
        yield with_origin(check_site(resolve_place(snapshot, site.place), snapshot, options), site)


def plan_zones(job: ZoneJob, *, absent: bool = False) -> EventStream:
    """Compare; yield a Change or an Outcome for each registry value, and Findings. Nothing is written.

    Where the job names a ``reg_file``, what would be written goes there.
    """
    _check(job)
    job, sites = yield from _sites(job, steps.REMOVE if absent else steps.ADD)
    with ExitStack() as stack:
        plan = yield from _compared(job, sites, *open_registry(job, stack), absent=absent)
        yield from steps_of(plan)


def add_zones(job: ZoneJob, *, what_if: bool = False) -> EventStream:
    """Bring the sites into the account's Local intranet zone; what was there before goes into an undo file first."""
    yield from _apply(job, absent=False, what_if=what_if)


def remove_zones(job: ZoneJob, *, what_if: bool = False) -> EventStream:
    """Take the sites' own entries out of the account's Local intranet zone; with an undo file as well."""
    yield from _apply(job, absent=True, what_if=what_if)


def _apply(job: ZoneJob, *, absent: bool, what_if: bool) -> EventStream:
    _check(job)
    job, sites = yield from _sites(job, steps.REMOVE if absent else steps.ADD)
    with ExitStack() as stack:
        registry, root = open_registry(job, stack)
        plan = yield from _compared(job, sites, registry, root, absent=absent)
        if plan.changes and not what_if:
            yield _undo_written(job, registry, plan)
        made = yield from apply_changes(steps_of(plan), Keeping(registry).make, what_if=what_if)
    if made:
        text = "A client reads its zones once, when it starts: restart the service whose account this is, then test."
        yield Message("warning", text)


def _undo_written(job: ZoneJob, registry: Registry, plan: Plan) -> Message:
    settings, made = settings_before(registry, plan.changes)
    file = open_reg_writer(job.undo_file, new=True)(settings, made)
    return Message("verbose", f"What was there before is in {file}; importing it undoes this run.")


def options_of(job: ZoneJob) -> str:
    """The command line's options for these very zones, as its shell takes them; never a secret."""
    words = ["--registry", job.registry]
    given = {"account": job.account, "directory": job.directory, "ca-file": job.ca_file}
    login = {"auth": job.login.auth, "user": job.login.user, "keytab": job.login.keytab} if job.login.given else {}
    for name, value in {**given, **login}.items():
        words += [f"--{name}", value] if value else []
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _check(job: ZoneJob) -> None:
    if not job.urls and not job.farm:
        advice = "Give its address: https://mysite.contoso.com; or the farm whose addresses are meant."
        raise UsageError("No site was named.", advice=advice)


def _sites(job: ZoneJob, action: str) -> Generator[Event, bool | None, tuple[ZoneJob, list[Site]]]:
    """Ask the farm; say which addresses are no sites. The job comes back with the account that ``service`` means."""
    addresses: Sequence[FarmUrl] = ()
    if job.farm:
        with ExitStack() as stack:
            farm = open_farm(job.farm, stack)
            addresses = farm.urls()
            if job.of_service:
                account = service_account(job.farm, farm.accounts())
                yield Message("verbose", f"The account is {account.name}, of the {account.role}.")
                job = replace(job, account=account.name)
    sites, refused = declared(job.urls, addresses, action)
    if job.farm and not sites and not refused:
        raise FarmError(f"The farm {job.farm} tells no address.", target=job.farm, advice="Name the sites themselves.")
    yield from refused
    return job, sites


def _compared(
    job: ZoneJob, sites: Sequence[Site], registry: Registry, root: str, *, absent: bool
) -> Generator[Event, bool | None, Plan]:
    """Say where the farm's sites stand and what would be hidden; write the ``.reg`` file that was asked for."""
    snapshot = read_snapshot(registry, root)
    if job.farm:
        yield from (site_record(site, resolve_place(snapshot, site.place)) for site in sites)
    places = [site.place for site in sites]
    if absent:
        plan = plan_sites((), snapshot, absent=places)
    else:
        plan = plan_sites(places, snapshot, force=job.force)
        yield from hidden_by(plan, places, snapshot)
    if job.reg_file and plan.changes:
        open_reg_writer(job.reg_file)(settings_after(plan.changes), ())
        yield Message("verbose", f"What is to be written is in {job.reg_file}.")
    return plan
