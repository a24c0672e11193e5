"""The zone a site is in for an account, what decides it, and how sure that is.

Three degrees: ``oracle-checked`` where the rule was compared with an implementation of MapUrlToZone, ``documented``
where only documents say so, ``unknown`` where neither does; then ``zone`` is the likeliest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pyupsync.zones.deciding import search
from pyupsync.zones.entries import INTRANET, ZONE_NAMES, Hit, Search, zone_name
from pyupsync.zones.policy import Policy, lists_for, machine_only
from pyupsync.zones.sites import Place, place_of
from pyupsync.zones.snapshot import LOGON, Key, ZoneSnapshot

Confidence = Literal["oracle-checked", "documented", "unknown"]

_INTERNET = 3
_ONLY_IN_INTRANET = 0x20000
_PROMPT = 0x10000


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one site.

    Attributes:
        place: The site.
        zone: The number of its zone, 0 to 4.
        deciding: The registry value that decides (key and name), or the name of the rule.
        confidence: How sure the answer is.
        why: The reason, in a sentence.
        sends_credentials: Whether the client logs on by itself with the account it runs under; None when the zone's
            logon setting says nothing that is known.
        logon: Where the zone's logon setting (1A00) stands; empty while the zone's default holds.
    """

    place: Place
    zone: int
    deciding: str
    confidence: Confidence
    why: str
    sends_credentials: bool | None
    logon: str = ""

    @property
    def in_intranet(self) -> bool:
        """Whether the site is in the Local intranet zone."""
        return self.zone == INTRANET

    @property
    def zone_name(self) -> str:
        """What Internet Options calls the zone."""
        return zone_name(self.zone)


@dataclass(frozen=True, slots=True)
class _Verdict:
    zone: int
    deciding: str
    confidence: Confidence
    why: str

    def doubted(self, why: str) -> _Verdict:
        return _Verdict(self.zone, self.deciding, "unknown", f"{self.why} {why}")

    def at_most_documented(self) -> _Verdict:
        sure: Confidence = "documented" if self.confidence == "oracle-checked" else self.confidence
        return _Verdict(self.zone, self.deciding, sure, self.why)


def resolve(snapshot: ZoneSnapshot, url: str) -> Resolution:
    """The zone of a site for the account that the snapshot was read for.

    Raises:
        SiteError: The URL has no place in the zone map; its leaves say why.
    """
    return resolve_place(snapshot, place_of(url))


def resolve_place(snapshot: ZoneSnapshot, place: Place) -> Resolution:
    """The same for a place."""
    verdict = _by_policy(snapshot, place) or _by_entries(snapshot, place)
    verdict = verdict.doubted(place.doubt) if place.doubt else verdict
    sends, logon = _logs_on(snapshot, verdict.zone)
    return Resolution(place, verdict.zone, verdict.deciding, verdict.confidence, verdict.why, sends, logon)


def _by_policy(snapshot: ZoneSnapshot, place: Place) -> _Verdict | None:
    """What the lists of policy say, when there are any."""
    lists = lists_for(snapshot, place)
    if not lists:
        return None
    hits = [hit for item in lists for hit in item.hits]
    if not hits:
        return _beside_lists(snapshot, place, lists)
    telling = next(item for item in lists if item.hits)
    said = _Verdict(hits[0].zone, hits[0].target, "documented", f"A line of the {telling.name} says so.")
    if len({hit.zone for hit in hits}) > 1 or any(item.uncertain for item in lists):
        return said.doubted("Other lines may say otherwise, and which of them wins is not documented.")
    silent = [item for item in lists if not item.hits]
    by_account = hits[0].path == snapshot.user.policy.sub("ZoneMapKey").path  # the machine's would come first
    if silent or (machine_only(snapshot) and by_account):
        return said.doubted("Another policy is in force too, and which of them wins is not documented.")
    return said


def _beside_lists(snapshot: ZoneSnapshot, place: Place, lists: Sequence[Policy]) -> _Verdict:
    """Lists that do not name the site: they replace the account's own entries, so a rule decides."""
    ruled = _by_rule(snapshot, place, hardened=snapshot.esc != "off").at_most_documented()
    ordinary = _by_entries(snapshot, place)
    if ordinary.zone != ruled.zone or any(item.uncertain for item in lists):
        why = f"The {lists[0].name} replaces entries such as {ordinary.deciding}; which of them still count is unclear."
        return ruled.doubted(why)
    return ruled


def _by_entries(snapshot: ZoneSnapshot, place: Place) -> _Verdict:
    """What the entries say, else the rules, by the tree that counts."""
    if snapshot.esc == "off":
        return _in_tree(snapshot, place, hardened=False)
    hard = _in_tree(snapshot, place, hardened=True).at_most_documented()
    if snapshot.esc == "on":
        return hard
    soft = _in_tree(snapshot, place, hardened=False)
    if soft.zone == hard.zone:
        return soft.at_most_documented()
    return soft.doubted("Whether Enhanced Security Configuration is on for the account is not known.")


