"""What has to change in an account's zone map for sites to be in the Local intranet zone, or no longer: pure.

- Written is the account's own side: ``Domains`` and ``EscDomains`` alike, or ``Ranges`` for an address.
- What maps the site to the zone already, also from a wider entry or the machine's side, is left as it is.
- What maps it to another zone, from wherever, is a conflict, unless forced.
- Where policy makes the account's entries void nothing is written; what to do instead is said.
- A host whose entry would hold for every host below it is refused, unless forced.
- Removed is the site's own value only, and only while it says Local intranet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyupsync.errors import UsageError
from pyupsync.model import Change, Outcome, Plan
from pyupsync.zones import steps
from pyupsync.zones.entries import INTRANET, Hit, Search, range_of, search_domains, search_ranges, zone_name
from pyupsync.zones.policy import Policy, lists_for, machine_only
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import Key, Side, ZoneSnapshot

TREES = ("Domains", "EscDomains")


def plan_sites(
    wanted: Iterable[Place], snapshot: ZoneSnapshot, *, force: bool = False, absent: Iterable[Place] = ()
) -> Plan:
    """Compare the sites wanted in the Local intranet zone, and those not wanted there, with what is.

    Args:
        wanted: Sites to be in the zone; the same site twice counts once.
        snapshot: What the registry says now.
        force: Change also what is in another zone, and map also what cannot be mapped alone.
        absent: Sites whose own entry must go.
    """
    keep = {place.site: place for place in wanted}
    drop = {place.site: place for place in absent}
    ranges = _Ranges(snapshot.user.zone_map.sub("Ranges"))
    every: list[Change | Outcome] = []
    for site, place in keep.items():
        every += [_contradiction(place)] if site in drop else _add(place, snapshot, ranges, force=force)
    for site, place in drop.items():
        every += [] if site in keep else _remove(place, snapshot)
    changes = tuple(step for step in every if isinstance(step, Change))
    return Plan(changes, tuple(step for step in every if isinstance(step, Outcome)))


class _Ranges:
    """The keys below ``Ranges``, and the numbers given to new ones."""

    def __init__(self, ranges: Key) -> None:
        self._ranges = ranges
        self._taken = {key.name.lower() for key in ranges.subkeys}
        self._given: dict[str, str] = {}

    def path(self, address: str) -> str:
        """The key for an address: the one that has it, else the next free one."""
        found = (key for key in self._ranges.subkeys if range_of(key).strip() == address)
        key = next(found, None)
        if key:
            return key.path
        if address not in self._given:
            number = next(n for n in range(1, len(self._taken) + 2) if f"range{n}" not in self._taken)
            self._taken.add(f"range{number}")
            self._given[address] = f"{self._ranges.path}\\Range{number}"
        return self._given[address]


def _contradiction(place: Place) -> Outcome:
    error = UsageError(
        f"{place.site} is wanted in the Local intranet zone and not wanted there.",
        target=place.site,
        advice="Declare one of the two.",
    )
    return steps.failed(place, steps.ADD, place.site, error)


def _add(place: Place, snapshot: ZoneSnapshot, ranges: _Ranges, *, force: bool) -> list[Change | Outcome]:
    if place.kind == "range":
        path = ranges.path(place.host)
        return [_void(place, snapshot, path) or _add_range(place, snapshot, path, force=force)]
    paths = {tree: snapshot.user.zone_map.sub(f"{tree}\\{place.path}").path for tree in TREES}
    void = _void(place, snapshot, paths["Domains"])
    if void:
        return [void]
    every = [_add_domain(place, snapshot, tree, path, force=force) for tree, path in paths.items()]
    conflicts = [step for step in every if isinstance(step, Outcome) and step.status == "failed"]
    if conflicts:  # a site is mapped in both trees or in none
        return [*conflicts]
    if place.covers_hosts_below and not force and any(isinstance(step, Change) for step in every):
        return [steps.too_wide(place, paths["Domains"])]
    return [*every]


def _void(place: Place, snapshot: ZoneSnapshot, path: str) -> Outcome | None:
    """The outcome where a policy makes an entry of the account void."""
    alone = machine_only(snapshot)
    if alone and not snapshot.machine.list_in_force:
        return _void_by_machine(place, snapshot, path, alone)
    lists = lists_for(snapshot, place)
    hits = [hit for policy in lists for hit in policy.hits]
    if hits and {hit.zone for hit in hits} == {INTRANET}:
        return steps.mapped_by_policy(place, path, hits[0])
    if not lists:
        return None
    telling = [policy for policy in lists if any(hit.zone != INTRANET for hit in policy.hits)]
    return steps.void_by_list(place, path, (telling or lists)[0])


def _void_by_machine(place: Place, snapshot: ZoneSnapshot, path: str, policy: Policy) -> Outcome:
    tree = "EscDomains" if snapshot.esc == "on" else "Domains"
    found = _search(snapshot.machine, place, tree)
    if found.hits and found.zone == INTRANET:
        return steps.mapped_by_policy(place, path, found.hits[0])
    below = "Ranges" if place.kind == "range" else f"{tree}\\{place.path}"
    return steps.void_by_machine(place, path, policy, f"{snapshot.machine.zone_map.path}\\{below}")


def _search(side: Side, place: Place, tree: str) -> Search:
    if place.kind == "range":
        return search_ranges(side.zone_map.sub("Ranges"), place.host, place.scheme)
    return search_domains(side.zone_map.sub(tree), place.host, place.scheme)


def _add_range(place: Place, snapshot: ZoneSnapshot, path: str, *, force: bool) -> Change | Outcome:
    hit = _deciding(place, snapshot, "Ranges")
    if hit and hit.zone == INTRANET:
        return steps.mapped(place, path, hit)
    if hit and not (force and hit.path == path):  # a wider range that comes first would still decide
        return steps.conflict(place, path, hit)
    key = snapshot.user.zone_map.sub("Ranges").sub(path.rpartition("\\")[2])
    return steps.added(place, path, key.value(place.scheme))


def _add_domain(place: Place, snapshot: ZoneSnapshot, tree: str, path: str, *, force: bool) -> Change | Outcome:
    hit = _deciding(place, snapshot, tree)
    if hit and hit.zone == INTRANET:
        return steps.mapped(place, path, hit)
    if hit and not force:
        return steps.conflict(place, path, hit)
    for key in _exact_keys(snapshot.user.zone_map.sub(tree), place.host):
        if key.path == path or (hit and key.path == hit.path):
            return steps.added(place, key.path, key.value(place.scheme))
    return steps.added(place, path, None)


def _deciding(place: Place, snapshot: ZoneSnapshot, tree: str) -> Hit | None:
    """The entry that decides now: the account's, else the machine's."""
    found = (_search(side, place, tree).hits for side in (snapshot.user, snapshot.machine))
    return next((hits[0] for hits in found if hits), None)


def _exact_keys(domains: Key, host: str) -> Iterator[Key]:
    """The keys that mean this very host, however it is split; one whose values come first stands first."""
    for key in sorted(domains.subkeys, key=lambda key: key.name.lower()):
        name = key.name.lower()
        if name == host:
            yield key
        elif host.endswith(f".{name}") and (subkey := key.sub(host.removesuffix(f".{name}"))).there:
            yield subkey


def _remove(place: Place, snapshot: ZoneSnapshot) -> list[Change | Outcome]:
    zone_map = snapshot.user.zone_map
    if place.kind == "range":
        return _remove_from(place, "Ranges", zone_map, snapshot)
    return [step for tree in TREES for step in _remove_from(place, tree, zone_map, snapshot)]


def _remove_from(place: Place, tree: str, zone_map: Key, snapshot: ZoneSnapshot) -> list[Change | Outcome]:
    keys = zone_map.sub(tree)
    if place.kind == "range":
        own = [key for key in keys.subkeys if range_of(key).strip() == place.host]
    else:
        own = list(_exact_keys(keys, place.host))
    gone: list[Change | Outcome] = [
        steps.removed(place, key.path, value)
        for key in own
        if (value := key.value(place.scheme)) and key.dword(place.scheme) == INTRANET
    ]
    return gone or [_kept(place, keys.path, _deciding(place, snapshot, tree))]


def _kept(place: Place, tree_path: str, hit: Hit | None) -> Outcome:
    """There is no own value to remove; another entry may still map the site."""
    path = f"{tree_path}\\{place.path}"
    if hit is None:
        return steps.unchanged(place, steps.REMOVE, path, "NotThere", f"No entry maps {place.site} there.")
    reason = f"{place.site} is in the {zone_name(hit.zone)} zone by {hit.target}, which is left as it is."
    return steps.unchanged(place, steps.REMOVE, path, "OtherEntry", reason)
