"""The job on a synchronization engine: has it the pictures, and what is it about to do with them?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

from pyupsync.config import MetaverseJob
from pyupsync.errors import DirectoryError, PersonNotFound
from pyupsync.model import EventStream, Outcome, Progress
from pyupsync.ports import PersonDirectory
from pyupsync.profiles.metaverse import Survey
from pyupsync.profiles.metaverse_findings import judge
from pyupsync.wiring import open_directory, open_metaverse


def check_metaverse(job: MetaverseJob) -> EventStream:
    """Yield a Record for each person whose picture is missing or in danger, and Findings on pictures and runs.

    Raises:
        MetaverseError: A source cannot be read: what is not known is not judged.
        UpSyncError: The job cannot begin (usage, logon, connection).
    """
    survey = Survey()
    settings = job.directory_settings
    with ExitStack() as stack:
        directory = open_directory(settings, job.timeout) if settings else None
        if directory:
            stack.callback(directory.close)
        for address in job.sources:
            yield from _read(address, job, survey)
        if directory:
            yield from _ask(directory, survey)
    yield from judge(survey, directory=directory is not None)


def _read(address: str, job: MetaverseJob, survey: Survey) -> Iterator[Progress]:
    told = monotonic()
    with ExitStack() as stack:
        source = open_metaverse(address, job, stack)
        for activity, reading in (
            ("Reading the metaverse", survey.add_people(source.people())),
            ("Reading the connector space", survey.add_connectors(source.connectors())),
            ("Reading the run history", survey.add_steps(source.steps())),
        ):
            for done in reading:
                if monotonic() - told > 0.25:
                    told = monotonic()
                    yield Progress(activity, done, current=address)


def _ask(directory: PersonDirectory, survey: Survey) -> Iterator[Outcome]:
    """Whether the directory has the pictures that are about to be cleared."""
    for place, entry in enumerate(list(survey.clearing)):
        try:
            survey.held(place, photo=bool(directory.read_photo(entry.dn)))
        except PersonNotFound:
            survey.held(place, photo=False)
        except DirectoryError as error:
            yield Outcome.of_error(error, area="profiles", action="Read thumbnailPhoto", target=entry.dn)
