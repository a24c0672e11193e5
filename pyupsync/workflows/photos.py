"""The photo jobs: plan and export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from pyupsync.config import PhotoJob, shown_together
from pyupsync.model import Change, EventStream, Outcome, Plan
from pyupsync.photos.decide import Decider
from pyupsync.photos.image import RULES
from pyupsync.photos.pipeline import Clearing, planned
from pyupsync.photos.recall import Recall
from pyupsync.photos.several import as_one
from pyupsync.ports import PhotoState
from pyupsync.wiring import PhotoAdapters, open_photo_adapters
from pyupsync.workflows.photo_reports import photo_reports
from pyupsync.workflows.photo_runs import PhotoRun, begin_run
from pyupsync.workflows.streams import outcomes_of, plan_of
from pyupsync.workflows.unattended import wait_turn, watched


def photo_plan_events(job: PhotoJob) -> EventStream:
    """Read, fetch and compare; yield a Change or an Outcome for each profile and Progress in between.

    Nothing is written. Closing the stream early closes what it opened.

    Raises:
        UpSyncError: The job cannot begin (usage, logon, connection), or its source of profiles broke.
    """
    with photo_reports(job, "plan") as reports:
        with ExitStack() as stack:
            adapters, run = _open(job, stack, writing=False)
            yield from reports.passing(_planned(job, adapters, run.recall), run.directory.read_photo)
        yield from reports.finish()


def photo_export_events(job: PhotoJob, *, what_if: bool = False) -> EventStream:
    """As ``photo_plan_events``, and make each change: the Change is yielded first, its Outcome follows.

    Sending False back for a Change leaves it unmade, as ``what_if`` does for all. After True its Outcome comes next;
    otherwise others may come between, always in the order of the changes.
    """
    yield from watched(job, _export(job, what_if=what_if), what_if=what_if)


def _export(job: PhotoJob, *, what_if: bool) -> EventStream:
    with photo_reports(job, "export", what_if=what_if) as reports:
        with ExitStack() as stack:
            state = None if what_if else (yield from wait_turn(job, stack))
            adapters, run = _open(job, stack, writing=not what_if, state=state)
            made = run.apply(lambda: _planned(job, adapters, run.recall), what_if=what_if)
            yield from reports.passing(made, run.directory.read_photo)
        yield from reports.finish()


def _open(
    job: PhotoJob, stack: ExitStack, *, writing: bool, state: PhotoState | None = None
) -> tuple[PhotoAdapters, PhotoRun]:
    adapters = open_photo_adapters(job, stack, writing=writing)
    where = shown_together(job.every_directory)
    run = begin_run("export", as_one(adapters.directories), where, job.keeping, stack, writing=writing, state=state)
    return adapters, run


def _planned(job: PhotoJob, adapters: PhotoAdapters, recall: Recall) -> EventStream:
    keeping = job.keeping
    decider = Decider(adapters.photos, RULES[job.image], keeping.overwrite_foreign)
    clearing = Clearing(keeping.may_clear, keeping.overwrite_foreign) if keeping.clear_missing else None
    return planned(adapters.profiles, recall, decider, workers=job.workers, clearing=clearing)


def plan_photos(job: PhotoJob) -> Plan:
    """Find out what an export would change, without changing anything.

    Pictures are held in memory with their changes; for very large jobs use ``export_photos`` directly.

    Raises:
        UpSyncError: The job cannot begin, or its source of profiles broke.
    """
    return plan_of(photo_plan_events(job))


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
    return outcomes_of(photo_export_events(job, what_if=what_if), confirm)
