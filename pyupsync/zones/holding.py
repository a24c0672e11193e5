"""Of an account's zone maps, the entries that hold for some sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyupsync.zones.entries import Entry, Hit, list_entries, search_domains, search_ranges
from pyupsync.zones.plan import TREES
from pyupsync.zones.policy import lists_for
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import ZoneSnapshot


def entries_for(snapshot: ZoneSnapshot, places: Iterable[Place]) -> list[Entry]:
    """The entries that hold for one of the places, or would but for a subkey that hides them."""
    holding = {_key(hit.path, hit.name) for place in places for hit in _hits(snapshot, place)}
    return [entry for entry in list_entries(snapshot) if _key(entry.path, entry.scheme or entry.site) in holding]


def _key(path: str, name: str) -> tuple[str, str]:
    return path.lower(), name.lower()


def _hits(snapshot: ZoneSnapshot, place: Place) -> Iterator[Hit]:
    for policy in lists_for(snapshot, place):
        yield from policy.hits
    for side in (snapshot.user, snapshot.machine):
        if place.kind == "range":
            yield from search_ranges(side.zone_map.sub("Ranges"), place.host, place.scheme).hits
            continue
        for tree in TREES:
            found = search_domains(side.zone_map.sub(tree), place.host, place.scheme)
            yield from (*found.hits, *found.hidden)
