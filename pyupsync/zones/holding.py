"""Of an account's zone maps, the entries that hold for some sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyupsync.zones.deciding import TREES, search
from pyupsync.zones.entries import Entry, Hit, list_entries
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
        for tree in TREES:
            found = search(side, place, tree)
            yield from (*found.hits, *found.hidden)
