"""What adding sites would bring about that nobody asked for, and what keeps an entry from its purpose."""

from __future__ import annotations

from collections.abc import Sequence

from pyupsync.model import Facts, Finding, Plan
from pyupsync.zones import steps
from pyupsync.zones.deciding import TREES
from pyupsync.zones.entries import INTRANET, lookup, zone_name
from pyupsync.zones.mending import mending
from pyupsync.zones.names import covers_hosts_below
from pyupsync.zones.resolve import Resolution
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import ZoneSnapshot

_SCHEMES = ("http", "https", "file", "ftp")


def hidden_by(plan: Plan, wanted: Sequence[Place], snapshot: ZoneSnapshot) -> list[Finding]:
    """The mappings of a domain that a planned subkey would hide from its host, for the schemes that are not planned."""
    adding = {change.target.lower() for change in plan.changes if change.action == steps.ADD}
    unique = {place.site: place for place in wanted if place.kind == "domain" and place.subkey}
    return [
        finding for place in unique.values() for tree in TREES for finding in _hidden(place, tree, snapshot, adding)
    ]


def _hidden(place: Place, tree: str, snapshot: ZoneSnapshot, adding: set[str]) -> list[Finding]:
    domain = snapshot.user.zone_map.sub(f"{tree}\\{place.domain_key}")
    subkey = domain.sub(place.subkey)
    new = f"{subkey.path}\\{place.scheme}".lower() in adding
    if subkey.there or not new or not covers_hosts_below(place.domain_key):
        return []
    lost = [
        (scheme, hit)
        for scheme in _SCHEMES
        if f"{subkey.path}\\{scheme}".lower() not in adding and (hit := lookup(domain, scheme))
    ]
    return [
        Finding(
            check="hiddenMapping",
            status="warning",
            subject=f"{scheme}://{place.host}",
            expected=f"{zone_name(hit.zone)}, by {hit.target}",
            actual=f"The new key {subkey.path} hides that entry from {scheme}://{place.host}.",
            advice=_mend(scheme, place, hit.zone),
        )
        for scheme, hit in lost
    ]


def _mend(scheme: str, place: Place, zone: int) -> str:
    if zone == INTRANET:
        return f"Add {scheme}://{place.host} as well."
    return f"Where {scheme}://{place.host} is used, give it an entry of its own for the {zone_name(zone)} zone."


def check_site(resolution: Resolution, snapshot: ZoneSnapshot, options: str = "") -> Finding:
    """One site as a check: in the Local intranet zone, surely, and with the account's credentials sent.

    ``snapshot`` is what the site was resolved in. ``options`` are the command line's for these zones; the command that
    mends a site ends with them.
    """
    place, sends = resolution.place, resolution.sends_credentials
    good = resolution.in_intranet and bool(sends)
    sure = resolution.confidence != "unknown"
    mend = mending(resolution, snapshot, options)
    facts: Facts = {
        "zone": resolution.zone,
        "zoneName": resolution.zone_name,
        "decides": resolution.deciding,
        "why": resolution.why,
        "confidence": resolution.confidence,
        "sendsCredentials": sends,
        "inIntranet": resolution.in_intranet,
        "mend": mend.kind,
        "mendWords": mend.words,
    }
    said = {True: "credentials are sent", False: "no credentials are sent", None: "what is sent is not known"}[sends]
    return Finding(
        check="intranetZone",
        status="ok" if good and sure else "warning" if good else "error",
        subject=place.site,
        expected=f"{zone_name(INTRANET)}, credentials are sent",
        actual=f"{resolution.zone_name} ({resolution.confidence}), {said}: {resolution.deciding}. {resolution.why}",
        advice=mend.advice,
        facts=facts,
    )
