"""A diagnosis told in a page too, where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.person import PersonSeen
from pyupsync.diagnosis.seen import Unseen
from pyupsync.diagnosis.way import Verdict
from pyupsync.model import Check, Event, Message, Person, PhotoFacts
from pyupsync.reporting.diagnosis_page import DiagnosisPage, Shown


class Pages:
    """The page of a job; nothing where it names none."""

    def __init__(self, job: DiagnosisJob, page: DiagnosisPage | None) -> None:
        self._job, self._page = job, page

    def of_person(self, seen: PersonSeen, verdict: Verdict, checks: Sequence[Check]) -> Iterator[Event]:
        """Write it; a Message when that failed."""
        yield from self._write(f"The picture of {seen.name}", verdict, checks, _pictures(seen))

    def of_farm(self, verdict: Verdict, checks: Sequence[Check]) -> Iterator[Event]:
        """Write it; a Message when that failed."""
        yield from self._write("The farm's way of pictures", verdict, checks, ())

    def _write(
        self, title: str, verdict: Verdict, checks: Sequence[Check], pictures: Sequence[Shown]
    ) -> Iterator[Event]:
        if self._page is None:
            return
        told = {name: str(value) for name, value in verdict.facts.items()}
        try:
            self._page.write(title, told, checks, pictures, _facts(self._job))
        except OSError as error:
            yield Message("error", f"The page {self._job.html} was not written: {error.strerror or error}.")


@contextmanager
def page_for(job: DiagnosisJob) -> Iterator[Pages]:
    """The page of a job, whose place is checked before anything is looked at.

    Raises:
        UsageError: It cannot be written there.
    """
    page = DiagnosisPage(job.html) if job.html else None
    try:
        yield Pages(job, page)
    finally:
        if page is not None:
            page.discard()


def _facts(job: DiagnosisJob) -> dict[str, str]:
    named = {
        "Profiles": job.profiles,
        "Sites": ", ".join(job.sites),
        "Directory": ", ".join(one.address for one in job.every_directory),
        "Trust store": job.store,
        "Registry": job.registry,
        "Farm": job.farm,
    }
    when = datetime.now(timezone.utc).astimezone().isoformat(" ", "seconds")
    return {"Looked at": when, **{name: value for name, value in named.items() if value}}


def _pictures(seen: PersonSeen) -> list[Shown]:
    """The picture as the site has it, as it becomes, and as the directory has it."""
    site = None if isinstance(seen.fetched, Unseen) else seen.fetched
    made = None if isinstance(seen.made, Unseen) else seen.made
    there = seen.matched.photo if isinstance(seen.matched, Person) else None
    on_site = PhotoFacts.of(site.data) if site else None
    return [
        Shown("on the site", site.data if site else None, "not had", on_site),
        Shown("made to fit", made.made.data if made else None, "not made", made.made.facts if made else None),
        Shown("in the directory", seen.photo, "none" if isinstance(seen.matched, Person) else "not known", there),
    ]
