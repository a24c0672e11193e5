"""One person's way, station by station: what was seen of it, and the checks of that, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pyupsync.diagnosis.directory import History, Matched, Rights, judge_account, judge_photo, judge_write
from pyupsync.diagnosis.kerberos import judge_clock, judge_spn
from pyupsync.diagnosis.log_person import PersonRequests
from pyupsync.diagnosis.log_station import judge_log_of
from pyupsync.diagnosis.metaverse import MetaverseSeen, judge_metaverse_of
from pyupsync.diagnosis.picture import MadePhotos, is_blank, judge_fetch, judge_image
from pyupsync.diagnosis.profile import PictureHost, judge_picture_url, judge_profile
from pyupsync.diagnosis.refused import Refusals
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.diagnosis.site import Loopback, ZoneSeen, judge_logon, judge_loopback, judge_trust, judge_zone
from pyupsync.diagnosis.way import Verdict, explained, verdict_on_person
from pyupsync.model import Check, FetchedPhoto, Finding, Person, Profile, SiteAnswer, SpnHolder

NOT_ASKED = Unseen("It was not looked at.")


@dataclass(slots=True)
class SiteSeen:
    """What was seen of one site.

    Attributes:
        url: Its address; of a picture that one's.
        host: Its host alone.
        zone: Its zone for the service account.
        trust: What verifying its chain against the farm's trust store found.
        refused: What SharePoint logged of its certificates.
        loopback: What the server's registry says of names for itself.
        holders: Who has its service principal name.
        answer: What it answers without credentials.
    """

    url: str
    host: str
    zone: Seen[ZoneSeen] = NOT_ASKED
    trust: Seen[Sequence[Finding]] = NOT_ASKED
    refused: Refusals = field(default_factory=Refusals)
    loopback: Seen[Loopback] = NOT_ASKED
    holders: Seen[Sequence[SpnHolder]] = NOT_ASKED
    answer: Seen[SiteAnswer] = NOT_ASKED


@dataclass(slots=True)
class Named:
    """What was told of where to look.

    Attributes:
        farm: The address of the farm.
        profiles: The address of the profiles.
        store: That of the trust store.
        log: Where the web servers' logs are.
        metaverse: Where the synchronization engine is.
        pool: The account of the site's application pool.
        whom: As whom the site is asked.
        where: The directory, for a sentence.
        export: The command that exports pictures.
    """

    farm: str = ""
    profiles: str = ""
    store: str = ""
    log: str = ""
    metaverse: str = ""
    pool: str = ""
    whom: str = ""
    where: str = ""
    export: str = ""


@dataclass(slots=True)
class PersonSeen:
    """What was seen of one person's way.

    Attributes:
        name: Whom, as it was asked for.
        named: Where to look.
        profiles: The profiles that mean this person.
        known: Whether the directory knows anybody by that name; None where it was not asked.
        several: Whether the profiles are of different people.
        host: Where PictureURL leads.
        site: The site there.
        fetched: The picture, as it came.
        made: What it becomes.
        matched: The account in the directory.
        rights: Whether it may be written.
        history: Who wrote it.
        log: What the web servers' logs say of the person's pictures.
        metaverse: What the synchronization engine holds of the person.
        clocks: Other machines' clocks, each with this one's at that moment.
        photo: The picture that the directory has.
    """

    name: str
    named: Named
    profiles: Seen[Sequence[Profile]] = NOT_ASKED
    known: bool | None = None
    several: bool = False
    host: Seen[PictureHost] = NOT_ASKED
    site: Seen[SiteSeen] = NOT_ASKED
    fetched: Seen[FetchedPhoto] = NOT_ASKED
    made: Seen[MadePhotos] = NOT_ASKED
    matched: Seen[Matched] = NOT_ASKED
    rights: Seen[Rights] = NOT_ASKED
    history: Seen[History] = NOT_ASKED
    log: Seen[PersonRequests] = NOT_ASKED
    metaverse: Seen[MetaverseSeen] = NOT_ASKED
    clocks: dict[str, Seen[tuple[datetime, datetime]]] = field(default_factory=dict)
    photo: bytes | None = field(default=None, repr=False)

    @property
    def profile(self) -> Seen[Profile]:
        """The one profile; the first of several."""
        if isinstance(self.profiles, Unseen):
            return Unseen("Without a profile it is not known.", self.profiles.advice)
        return self.profiles[0] if self.profiles else Unseen("There is no profile.")

    @property
    def url(self) -> str:
        """Its PictureURL; empty for none."""
        return "" if isinstance(self.profile, Unseen) else self.profile.picture_url.strip()


def check_person(seen: PersonSeen) -> tuple[Verdict, list[Check]]:
    """Judge every station, in the way's order; what follows from another failure is told so."""
    checks = explained([*_profile_side(seen), *_site_side(seen), *_directory_side(seen)])
    has_photo = seen.matched.photo is not None if isinstance(seen.matched, Person) else None
    if is_blank(seen.photo):
        has_photo = False
    return verdict_on_person(seen.name, checks, has_photo=has_photo), checks


def _profile_side(seen: PersonSeen) -> list[Check]:
    profile = judge_profile(seen.name, seen.named.profiles, seen.profiles, known=seen.known, several=seen.several)
    return [profile, judge_picture_url(seen.profile, seen.host)]


def _site_side(seen: PersonSeen) -> list[Check]:
    unseen = seen.site if isinstance(seen.site, Unseen) else None
    site = SiteSeen(seen.url or "PictureURL", "") if isinstance(seen.site, Unseen) else seen.site
    if unseen is not None:
        site.zone = site.trust = site.loopback = site.holders = site.answer = unseen
    fetched = unseen or seen.fetched
    made = Unseen("There is no picture to look at.") if isinstance(fetched, Unseen) else seen.made
    return [
        *checks_of_site(site, seen.named),
        *(judge_clock(where, clock) for where, clock in seen.clocks.items()),
        judge_fetch(site.url, seen.named.whom, fetched),
        judge_image(made),
        judge_log_of(seen.name, seen.log),
    ]


def checks_of_site(site: SiteSeen, named: Named, said: str = "") -> list[Check]:
    """The checks of one site, in the order in which a request to it breaks.

    Args:
        site: What was seen of it.
        named: Where to look.
        said: What the farm says of its address, for the evidence.
    """
    where = site.url.partition("://")
    address = f"{where[0]}://{where[2].partition('/')[0]}" if where[1] else site.url
    return [
        judge_zone(address, site.zone, said),
        judge_logon(address, site.zone),
        judge_loopback(site.host or address, site.loopback),
        judge_trust(address, named.store, site.trust, site.refused),
        judge_spn(site.host or address, site.holders, named.pool, site.answer),
    ]


def _directory_side(seen: PersonSeen) -> list[Check]:
    account = seen.name if isinstance(seen.profile, Unseen) else seen.profile.account
    has_photo = isinstance(seen.matched, Person) and seen.matched.photo is not None
    return [
        judge_metaverse_of(account, seen.metaverse, photo=has_photo),
        judge_account(account, seen.named.where, seen.matched),
        judge_write(seen.matched, seen.rights),
        judge_photo(seen.matched, seen.made, seen.history, seen.named.export, blank=is_blank(seen.photo)),
    ]
