"""Which entries of a snapshot speak of a place: the deciding one, hidden ones, the keys of the place's own."""

from __future__ import annotations

from collections.abc import Iterator

from pyupsync.zones.entries import INTRANET, Hit, Search, search_domains, search_ranges
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import Key, Side, ZoneSnapshot

TREES = ("Domains", "EscDomains")


def search(side: Side, place: Place, tree: str) -> Search:
    """What one side says of a place, in ``Domains`` or ``EscDomains``; of an address always in ``Ranges``."""
    if place.kind == "range":
        return search_ranges(side.zone_map.sub("Ranges"), place.host, place.scheme)
    return search_domains(side.zone_map.sub(tree), place.host, place.scheme)


def deciding(place: Place, snapshot: ZoneSnapshot, tree: str) -> Hit | None:
    """The entry that decides now: the account's, else the machine's."""
    found = (search(side, place, tree).hits for side in (snapshot.user, snapshot.machine))
    return next((hits[0] for hits in found if hits), None)


def hidden(place: Place, snapshot: ZoneSnapshot, tree: str) -> Hit | None:
    """An entry of another zone that only a subkey of this very host keeps from deciding, if that is so on Windows."""
    hits = (hit for side in (snapshot.user, snapshot.machine) for hit in search(side, place, tree).hidden)
    return next((hit for hit in hits if hit.zone != INTRANET), None)


def exact_keys(domains: Key, host: str) -> Iterator[Key]:
    """The keys that mean this very host, however it is split; one whose values come first stands first."""
    for key in sorted(domains.subkeys, key=lambda key: key.name.lower()):
        name = key.name.lower()
        if name == host:
            yield key
        elif host.endswith(f".{name}") and (subkey := key.sub(host.removesuffix(f".{name}"))).there:
            yield subkey
