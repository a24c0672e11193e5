"""The jobs on the trust store: list, plan, import, remove, verify, expand, back up, restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timezone
from functools import partial
from itertools import chain

from pyupsync.changing import apply_changes
from pyupsync.config import TrustJob
from pyupsync.errors import UsageError
from pyupsync.model import (
    CertificateInput,
    Change,
    Event,
    EventStream,
    Finding,
    Message,
    Outcome,
    Record,
    TrustedRoot,
)
from pyupsync.ports import Farm
from pyupsync.trust import steps
from pyupsync.trust.carry import make_change
from pyupsync.trust.chains import arrange
from pyupsync.trust.expand import plan_expand
from pyupsync.trust.findings import examine
from pyupsync.trust.issuers import complete
from pyupsync.trust.listing import backed_up, describe, wanted_again
from pyupsync.trust.plan import Wanted
from pyupsync.trust.plan import plan_trust as compare
from pyupsync.trust.reading import Reading, read_certificates
from pyupsync.trust.snapshot import Snapshot
from pyupsync.trust.verify import verify_site
from pyupsync.wiring import (
    open_certificates,
    open_folder_store,
    open_issuers,
    open_output_folder,
    open_site_chain,
    open_trust,
)
from pyupsync.workflows.streams import steps_of


def list_trust(job: TrustJob) -> EventStream:
    """Yield a Record for every authority of the store, and a Finding for what is wrong with it or soon will be."""
    with ExitStack() as stack:
        snapshot = Snapshot.of(open_trust(job, stack).store.list())
    now = _now()
    yield from (Record("trustedRoot", facts) for facts in describe(snapshot, now))
    yield from examine(arrange(snapshot.certificates()), now, job.warn_days)


def plan_trust(job: TrustJob) -> EventStream:
    """Read and compare; yield a Change or an Outcome for each certificate, and Findings. Nothing is changed."""
    _check(job)
    with ExitStack() as stack:
        yield from _planned(job, open_trust(job, stack).store.list())


def import_trust(job: TrustJob, *, what_if: bool = False) -> EventStream:
    """As ``plan_trust``, and make each change; afterwards IIS is restarted, or it is said that it must be."""
    _check(job)
    with ExitStack() as stack:
        adapters = open_trust(job, stack)
        events = _planned(job, adapters.store.list())
        changed = yield from apply_changes(events, partial(make_change, adapters.store), what_if=what_if)
        if changed:
            yield from _restart(adapters.farm, asked=job.restart_iis)
        elif job.restart_iis:
            yield _not_restarted(adapters.farm)


def remove_trust(job: TrustJob, *, what_if: bool = False) -> EventStream:
    """Trust what ``job.absent`` names no longer."""
    if not job.absent:
        raise UsageError("Nothing to remove was named.", advice="Give names or thumbprints.")
    yield from import_trust(job, what_if=what_if)


def verify_trust(job: TrustJob) -> EventStream:
    """Judge the chain that a live site presents by the store alone; yield a Finding for each fault, or a good one.

    Raises:
        SiteChainError: The site presents no chain.
    """
    if not job.from_url:
        raise UsageError("The site to verify was not named.", advice="Give its address: https://HOST.")
    site = open_site_chain(job.from_url, job.timeout)
    with ExitStack() as stack:
        store = open_trust(job, stack).store.list()
    presented = read_certificates(site.read())
    if presented.errors and not presented.certificates:
        raise presented.errors[0]
    offered = read_certificates(_given(job))
    for error in offered.errors:
        words = ("A file with certificates", error.message, error.advice)
        yield Finding(error.code, "error", error.target, *words)
    result = verify_site(site.host, presented.certificates, store, now=_now(), offered=offered.certificates)
    yield from result.findings()


def expand_chain(paths: Iterable[str], folder: str, *, what_if: bool = False) -> EventStream:
    """Write every certificate of the files to one Base-64 ``.cer`` each, named after its subject."""
    output = open_output_folder(folder)
    reading = read_certificates(open_certificates(tuple(paths)).read())

    def write(change: Change) -> None:
        output.write(change.target, change.payload or b"")

    plan = plan_expand(reading.certificates, output.files())
    yield from apply_changes(chain(_unreadable(reading), plan), write, what_if=what_if)


def backup_trust(job: TrustJob, folder: str, *, what_if: bool = False) -> EventStream:
    """Copy the store, but for the farm's own authority, into a folder of ``.cer`` files and an index.

    Raises:
        UsageError: The folder holds other certificates already.
    """
    with ExitStack() as stack:
        snapshot = Snapshot.of(open_trust(job, stack).store.list())
    backup = open_folder_store(folder)
    plan = backed_up(snapshot, backup.list(), _now(), folder)
    yield from apply_changes(steps_of(plan), partial(make_change, backup), what_if=what_if)


def restore_trust(job: TrustJob, folder: str, *, what_if: bool = False) -> EventStream:
    """Trust again, under the same names, what a backup holds; what else is in the store stays."""
    wanted = wanted_again(open_folder_store(folder, must_exist=True).list())
    with ExitStack() as stack:
        adapters = open_trust(job, stack)
        plan = compare(wanted, adapters.store.list(), now=_now(), force=job.force)
        changed = yield from apply_changes(steps_of(plan), partial(make_change, adapters.store), what_if=what_if)
        if changed:
            yield from _restart(adapters.farm, asked=job.restart_iis)
        elif job.restart_iis:
            yield _not_restarted(adapters.farm)


def _check(job: TrustJob) -> None:
    if not (job.paths or job.certificates or job.from_url or job.absent):
        advice = "Name files or folders of certificates, a site to take the chain from, or what is to be absent."
        raise UsageError("There is nothing to trust.", advice=advice)


def _planned(job: TrustJob, store: Sequence[TrustedRoot]) -> Iterator[Event]:
    now = _now()
    reading = _reading(job)
    yield from _unreadable(reading)
    known = Snapshot.of(store).certificates()
    yield from examine(arrange(reading.certificates, known), now, job.warn_days)
    wanted = [Wanted(item) for item in reading.certificates]
    yield from steps_of(compare(wanted, store, now=now, absent=job.absent, force=job.force))


def _reading(job: TrustJob) -> Reading:
    sources = [_given(job)]
    if job.from_url:
        sources.append(open_site_chain(job.from_url, job.timeout).read())
    reading = read_certificates(chain.from_iterable(sources))
    return complete(reading, open_issuers(job.timeout)) if job.fetch_issuers else reading


def _given(job: TrustJob) -> Iterator[CertificateInput]:
    yield from open_certificates(job.paths).read()
    for number, text in enumerate(job.certificates, start=1):
        yield CertificateInput(f"certificate object {number}", text.encode("utf-8", "replace"))


def _unreadable(reading: Reading) -> Iterator[Outcome]:
    for error in reading.errors:
        yield Outcome.of_error(error, area=steps.AREA, action="Read certificates", target=error.target)


def _restart(farm: Farm, *, asked: bool) -> EventStream:
    servers = farm.servers()
    if asked:
        changes = [Change(f"trust/iis/{server}", steps.AREA, "Restart IIS", server, None, None) for server in servers]
        yield from apply_changes(changes, lambda change: farm.restart_iis(change.target))
        if not servers:
            yield Message("warning", "IIS was not restarted: this store is no farm's.")
    elif servers:
        yield Message("warning", f"Restart IIS for the change to be seen, on {', '.join(servers)}: {_by_hand(servers)}")


def _not_restarted(farm: Farm) -> Message:
    """An earlier run may have changed something and not been allowed to restart: so the command is told."""
    servers = farm.servers()
    what = f"to do it all the same: {_by_hand(servers)}" if servers else "this store is no farm's."
    return Message("warning", f"This run changed nothing, so IIS was not restarted; {what}")


def _by_hand(servers: Sequence[str]) -> str:
    return "; ".join(f"iisreset {server} /noforce" for server in servers)


def _now() -> datetime:
    return datetime.now(timezone.utc)
