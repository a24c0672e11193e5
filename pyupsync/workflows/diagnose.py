"""The diagnoses: one person's picture, and the whole farm."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.kerberos import answered_at, spn_names
from pyupsync.diagnosis.person import Named, PersonSeen, SiteSeen, check_person
from pyupsync.diagnosis.seen import Unseen
from pyupsync.errors import UsageError
from pyupsync.model import Check, Event, EventStream, Person, Profile, Record
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
    with ExitStack() as stack:
        patience = Patience()
        stack.callback(patience.stop)
        seen = yield from _person(job, Readers(job, stack), patience)
    verdict, checks = check_person(seen)
    yield Record(VERDICT, verdict.facts)
    yield from checks


def diagnose_person(job: DiagnosisJob) -> Diagnosis:
    """Why a person has no picture: as ``diagnose_person_events``, altogether.

    Raises:
        UsageError: Nobody is named, or an address is in no known form.
    """
    return _altogether(diagnose_person_events(job))


def _altogether(events: EventStream) -> Diagnosis:
    checks: list[Check] = []
    facts: dict[str, object] = {}
    for event in events:
        if isinstance(event, Check):
            checks.append(event)
        elif isinstance(event, Record) and event.kind == VERDICT:
            facts = dict(event.facts)
    sentence, cause, advice = (str(facts.get(name, "")) for name in ("sentence", "cause", "advice"))
    return Diagnosis(sentence, cause, advice, tuple(checks))


def _person(job: DiagnosisJob, readers: Readers, patience: Patience) -> Generator[Event, bool | None, PersonSeen]:
    seen = PersonSeen(job.person, _named(job))
    people = yield from patience.on("the directory", partial(readers.directory.people, job.person))
    seen.profiles = yield from patience.on("the profile", partial(readers.profiles, job.person, people))
    whom = Profile(job.person) if isinstance(seen.profile, Unseen) else seen.profile
    seen.matched = yield from patience.on("the account", partial(readers.directory.match, whom))
    if seen.url:
        yield from _picture(readers, patience, seen)
    else:
        seen.site = _unreached(seen)
    for address, probe in readers.directory.probes:
        seen.clocks[address] = yield from patience.on("the clock", partial(readers.directory.clock, probe))
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
    if isinstance(seen.host, Unseen):
        seen.site = seen.host
        return
    seen.site = site = yield from look_at_site(readers, patience, url)
    seen.clocks[site.host] = answered_at(site.answer)
    seen.fetched = yield from patience.on("the picture", partial(readers.site.fetch, url))
    if not isinstance(seen.fetched, Unseen):
        seen.made = yield from patience.on("the picture", partial(readers.site.make, seen.fetched))


def look_at_site(readers: Readers, patience: Patience, url: str) -> Generator[Event, bool | None, SiteSeen]:
    """Everything about the site of an address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    site = SiteSeen(url, host, zone=readers.site.zone(url), loopback=readers.site.loopback(host))
    if not isinstance(readers.site.store, Unseen):  # read here: a farm's cmdlets run in this very thread
        site.trust = yield from patience.on("the certificate", partial(readers.site.trust, url))
    else:
        site.trust = readers.site.store
    site.answer = yield from patience.on("the site", partial(readers.site.answer, url))
    names = spn_names(host, parts.port)
    site.holders = yield from patience.on("the service principal name", partial(readers.directory.spn_holders, names))
    return site


def _entry(
    readers: Readers, patience: Patience, seen: PersonSeen, person: Person
) -> Generator[Event, bool | None, None]:
    """The person's entry in the directory: the right to write it, and who did."""
    seen.rights = yield from patience.on("the rights", partial(readers.directory.rights, person))
    history = yield from patience.on("the last write", partial(readers.directory.history, person))
    seen.history = readers.directory.published(person.guid, history)
    photo = yield from patience.on("thumbnailPhoto", partial(readers.directory.photo, person))
    seen.photo = None if isinstance(photo, Unseen) else photo


def _named(job: DiagnosisJob) -> Named:
    whom = job.site_login.user or "the account that this runs under"
    if job.site_login.auth == "none" or not job.sites:
        whom = "nobody: no site was named that gets credentials"
    where = ", ".join(one.address for one in job.every_directory)
    return Named(job.profiles, job.store, job.site_account, whom, where, export_command(job))


def export_command(job: DiagnosisJob) -> str:
    """The command that exports pictures with these settings, as a shell takes it; never a secret."""
    words = ["pyupsync", "photos", "export"]
    options = [("profiles", job.profiles), *(("site", site) for site in job.sites)]
    options += [("directory", one.address) for one in job.every_directory]
    options += [("photos", job.photos if job.photos != "http" else ""), ("state", job.state), ("ca-file", job.ca_file)]
    options += [("image", job.image if job.image != "gal" else "")]
    for prefix, login in (("", job.login), ("site-", job.site_login)):
        if login.given and not (prefix and login == job.login):
            options += [(f"{prefix}{name}", getattr(login, name)) for name in ("auth", "user", "keytab")]
    for name, value in options:
        words += [f"--{name}", value] if value else []
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
