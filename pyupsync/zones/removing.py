"""What has to go from an account's zone map for a site to be mapped by no entry of its own; pure."""

from __future__ import annotations

from pyupsync.model import Change, Outcome
from pyupsync.zones import steps
from pyupsync.zones.deciding import TREES, deciding, exact_keys
from pyupsync.zones.entries import INTRANET, Hit, range_of, zone_name
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import Key, ZoneSnapshot


def removal(place: Place, snapshot: ZoneSnapshot) -> list[Change | Outcome]:
    """The site's own values, while they say Local intranet."""
    zone_map = snapshot.user.zone_map
    if place.kind == "range":
        return _remove_from(place, "Ranges", zone_map, snapshot)
    return [step for tree in TREES for step in _remove_from(place, tree, zone_map, snapshot)]


def _remove_from(place: Place, tree: str, zone_map: Key, snapshot: ZoneSnapshot) -> list[Change | Outcome]:
    keys = zone_map.sub(tree)
    if place.kind == "range":
        own = [key for key in keys.subkeys if range_of(key).strip() == place.host]
    else:
        own = list(exact_keys(keys, place.host))
    gone: list[Change | Outcome] = [
        steps.removed(place, key.path, value)
        for key in own
        if (value := key.value(place.scheme)) and key.dword(place.scheme) == INTRANET
    ]
    return gone or [_kept(place, keys.path, deciding(place, snapshot, tree))]


def _kept(place: Place, tree_path: str, hit: Hit | None) -> Outcome:
    """There is no own value to remove; another entry may still map the site."""
    path = f"{tree_path}\\{place.path}"
    if hit is None:
        return steps.unchanged(place, steps.REMOVE, path, "NotThere", f"No entry maps {place.site} there.")
    reason = f"{place.site} is in the {zone_name(hit.zone)} zone by {hit.target}, which is left as it is."
    return steps.unchanged(place, steps.REMOVE, path, "OtherEntry", reason)
