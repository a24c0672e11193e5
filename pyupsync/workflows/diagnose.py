"""The diagnoses: one person's picture, and the whole farm."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import cast

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.directory import Matched
from pyupsync.diagnosis.farm import check_farm
from pyupsync.diagnosis.kerberos import answered_at
from pyupsync.diagnosis.person import PersonSeen, check_person
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.errors import UsageError
from pyupsync.model import Check, Event, EventStream, Person, Profile, Record, answered
from pyupsync.workflows.diagnosis_farm import named, read_farm, read_first, read_site
from pyupsync.workflows.diagnosis_pages import page_for
from pyupsync.workflows.diagnosis_readers import Readers
from pyupsync.workflows.diagnosis_waiting import Patience

VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a diagnosis came to.

    Attributes:
        sentence: The cause, or that all is well, in one sentence.
        cause: Its stable code; empty when all is well.
        advice: What mends it.
        checks: Every station, in the way's order.
    """

    sentence: str
    cause: str
    advice: str
    checks: tuple[Check, ...]


def diagnose_person_events(job: DiagnosisJob) -> EventStream:
    """Look at every station of a person's picture; yield the verdict as a Record, then a Check for each station.

    Raises:
        UsageError: Nobody is named, or an address is in no known form.
    """
    if not job.person:
        raise UsageError("Nobody was named.", target="person", advice="Name an account: DOMAIN\\user, user@domain.")
    with page_for(job) as page:
        with ExitStack() as stack:
            patience = Patience()
            stack.callback(patience.stop)
            seen = yield from _person(job, Readers(job, stack), patience)
        verdict, checks = check_person(seen)
        yield from page.of_person(seen, verdict, checks)
        yield Record(VERDICT, verdict.facts)
        yield from checks


def diagnose_person(job: DiagnosisJob) -> Diagnosis:
    """Why a person has no picture: as ``diagnose_person_events``, altogether.

    Raises:
        UsageError: Nobody is named, or an address is in no known form.
    """
    return _altogether(diagnose_person_events(job))


def diagnose_farm_events(job: DiagnosisJob, *, what_if: bool = False) -> EventStream:
    """Look at every station of a farm; yield the verdict as a Record, then a Check for each.

    Nothing is changed, but where a test user is named: then a Change is yielded before that one's picture is written.
    Sending False back for it leaves it unmade, as ``what_if`` does.
    """
    with page_for(job) as page:
        with ExitStack() as stack:
            patience = Patience()
            stack.callback(patience.stop)
            seen = yield from read_farm(job, Readers(job, stack), patience, what_if=what_if)
        verdict, checks = check_farm(seen)
        yield from page.of_farm(verdict, checks)
        yield Record(VERDICT, verdict.facts)
        yield from checks


def diagnose_farm(job: DiagnosisJob, *, confirm: bool = False) -> Diagnosis:
    """Whether a farm lets pictures through: as ``diagnose_farm_events``, altogether.

    Args:
        job: Where to look.
        confirm: Whether the test user's picture, where one is named, may be written.
    """
    return _altogether(diagnose_farm_events(job), confirm=confirm)


def _altogether(events: EventStream, *, confirm: bool = False) -> Diagnosis:
    checks: list[Check] = []
    facts: dict[str, object] = {}
    for event in answered(events, lambda _: confirm):
        if isinstance(event, Check):
            checks.append(event)
        elif isinstance(event, Record) and event.kind == VERDICT:
            facts = dict(event.facts)
    sentence, cause, advice = (str(facts.get(name, "")) for name in ("sentence", "cause", "advice"))
    return Diagnosis(sentence, cause, advice, tuple(checks))


def _person(job: DiagnosisJob, readers: Readers, patience: Patience) -> Generator[Event, bool | None, PersonSeen]:
    yield from read_first(readers, patience)
    seen = PersonSeen(job.person, named(job, readers.site.account))
    people = yield from patience.on("the directory", partial(readers.directory.people, job.person))
    seen.profiles = yield from patience.on("the profile", partial(readers.profiles, job.person, people))
    seen.known = None if isinstance(people, Unseen) else bool(people)
    if not isinstance(seen.profiles, Unseen) and len(seen.profiles) > 1:
        told = yield from patience.on("the accounts", partial(readers.directory.are_several, seen.profiles))
        seen.several = told is True
    whom = Profile(job.person) if isinstance(seen.profile, Unseen) else seen.profile
    matched = yield from patience.on("the account", lambda: readers.directory.match(whom))
    seen.matched = cast("Seen[Matched]", matched)
    if seen.url:
        yield from _picture(readers, patience, seen)
    else:
        seen.site = _unreached(seen)
    for address, probe in readers.directory.probes:
        seen.clocks[address] = yield from patience.on("the clock", partial(readers.directory.clock, probe))
    seen.log = yield from patience.on("the logs", partial(readers.log.of_person, whom.account, seen.url))
    dn = seen.matched.dn if isinstance(seen.matched, Person) else ""
    whole = readers.named(job.person, people)
    seen.metaverse = yield from patience.on("the metaverse", lambda: readers.metaverse.of_person(whole, dn))
    if isinstance(seen.matched, Person):
        yield from _entry(readers, patience, seen, seen.matched)
    return seen


def _unreached(seen: PersonSeen) -> Unseen:
    if isinstance(seen.profile, Unseen):
        return Unseen("It is not known which site, since the profile is not known.", seen.profile.advice)
    return Unseen("There is no site to look at, since the profile names no picture.")


def _picture(readers: Readers, patience: Patience, seen: PersonSeen) -> Generator[Event, bool | None, None]:
    """The site that the person's PictureURL leads to, and the picture there."""
    url = seen.url
    seen.host = readers.site.host(url)
    if isinstance(seen.host, Unseen):  # told of PictureURL itself, as a failure; here it is why nothing is known
        seen.site = Unseen(seen.host.why, seen.host.advice)
        return
    seen.site = site = yield from read_site(readers, patience, url)
    seen.clocks[site.host] = answered_at(site.answer)
    seen.fetched = yield from patience.on("the picture", partial(readers.site.fetch, url))
    if not isinstance(seen.fetched, Unseen):
        seen.made = yield from patience.on("the picture", partial(readers.site.make, seen.fetched))


def _entry(
    readers: Readers, patience: Patience, seen: PersonSeen, person: Person
) -> Generator[Event, bool | None, None]:
    """The person's entry in the directory: the right to write it, and who did."""
    seen.rights = yield from patience.on("the rights", partial(readers.directory.rights, person))
    history = yield from patience.on("the last write", partial(readers.directory.history, person))
    seen.history = readers.directory.published(person.guid, history)
    photo = yield from patience.on("thumbnailPhoto", partial(readers.directory.photo, person))
    seen.photo = None if isinstance(photo, Unseen) else photo