def _in_tree(snapshot: ZoneSnapshot, place: Place, *, hardened: bool) -> _Verdict:
    sides = [snapshot.machine] if snapshot.machine_only else [snapshot.user, snapshot.machine]
    searches = [search(side, place, "EscDomains" if hardened else "Domains") for side in sides]
    hits = [search.hits[0] for search in searches if search.hits]
    verdict = _said(place, hits[0]) if hits else _by_rule(snapshot, place, hardened=hardened)
    if snapshot.machine_only:
        verdict = verdict.at_most_documented()
    if hits and hardened and place.kind == "range":
        verdict = verdict.doubted("Whether Ranges count under Enhanced Security Configuration is not documented.")
    return _doubts(verdict, searches, hits)


def _said(place: Place, hit: Hit) -> _Verdict:
    what = f"{place.scheme} of {place.host}" if hit.name != "*" else f"every protocol of {place.host}"
    sure: Confidence = "documented" if place.kind == "range" else "oracle-checked"
    verdict = _Verdict(hit.zone, hit.target, sure, f"An entry maps {what} to the {zone_name(hit.zone)} zone.")
    return verdict if hit.zone in ZONE_NAMES else verdict.doubted("It is none of the five zones.")


def _doubts(verdict: _Verdict, searches: Sequence[Search], hits: Sequence[Hit]) -> _Verdict:
    hidden = [hit for search in searches for hit in search.hidden]
    wild = [path for search in searches for path in search.wildcards]
    if hidden:
        return verdict.doubted(f"A subkey hides {hidden[0].target}; whether it does on Windows is not documented.")
    if wild:
        return verdict.doubted(f"{wild[0]} has a wildcard inside a name, which is invalid; what it does is not known.")
    if len({hit.zone for hit in hits}) > 1 or any(not search.plain for search in searches):
        return verdict.doubted("Another entry says otherwise, and which of them wins is not documented.")
    return verdict


def _by_rule(snapshot: ZoneSnapshot, place: Place, *, hardened: bool) -> _Verdict:
    """Where no entry holds: names without a dot, sites that bypass the proxy, then the protocol's default."""
    if place.kind == "domain" and "." not in place.host:
        return _plain_name(snapshot, place, hardened=hardened)
    default = _protocol_default(snapshot, place)
    if place.kind == "range":
        default = default.at_most_documented()
    bypassing = snapshot.user.zone_map.dword("ProxyByPass") != 0 and _proxy(snapshot.user.settings)
    if bypassing and not hardened:
        return default.doubted("Sites that bypass the account's proxy are in the Local intranet zone; this one may.")
    return default


def _plain_name(snapshot: ZoneSnapshot, place: Place, *, hardened: bool) -> _Verdict:
    default = _protocol_default(snapshot, place)
    if hardened:  # dd883248: under ESC even names without a dot need an entry
        return default.at_most_documented()
    side = snapshot.machine if snapshot.machine_only else snapshot.user
    names_count, detect = side.zone_map.dword("IntranetName"), side.zone_map.dword("AutoDetect")
    if place.scheme == "file" and side.zone_map.dword("UNCAsIntranet") == 0:
        return default.at_most_documented()
    if names_count == 0 and not detect:
        return default.at_most_documented()
    rule = "the rule for names without a dot (IntranetName)"
    ruled = _Verdict(INTRANET, rule, "documented", "Names without a dot are in the Local intranet zone.")
    if detect and names_count == 0:
        return ruled.doubted("They are while Windows finds itself in an intranet, as a member of a domain does.")
    return ruled


def _protocol_default(snapshot: ZoneSnapshot, place: Place) -> _Verdict:
    for side in (snapshot.user, snapshot.machine):
        key = side.zone_map.sub("ProtocolDefaults")
        zone = key.dword(place.scheme)
        if zone is not None:
            why = f"No entry holds for it, and {zone_name(zone)} is the zone of other {place.scheme} sites."
            return _Verdict(zone, f"{key.path}\\{place.scheme}", "oracle-checked", why)
    why = f"No entry holds for it, and no default for {place.scheme} is set."
    return _Verdict(_INTERNET, "the rule for sites without an entry", "oracle-checked", why)


def _proxy(settings: Key) -> bool:
    """Whether the account has a proxy or a script that names one."""
    return bool(settings.dword("ProxyEnable")) or settings.value("AutoConfigURL") is not None


def _logs_on(snapshot: ZoneSnapshot, zone: int) -> tuple[bool | None, str]:
    """Whether the client logs on by itself in a zone, and where that is set.

    Policy stands before preference and the machine's policy before the account's, as for other settings of zones.
    """
    user, machine = snapshot.user, snapshot.machine
    places = [machine.policy.sub("Zones"), user.policy.sub("Zones"), user.zones, machine.zones]
    if snapshot.machine_only:
        places = [machine.policy.sub("Zones"), machine.zones]
    found = next((key for zones in places if (key := zones.sub(str(zone))).dword(LOGON) is not None), None)
    setting = _ONLY_IN_INTRANET if found is None else found.dword(LOGON)
    known = {0: True, _PROMPT: False, _ONLY_IN_INTRANET: zone == INTRANET, 0x30000: False}
    return known.get(setting or 0), f"{found.path}\\{LOGON}" if found else ""
