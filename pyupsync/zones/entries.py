"""The entries of a zone map: which of them hold for a host, and all of them as a listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pyupsync.zones import names
from pyupsync.zones.snapshot import Key, Side, ZoneSnapshot

INTRANET = 1
ZONE_NAMES = {0: "My Computer", 1: "Local intranet", 2: "Trusted sites", 3: "Internet", 4: "Restricted sites"}
ANY_SCHEME = "*"

Tree = Literal["Domains", "EscDomains"]


def zone_name(zone: int | None) -> str:
    """What Internet Options calls a zone."""
    return "unknown" if zone is None else ZONE_NAMES.get(zone, f"zone {zone}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A value that holds for a site: the key and the name of the value, and its zone."""

    path: str
    name: str
    zone: int

    @property
    def target(self) -> str:
        """Key and value in one, as a change names it."""
        return f"{self.path}\\{self.name}"


@dataclass(frozen=True, slots=True)
class Search:
    """What a zone map says of one site.

    Attributes:
        hits: The values that hold for it, the deciding one first.
        hidden: Values that would hold, but for a subkey of the very host that says nothing of this scheme.
        wildcards: Keys with a wildcard in their name that may mean it: IE refuses such names, so nobody knows.
    """

    hits: tuple[Hit, ...] = ()
    hidden: tuple[Hit, ...] = ()
    wildcards: tuple[str, ...] = ()

    @property
    def zone(self) -> int | None:
        """The zone of the deciding entry."""
        return self.hits[0].zone if self.hits else None

    @property
    def plain(self) -> bool:
        """Whether one rule that is known answers: nothing hidden, no wildcard, no two entries that disagree."""
        return not self.hidden and not self.wildcards and len({hit.zone for hit in self.hits}) <= 1


def lookup(key: Key, scheme: str) -> Hit | None:
    """The zone that a key gives a scheme: its own value before ``*``. Only REG_DWORDs count."""
    for name in (scheme, ANY_SCHEME):
        zone = key.dword(name)
        if zone is not None:
            return Hit(key.path, name, zone)
    return None


def search_domains(domains: Key, host: str, scheme: str) -> Search:
    """The entries below ``Domains`` or ``EscDomains`` that hold for a host.

    A key of the host's name, or a domain key with a subkey of the rest of its name, holds for that host only;
    where there is such a subkey the domain key's own values do not count. Without one a domain of its own holds
    for every host below it. Keys are asked in the order of their names, as a registry lists them.
    """
    hits: list[Hit | None] = []
    hidden: list[Hit | None] = []
    wildcards: list[str] = []
    for key in sorted(domains.subkeys, key=lambda key: key.name.lower()):
        name = key.name.lower()
        below = host.removesuffix(f".{name}") if host.endswith(f".{name}") else ""
        wildcards += _wild(key, host)
        if name == host:
            hits.append(lookup(key, scheme))
        elif below:
            wildcards += [path for sub in key.subkeys for path in _wild(sub, below)]
            subkey = key.sub(below)
            whole = lookup(key, scheme) if names.covers_hosts_below(name) else None
            hits.append(lookup(subkey, scheme) if subkey.there else whole)
            hidden.append(whole if subkey.there and not lookup(subkey, scheme) else None)
    return Search(tuple(hit for hit in hits if hit), tuple(hit for hit in hidden if hit), tuple(wildcards))


def _wild(key: Key, host: str) -> list[str]:
    """The key's path when its name is a wildcard that may mean ``host``."""
    name = key.name.lower()
    return [key.path] if name.startswith("*") and (host + ".").endswith(f"{name.lstrip('*')}.") else []


def search_ranges(ranges: Key, address: str, scheme: str) -> Search:
    """The entries below ``Ranges`` that hold for an IPv4 address, in the order they were added."""
    inside = [key for key in sorted(ranges.subkeys, key=_number) if names.address_in(address, range_of(key))]
    return Search(tuple(hit for key in inside if (hit := lookup(key, scheme))))


def range_of(key: Key) -> str:
    """The addresses that a key below ``Ranges`` stands for; empty when it does not say."""
    value = key.value(":Range")
    return value.data if value and isinstance(value.data, str) else ""


def _number(key: Key) -> tuple[int, str]:
    digits = key.name.lower().removeprefix("range")
    return (int(digits) if digits.isdecimal() else 0, key.name.lower())


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing.

    Attributes:
        origin: ``account`` or ``machine``, with ``policy`` where it is a line of a Site to Zone Assignment List.
        tree: The key it stands below: ``Domains``, ``EscDomains``, ``Ranges``, ``ZoneMapKey``.
        site: The host, the addresses, or the list's line.
        scheme: The protocol; ``*`` for every one; empty where the line says it.
        zone: Its number; None when it is no number.
        path: The key.
    """

    origin: str
    tree: str
    site: str
    scheme: str
    zone: int | None
    path: str


def list_entries(snapshot: ZoneSnapshot) -> list[Entry]:
    """Every entry of an account's zone maps, the account's own first."""
    sides = (("account", snapshot.user), ("machine", snapshot.machine))
    return [entry for origin, side in sides for entry in _entries(origin, side)]


def _entries(origin: str, side: Side) -> Iterator[Entry]:
    for tree in ("Domains", "EscDomains"):
        for domain in side.zone_map.sub(tree).subkeys:
            yield from _values(origin, tree, domain, domain.name)
            for subkey in domain.subkeys:
                yield from _values(origin, tree, subkey, f"{subkey.name}.{domain.name}")
    for key in side.zone_map.sub("Ranges").subkeys:
        yield from _values(origin, "Ranges", key, range_of(key))
    path = side.policy.sub("ZoneMapKey").path
    for line in side.list_lines:
        zone = int(line.data) if isinstance(line.data, str) and line.data.isdecimal() else None
        yield Entry(f"{origin} policy", "ZoneMapKey", line.name, "", zone, path)


def _values(origin: str, tree: str, key: Key, site: str) -> Iterator[Entry]:
    for value in key.values:
        if value.name != ":Range" and isinstance(value.data, int):
            yield Entry(origin, tree, site, value.name, value.data, key.path)
