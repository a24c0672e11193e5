"""The sites of a job: those that were named and those that the farm answers to, each place once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pyupsync.errors import ServiceAccountError, UpSyncError
from pyupsync.model import FarmUrl, Finding, Outcome, Record, ServiceAccount
from pyupsync.zones import steps
from pyupsync.zones.resolve import Resolution
from pyupsync.zones.sites import Place, place_of

NAMED = "named"
"""The origin of a site that the job itself names."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the zone map, and who wants it there.

    Attributes:
        place: Made of the first of the addresses that mean it.
        named: Whether the job names it itself.
        said: What the farm says of it; two ports or two origins of one scheme and host are one place.
    """

    place: Place
    named: bool = False
    said: tuple[FarmUrl, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """SharePoint's zones of it, its web applications, and where it came from."""
        return {
            "farmZone": _each(one.zone for one in self.said),
            "webApplication": _each(one.web_application for one in self.said),
            "origin": _each([NAMED] * self.named + [one.origin for one in self.said]),
        }


def declared(urls: Iterable[str], farm: Iterable[FarmUrl], action: str) -> tuple[list[Site], list[Outcome]]:
    """The sites, those that are named first, and what became of addresses that have no place in a zone map.

    One that was named has failed; one that only the farm tells is skipped, since nobody can do anything about it here.
    """
    sites: dict[str, Site] = {}
    refused: dict[str, Outcome] = {}
    for url, said in [*((url, None) for url in urls), *((one.url, one) for one in farm)]:
        try:
            place = place_of(url)
        except UpSyncError as error:
            shown = error.target or "a site"  # never the URL itself, which may hold credentials
            outcome = Outcome.of_error(error, area=steps.AREA, action=action, target=shown, subject=shown)
            refused.setdefault(shown, replace(outcome, status="skipped") if said else outcome)
            continue
        site = sites.get(place.site, Site(place))
        sites[place.site] = replace(site, said=(*site.said, said)) if said else replace(site, named=True)
    return list(sites.values()), list(refused.values())


def site_record(site: Site, now: Resolution) -> Record:
    """A site with its zones in SharePoint, and the zone that the account's client has it in now."""
    return Record("zoneSite", {"site": site.place.site, **site.facts, "zone": now.zone, "zoneName": now.zone_name})


def with_origin(finding: Finding, site: Site) -> Finding:
    """The finding on a site, which tells what the farm says of it as well."""
    facts = {**(finding.facts or {}), **site.facts}
    if not site.said:
        return replace(finding, facts=facts)
    zone, application = site.facts["farmZone"] or "no", site.facts["webApplication"] or "the farm"
    return replace(
        finding, actual=f"{finding.actual} It is of {application}, {zone} zone ({site.facts['origin']}).", facts=facts
    )


def service_account(farm: str, accounts: Sequence[ServiceAccount]) -> ServiceAccount:
    """The account that fetches pictures: the first that the farm at ``farm`` tells.

    Raises:
        ServiceAccountError: It tells none.
    """
    if not accounts:
        words = f"The farm {farm} tells no account of a User Profile service."
        raise ServiceAccountError(words, target=farm, advice="Name the account itself, or its SID.")
    return accounts[0]


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))
