"""A farm's way of pictures, station by station: what was seen of it, and the checks of that, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pyupsync.diagnosis.directory import Matched, Rights, judge_write
from pyupsync.diagnosis.kerberos import judge_clock
from pyupsync.diagnosis.log_station import judge_log
from pyupsync.diagnosis.mapping import judge_mapping_findings
from pyupsync.diagnosis.metaverse import judge_metaverse
from pyupsync.diagnosis.person import NOT_ASKED, Named, SiteSeen, checks_of_site
from pyupsync.diagnosis.picture import MadePhotos, judge_fetch, judge_image
from pyupsync.diagnosis.refused import Refusals, judge_others
from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.diagnosis.way import Verdict, explained, verdict_on_farm
from pyupsync.model import Check, FarmUrl, FetchedPhoto, Finding, Outcome, Profile, ServiceAccount

NO_SITE = Unseen("No site was named.", "Give --farm sharepoint: or farm:FILE, or the sites' addresses.")


@dataclass(slots=True)
class FarmSeen:
    """What was seen of a farm.

    Attributes:
        named: Where to look.
        farm: Its addresses and accounts.
        sites: Its sites, and what the farm says of each, by its address.
        said: That, for the evidence.
        directories: Each directory's clock, with this machine's at that moment.
        sample: A profile with a picture on one of the sites.
        fetched: That picture.
        made: What it becomes.
        matched: That person in the directory.
        rights: Whether that one's picture may be written.
        mapping: What the profile service's own judge found.
        metaverse: What the judge of the synchronization engine found.
        refused: What SharePoint logged of certificates.
        log: What the judge of the web servers' logs found.
        probe: What became of writing a picture of a test user; None where none was named.
    """

    named: Named
    farm: Seen[tuple[Sequence[FarmUrl], Sequence[ServiceAccount]]] = NOT_ASKED
    sites: list[SiteSeen] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    directories: dict[str, Seen[tuple[datetime, datetime]]] = field(default_factory=dict)
    clocks: dict[str, Seen[tuple[datetime, datetime]]] = field(default_factory=dict)
    sample: Seen[Profile] = NOT_ASKED
    fetched: Seen[FetchedPhoto] = NOT_ASKED
    made: Seen[MadePhotos] = NOT_ASKED
    matched: Seen[Matched] = NOT_ASKED
    rights: Seen[Rights] = NOT_ASKED
    mapping: Seen[Sequence[Finding]] = NOT_ASKED
    metaverse: Seen[Sequence[Finding]] = NOT_ASKED
    refused: Seen[Refusals] = NOT_ASKED
    log: Seen[Sequence[Finding]] = NOT_ASKED
    probe: Seen[Outcome] | None = None


def check_farm(seen: FarmSeen) -> tuple[Verdict, list[Check]]:
    """Judge every station, in the way's order; what follows from another failure is told so."""
    checks = [_farm(seen), *_directories(seen), *judge_mapping_findings(seen.named.farm, seen.mapping)]
    if not seen.sites:
        checks.append(
            Station("zone", "The farm's sites", "The Local intranet zone of the service account").unknown(NO_SITE)
        )
    for site in seen.sites:
        checks += checks_of_site(site, seen.named, seen.said.get(site.url, ""))
    if not isinstance(seen.refused, Unseen):
        checks += judge_others(seen.refused, [site.refused for site in seen.sites])
    checks += [judge_clock(where, clock) for where, clock in {**seen.clocks, **seen.directories}.items()]
    checks += [
        *_picture(seen),
        *judge_log(seen.named.log, seen.log),
        *judge_metaverse(seen.named.metaverse, seen.metaverse),
    ]
    checks.append(judge_write(seen.matched, seen.rights))
    if seen.probe is not None:
        checks.append(_probe(seen.probe))
    checks = explained([*dict.fromkeys(checks)])  # addresses of one host have one name and one loopback check
    return verdict_on_farm(checks), checks


def _farm(seen: FarmSeen) -> Check:
    station = Station("farm", "The farm", "Its addresses and the account that fetches pictures are known")
    if isinstance(seen.farm, Unseen):
        return station.broken(seen.farm)
    urls, accounts = seen.farm
    whose = [f"{one.name}: {one.role}" for one in accounts]
    if not accounts:
        said = "The farm tells no account of a User Profile service."
        return station.warned("ServiceAccountUnknown", said, "Start the User Profile service, or give --account NAME")
    return station.passed(f"It answers to {len(urls)} addresses; {accounts[0].name} fetches pictures.", *whose)


def _directories(seen: FarmSeen) -> list[Check]:
    if not seen.directories:
        unseen = Unseen("The directory was not named.", "Give --directory ldaps://HOST/BASE")
        return [_connection("The directory").unknown(unseen)]
    return [_connected(address, clock) for address, clock in seen.directories.items()]


def _connection(address: str) -> Station:
    return Station("directory", address, "A domain controller that the account can log on to, over TLS")


def _connected(address: str, clock: Seen[tuple[datetime, datetime]]) -> Check:
    if isinstance(clock, Unseen) and clock.code:
        return _connection(address).broken(clock)
    if address.lower().startswith("ldif:"):
        return _connection(address).passed("It is a file; no domain controller was asked.")
    return _connection(address).passed("It lets the account in.")


def _picture(seen: FarmSeen) -> list[Check]:
    if isinstance(seen.sample, Unseen):
        return [
            Station("picture", "A person's picture", "The site gives it to the service account").broken(seen.sample)
        ]
    fetch = judge_fetch(seen.sample.picture_url.strip(), seen.named.whom, seen.fetched)
    if isinstance(seen.fetched, Unseen):
        return [fetch]
    return [fetch, judge_image(seen.made)]


def _probe(told: Seen[Outcome]) -> Check:
    station = Station("writeProbe", "thumbnailPhoto", "A test user's picture can be written")
    if isinstance(told, Unseen):
        return station.broken(told)
    if told.status == "applied":
        return station.passed(told.reason, told.target)
    return station.unknown(Unseen(told.reason, told.advice))
