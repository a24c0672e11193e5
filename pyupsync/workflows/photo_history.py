"""Looking back: what photo runs did, putting back what they replaced, and forgetting it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypedDict

from pyupsync.changing import apply_changes
from pyupsync.config import HistoryJob, Keeping, RestoreJob, shown_together
from pyupsync.errors import UsageError
from pyupsync.model import Change, Event, EventStream, Facts, Message, Outcome, Record
from pyupsync.photos.history import Named, entry_record, run_record
from pyupsync.photos.restore import restored, to_undo
from pyupsync.photos.several import as_one
from pyupsync.ports import PersonDirectory, RunHistory
from pyupsync.wiring import open_directories, open_state
from pyupsync.workflows.photo_reports import restore_reports
from pyupsync.workflows.photo_runs import MB, begin_run
from pyupsync.workflows.streams import outcomes_of


class Bounds(TypedDict):
    """What is kept at most."""

    max_bytes: int
    days: float


def photo_history_events(job: HistoryJob) -> EventStream:
    """Yield a record for each run; for each change where a run or a person is named.

    Raises:
        StateError: The state cannot be read.
        UsageError: There is no such run.
    """
    with ExitStack() as stack:
        history = open_state(job.state, stack, writing=False).history
        if not job.run and not job.person:
            yield from map(run_record, history.runs())
            return
        _find_run(history, job.run)
        named = Named(job.person)
        yield from (entry_record(entry) for entry in history.entries(job.run or None) if named.means(entry))


def list_photo_history(job: HistoryJob) -> Iterator[Record]:
    """As ``photo_history_events``: the records alone."""
    return (event for event in photo_history_events(job) if isinstance(event, Record))


def photo_restore_events(job: RestoreJob, *, what_if: bool = False) -> EventStream:
    """Put back what a run replaced, and remove what it added; each Change is yielded before it is made.

    Sending False back leaves it unmade, as ``what_if`` does for all. It is a run of its own, which can be undone too.

    Raises:
        UpSyncError: The job cannot begin.
    """
    with restore_reports(job, what_if=what_if) as reports:
        with ExitStack() as stack:
            state = open_state(job.state, stack, writing=not what_if, new=False)
            directory = as_one(open_directories(job, stack, writing=not what_if))
            where = shown_together(job.every_directory)
            run = begin_run("restore", directory, where, job.keeping, stack, writing=not what_if, state=state)
            made = run.apply(lambda: _plan(job, state.history, directory), what_if=what_if)
            yield from reports.passing(made, directory.read_photo)
        yield from reports.finish()


def _plan(job: RestoreJob, history: RunHistory, directory: PersonDirectory) -> EventStream:
    _find_run(history, job.run)
    named = Named(job.person)
    entries = to_undo(entry for entry in history.entries(job.run or None) if named.means(entry))
    if not entries:
        yield Message("warning", "No run changed anything of that; nothing is put back.")
    yield from restored(entries, history, directory, force=job.force)


def restore_photos(
    job: RestoreJob, *, confirm: Callable[[Change], bool] | None = None, what_if: bool = False
) -> Iterator[Outcome]:
    """Put back what a run replaced; yield an outcome for each person it changed, as it happens.

    Args:
        job: What to put back, and where.
        confirm: Asked before each change; a change it answers False for is not made.
        what_if: Change nothing; the outcomes say what would be done.

    Raises:
        UpSyncError: The job cannot begin. One person's failure is an outcome.
    """
    return outcomes_of(photo_restore_events(job, what_if=what_if), confirm)


def purge_photo_events(job: Keeping, *, what_if: bool = False) -> EventStream:
    """Forget pictures that runs replaced, beyond what ``job`` keeps: one Change for all of them, before it is made.

    Raises:
        StateError: The state cannot be used.
    """
    bounds = Bounds(max_bytes=job.keep_mb * MB, days=job.keep_days)
    with ExitStack() as stack:
        history = open_state(job.state, stack, writing=not what_if, new=False).history

        def forget(_: Change) -> None:
            history.purge(**bounds)

        yield from apply_changes(_excess(job.state, *history.excess(**bounds)), forget, what_if=what_if)


def _excess(state: str, pictures: int, size: int) -> Iterator[Event]:
    facts: Facts = {"pictures": pictures, "bytes": size}
    action = f"Forget {pictures} replaced pictures of {size} bytes"
    change = Change(f"state/{state}", "state", action, state, facts, None)
    if pictures:
        yield change
    else:
        yield Outcome.of_change(change, "unchanged", "UpToDate", "No more pictures are kept than that.")


def _find_run(history: RunHistory, number: int) -> None:
    if number and all(run.number != number for run in history.runs()):
        raise UsageError(f"There is no run {number}.", advice="pyupsync photos history lists the runs.")
