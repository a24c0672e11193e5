"""What has to change in an account's zone map for sites to be in the Local intranet zone, or no longer: pure.

- Written is the account's own side: ``Domains`` and ``EscDomains`` alike, or ``Ranges`` for an address.
- What maps the site to the zone already, also from a wider entry or the machine's side, is left as it is.
- What maps it to another zone, from wherever, is a conflict, unless forced; also what a subkey hides. A wider range of
  the account's that maps an address stays one, since what is written beside it may never decide.
- Where policy makes the account's entries void nothing is written; what to do instead is said.
- A host whose entry would hold for every host below it is refused, unless forced.
- Removed is the site's own value only, and only while it says Local intranet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from pyupsync.errors import UsageError
from pyupsync.model import Change, Outcome, Plan
from pyupsync.zones import steps
from pyupsync.zones.deciding import TREES, deciding, exact_keys, hidden, search
from pyupsync.zones.entries import INTRANET, range_of
from pyupsync.zones.policy import Policy, lists_for, machine_only
from pyupsync.zones.removing import removal
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import Key, ZoneSnapshot


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
    every: list[Change | Outcome] = [_contradiction(keep[site]) for site in keep if site in drop]
    adding = [place for site, place in keep.items() if site not in drop]
    steps_of = partial(_add_all, adding, snapshot, ranges, force=force)
    every += steps_of(_keys_made(steps_of(frozenset()), snapshot))
    for site, place in drop.items():
        every += [] if site in keep else removal(place, snapshot)
    changes = tuple(step for step in every if isinstance(step, Change))
    return Plan(changes, tuple(step for step in every if isinstance(step, Outcome)))


def _keys_made(every: Iterable[Change | Outcome], snapshot: ZoneSnapshot) -> frozenset[str]:
    """The keys that are not there yet, in lower case: one hides what its domain key maps."""
    top = snapshot.user.zone_map
    paths = {str(step.after["path"]) for step in every if isinstance(step, Change) and step.after}
    below = len(top.path) + 1
    return frozenset(path.lower() for path in paths if not top.sub(path[below:]).there)


def _add_all(
    places: Sequence[Place], snapshot: ZoneSnapshot, ranges: _Ranges, made: frozenset[str], *, force: bool
) -> list[Change | Outcome]:
    return [step for place in places for step in _add(place, snapshot, ranges, made, force=force)]


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


def _add(
    place: Place, snapshot: ZoneSnapshot, ranges: _Ranges, made: frozenset[str], *, force: bool
) -> list[Change | Outcome]:
    if place.kind == "range":
        path = ranges.path(place.host)
        return [_void(place, snapshot, path) or _add_range(place, snapshot, path, force=force)]
    paths = {tree: snapshot.user.zone_map.sub(f"{tree}\\{place.path}").path for tree in TREES}
    void = _void(place, snapshot, paths["Domains"])
    if void:
        return [void]
    every = [
        _mapped_already(place, snapshot, tree, path, made) or _add_domain(place, snapshot, tree, path, force=force)
        for tree, path in paths.items()
    ]
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
    found = search(snapshot.machine, place, tree)
    if found.hits and found.zone == INTRANET:
        return steps.mapped_by_policy(place, path, found.hits[0])
    below = "Ranges" if place.kind == "range" else f"{tree}\\{place.path}"
    return steps.void_by_machine(place, path, policy, f"{snapshot.machine.zone_map.path}\\{below}")


def _add_range(place: Place, snapshot: ZoneSnapshot, path: str, *, force: bool) -> Change | Outcome:
    hit = deciding(place, snapshot, "Ranges")
    if hit and hit.zone == INTRANET:
        return steps.mapped(place, path, hit)
    ranges = snapshot.user.zone_map.sub("Ranges")
    if hit and hit.path.lower().startswith(f"{ranges.path.lower()}\\"):
        addresses = range_of(ranges.sub(hit.path.rpartition("\\")[2])).strip()
        if addresses != place.host:  # a wider range that comes first would still decide
            return steps.range_conflict(place, path, hit, addresses)
        path = hit.path
    if hit and not force:
        return steps.conflict(place, path, hit)
    return steps.added(place, path, ranges.sub(path.rpartition("\\")[2]).value(place.scheme))


def _mapped_already(place: Place, snapshot: ZoneSnapshot, tree: str, path: str, made: frozenset[str]) -> Outcome | None:
    """The outcome where an entry maps it already, which no key that is made for another scheme will hide."""
    hit = deciding(place, snapshot, tree)
    if hit is None or hit.zone != INTRANET:
        return None
    hides = path.lower() in made and path.lower().startswith(f"{hit.path.lower()}\\")
    return None if hides else steps.mapped(place, path, hit)


def _add_domain(place: Place, snapshot: ZoneSnapshot, tree: str, path: str, *, force: bool) -> Change | Outcome:
    hit = deciding(place, snapshot, tree)
    if hit and hit.zone != INTRANET and not force:
        return steps.conflict(place, path, hit)
    if not force and (other := hidden(place, snapshot, tree)):
        return steps.hidden_conflict(place, path, other)
    for key in exact_keys(snapshot.user.zone_map.sub(tree), place.host):
        if key.path == path or (hit and key.path == hit.path):
            return steps.added(place, key.path, key.value(place.scheme))
    return steps.added(place, path, None)
