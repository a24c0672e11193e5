"""The jobs on a User Profile service application's synchronization: how it stands, starting it, stopping it."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import asdict

from pyupsync.changing import HEARTBEAT, unmade
from pyupsync.config import SynchronizationJob
from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Event, EventStream, Outcome, Progress, Record
from pyupsync.ports import Synchronization
from pyupsync.profiles.waiting import Watch
from pyupsync.wiring import open_profile_service

_SERVICE = "the User Profile service application"


def synchronization_status(farm: str) -> EventStream:
    """Yield a Record of how the synchronization of the farm at ``farm`` stands."""
    with ExitStack() as stack:
        status = open_profile_service(farm, stack).status()
    yield Record("synchronization", {"farm": farm, **asdict(status)})


def start_synchronization(job: SynchronizationJob, *, what_if: bool = False) -> EventStream:
    """Have a synchronization begin and, where the job says so, wait until it has ended.

    Its Outcome comes when it has begun, or when it has ended. Closing the stream ends the waiting alone.
    """
    kind = "full" if job.full else "incremental"
    change = _change(f"Start {'a' if job.full else 'an'} {kind} synchronization", kind)
    with ExitStack() as stack:
        service = open_profile_service(job.farm, stack)
        outcome = yield from _made(change, lambda: service.start(full=job.full), what_if=what_if)
        if outcome.status == "applied" and job.wait:
            outcome = yield from _waited(change, service, job)
        yield outcome


def stop_synchronization(farm: str, *, what_if: bool = False) -> EventStream:
    """Have the synchronization that is running end; where none runs, that is the Outcome."""
    change = _change("Stop the synchronization", "")
    with ExitStack() as stack:
        service = open_profile_service(farm, stack)
        if service.status().running:
            yield (yield from _made(change, service.stop, what_if=what_if))
        else:
            yield Outcome.of_change(change, "unchanged", "UpToDate", "No synchronization is running.")


def _change(action: str, kind: str) -> Change:
    facts = {"synchronization": kind} if kind else None
    return Change(f"synchronization/{kind or 'stop'}", "synchronization", action, _SERVICE, None, facts)


def _made(change: Change, act: Callable[[], None], *, what_if: bool) -> Generator[Event, bool | None, Outcome]:
    approved = yield change
    if what_if or approved is False:
        return unmade(change, what_if=what_if)
    try:
        act()
    except UpSyncError as error:
        return Outcome.of_failure(change, error)
    return Outcome.of_change(change, "applied", "Begun", f"{change.action}: begun.")


def _waited(
    change: Change, service: Synchronization, job: SynchronizationJob
) -> Generator[Event, bool | None, Outcome]:
    """Look at it every ``job.interval`` seconds until it has ended; somebody hears of it all the while."""
    begun = time.monotonic()
    watch = Watch(change, job.timeout)
    while True:
        try:
            status = service.status()
        except UpSyncError as error:
            return Outcome.of_failure(change, error)
        outcome = watch.look(status, time.monotonic() - begun)
        if outcome:
            return outcome
        until = min(time.monotonic() + job.interval, begun + job.timeout)
        while (left := until - time.monotonic()) > 0:
            yield Progress("Synchronizing profiles", int(time.monotonic() - begun), None, status.state or "Waiting")
            time.sleep(min(left, HEARTBEAT))
