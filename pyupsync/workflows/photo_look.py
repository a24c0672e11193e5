"""Looking at the pictures that the directory has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from pyupsync.config import LookJob
from pyupsync.model import EventStream, Record
from pyupsync.photos.current import current_photos
from pyupsync.photos.several import as_one
from pyupsync.wiring import open_directories


def photo_look_events(job: LookJob) -> EventStream:
    """Yield a record for each person's picture, as it is read; an outcome for whom there is none to find.

    Raises:
        UpSyncError: The job cannot begin (usage, logon, connection).
    """
    with ExitStack() as stack:
        yield from current_photos(job.person, as_one(open_directories(job, stack)), data=job.data)


def list_photos(job: LookJob) -> Iterator[Record]:
    """As ``photo_look_events``: the records alone."""
    return (event for event in photo_look_events(job) if isinstance(event, Record))
