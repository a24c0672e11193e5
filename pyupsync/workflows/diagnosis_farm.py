"""What a diagnosis reads of a farm: its sites, its directories, one picture, and a test user's write."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.directory import Matched
from pyupsync.diagnosis.farm import FarmSeen
from pyupsync.diagnosis.kerberos import answered_at, plain, spn_names
from pyupsync.diagnosis.person import Named, SiteSeen
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.model import Change, Event, FarmUrl, Outcome, Person, PhotoFacts, Profile
from pyupsync.workflows.diagnosis_readers import Readers
from pyupsync.workflows.diagnosis_waiting import Patience, attempt, shown_command

AREA, WRITE = "diagnosis", "Write a test user's thumbnailPhoto, and put it back"
_TEST = b"\xff\xd8\xff\xdb\0\4\0\0\xff\xd9"
"""Bytes that begin and end as a JPEG does; they are there for a moment only."""


def read_farm(
    job: DiagnosisJob, readers: Readers, patience: Patience, *, what_if: bool
) -> Generator[Event, bool | None, FarmSeen]:
    """Look at everything a job names."""
    yield from read_first(readers, patience)
    yield from patience.here("what the User Profile service maps", lambda: readers.site.mapping)
    seen = FarmSeen(named(job, readers.site.account), readers.site.farm, mapping=readers.site.mapping)
    urls = () if isinstance(seen.farm, Unseen) else seen.farm[0]
    seen.said = {one.url: _said(one) for one in reversed(urls)}
    for address, probe in readers.directory.probes:
        seen.directories[address] = yield from patience.on("the directory", partial(readers.directory.clock, probe))
    for url in _addresses(job, urls):
        site = yield from read_site(readers, patience, url)
        seen.sites.append(site)
        seen.clocks[site.host] = answered_at(site.answer)
    hosts = [site.host for site in seen.sites]
    seen.sample = yield from patience.on("a profile", partial(readers.first_picture, hosts))
    if not isinstance(seen.sample, Unseen):
        seen.fetched = yield from patience.on("a picture", partial(readers.site.fetch, seen.sample.picture_url.strip()))
        if not isinstance(seen.fetched, Unseen):
            seen.made = yield from patience.on("a picture", partial(readers.site.make, seen.fetched))
        yield from _rights(readers, patience, seen, seen.sample)
    if job.events:
        seen.refused = yield from patience.on("the events", lambda: readers.events.all)
    seen.log = yield from patience.on("the logs", readers.log.findings)
    seen.metaverse = yield from patience.on("the metaverse", readers.metaverse.findings)
    if job.probe_user:
        seen.probe = yield from _probe(job.probe_user, readers, what_if=what_if)
    return seen


def read_first(readers: Readers, patience: Patience) -> Generator[Event, bool | None, None]:
    """Read what a farm's cmdlets tell, which takes them long; whatever asks later finds it read."""
    yield from patience.here("the farm", lambda: readers.site.farm)
    yield from patience.here("the trust store", lambda: readers.site.store)


def _rights(
    readers: Readers, patience: Patience, seen: FarmSeen, sample: Profile
) -> Generator[Event, bool | None, None]:
    """Whether that person's picture may be written: an account that may not write one may often write none."""
    matched = yield from patience.on("the account", lambda: readers.directory.match(sample))
    seen.matched = cast("Seen[Matched]", matched)
    if isinstance(seen.matched, Person):
        seen.rights = yield from patience.on("the rights", partial(readers.directory.rights, seen.matched))


def _addresses(job: DiagnosisJob, farm: Iterable[FarmUrl]) -> list[str]:
    """Every site once, by scheme, host and port: those that were named, then the farm's."""
    named = [*job.urls, *(f"https://{site}" if "://" not in site else site for site in job.sites if not farm)]
    every: dict[str, str] = {}
    for url in (*(one.url for one in farm), *named):
        parts = urlsplit(url)
        every.setdefault(f"{parts.scheme}://{parts.netloc}".lower(), url)
    return list(every.values())


def _said(one: FarmUrl) -> str:
    zone = f", {one.zone} zone" if one.zone else ""
    return f"An address of {one.web_application or 'the farm'}{zone} ({one.origin})"


def read_site(readers: Readers, patience: Patience, url: str) -> Generator[Event, bool | None, SiteSeen]:
    """Everything about the site of an address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    site = SiteSeen(url, host, zone=readers.site.zone(url), loopback=readers.site.loopback(host))
    site.trust = readers.site.store if isinstance(readers.site.store, Unseen) else ()
    looked = not isinstance(readers.site.store, Unseen)  # read here: a farm's cmdlets run in this very thread
    if looked:
        site.trust = yield from patience.on("the certificate", partial(readers.site.trust, url))
    if readers.events.job.events:
        refused = yield from patience.on("the events", lambda: readers.events.all)
        if not isinstance(refused, Unseen):
            site.refused = refused.of(host, readers.site.shown.get(host, frozenset()))
    # A host that just kept silent is not waited for twice: a farm may have dozens of them. By a proxy it may answer.
    silent = site.trust if isinstance(site.trust, Unseen) and looked and not readers.site.job.proxy else None
    site.answer = silent or (yield from patience.on("the site", partial(readers.site.answer, url)))
    names = spn_names(host, parts.port)
    site.holders = yield from patience.on("the service principal name", partial(readers.directory.spn_holders, names))
    return site


def _probe(name: str, readers: Readers, *, what_if: bool) -> Generator[Event, bool | None, Seen[Outcome]]:
    """Write a test user's picture: the very one that is there, or where there is none one that is removed again."""
    person = cast("Seen[Matched]", attempt(lambda: readers.directory.match(Profile(name))))
    if isinstance(person, Unseen):
        return person
    if isinstance(person, Outcome):
        return Unseen(person.reason, person.advice, person.code)
    before = attempt(partial(readers.directory.photo, person))
    if isinstance(before, Unseen):
        return before
    change = _change(name, person, before)
    reply = yield change
    if what_if or reply is False:
        outcome = Outcome.of_change(change, "skipped", "NotApproved", "Nothing was written, since it was not approved.")
    else:
        written = attempt(partial(readers.directory.write_again, person, before, _TEST))
        if isinstance(written, Unseen):
            yield Outcome.of_change(
                change, "skipped", written.code, f"Nothing was written. {written.why}", written.advice
            )
            return written
        said = "It was written, and is as it was before."
        outcome = Outcome.of_change(change, "applied", "Applied", said)
    yield outcome
    return outcome


def _change(name: str, person: Person, before: bytes | None) -> Change:
    facts = PhotoFacts.of(before).as_facts() if before else None
    return Change(f"{AREA}/{person.guid}", AREA, WRITE, person.dn, facts, facts, subject=name)


def named(job: DiagnosisJob, account: Seen[str]) -> Named:
    """What was told of where to look."""
    whom = job.site_login.user or "the account that this runs under"
    if job.site_login.auth == "none" or not job.sites:
        whom = "nobody: no site was named that gets credentials"
    elif job.site_login.user and isinstance(account, str) and account and plain(account) != plain(whom):
        whom = f"{whom}, and not as {account}, whose zones these are"
    if job.photos != "http":
        whom = f"nobody: pictures are taken from {job.photos}"
    where = ", ".join(one.address for one in job.every_directory)
    return Named(
        farm=job.farm,
        profiles=job.profiles,
        store=job.store,
        log=", ".join(job.log),
        metaverse=", ".join(job.metaverse),
        pool=job.site_account,
        whom=whom,
        where=where,
        export=export_command(job),
    )


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
    return shown_command(words)
