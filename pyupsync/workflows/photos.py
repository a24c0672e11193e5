"""The photo jobs: plan and export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from pyupsync.apply import apply_changes
from pyupsync.config import PhotoJob
from pyupsync.model import Change, EventStream, Outcome, Plan
from pyupsync.photos.image import RULES
from pyupsync.photos.pipeline import planned
from pyupsync.ports import PendingWrite
from pyupsync.wiring import PhotoAdapters, open_photo_adapters
from pyupsync.workflows.photo_reports import photo_reports


def photo_plan_events(job: PhotoJob) -> EventStream:
    """Read, fetch and compare; yield a Change or an Outcome for each profile and Progress in between.

    Nothing is written. Closing the stream early closes what it opened.

    Raises:
        UpSyncError: The job cannot begin (usage, logon, connection), or its source of profiles broke.
    """
    with photo_reports(job, "plan") as reports:
        with ExitStack() as stack:
            adapters = open_photo_adapters(job, stack)
            yield from reports.passing(_planned(job, adapters), adapters.directory.read_photo)
        yield from reports.finish()


def photo_export_events(job: PhotoJob, *, what_if: bool = False) -> EventStream:
    """As ``photo_plan_events``, and make each change: the Change is yielded first, its Outcome follows.

    Sending False back for a Change leaves it unmade, as ``what_if`` does for all. After True its Outcome comes next;
    otherwise others may come between, always in the order of the changes.
    """
    with photo_reports(job, "export", what_if=what_if) as reports:
        with ExitStack() as stack:
            adapters = open_photo_adapters(job, stack, writing=not what_if)

            def write(change: Change) -> PendingWrite:
                return adapters.directory.send_photo(change.target, change.payload)

            made = apply_changes(_planned(job, adapters), write, what_if=what_if)
            yield from reports.passing(made, adapters.directory.read_photo)
        yield from reports.finish()


def _planned(job: PhotoJob, adapters: PhotoAdapters) -> EventStream:
    return planned(adapters.profiles, adapters.photos, adapters.directory, rule=RULES[job.image], workers=job.workers)


def plan_photos(job: PhotoJob) -> Plan:
    """Find out what an export would change, without changing anything.

    Pictures are held in memory with their changes; for very large jobs use ``export_photos`` directly.

    Raises:
        UpSyncError: The job cannot begin, or its source of profiles broke.
    """
    changes: list[Change] = []
    outcomes: list[Outcome] = []
    for event in photo_plan_events(job):
        if isinstance(event, Change):
            changes.append(event)
        elif isinstance(event, Outcome):
            outcomes.append(event)
    return Plan(tuple(changes), tuple(outcomes))


def export_photos(
    job: PhotoJob, *, confirm: Callable[[Change], bool] | None = None, what_if: bool = False
) -> Iterator[Outcome]:
    """Bring everybody's picture into the directory; yield one outcome a profile, as it happens.

    Args:
        job: What to export, from where to where.
        confirm: Asked before each change; a change it answers False for is not made.
        what_if: Change nothing; the outcomes say what would be done.

    Raises:
        UpSyncError: The job cannot begin, or its source of profiles broke. One person's failure is an outcome.
    """
    stream = photo_export_events(job, what_if=what_if)
    reply: bool | None = None
    try:
        while True:
            event = stream.send(reply)
            reply = confirm(event) if confirm and isinstance(event, Change) else None
            if isinstance(event, Outcome):
                yield event
    except StopIteration:
        return
    finally:
        stream.close()
