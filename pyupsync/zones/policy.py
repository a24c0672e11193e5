"""Policies that make an account's own entries void.

What is documented: with ``Security_HKLM_only`` the machine's settings alone count (KB 182569); a Site to Zone
Assignment List replaces the entries of its side ("Troubleshoot Internet Explorer Zonemapping failures"). Which of the
five places wins when several are set is not confirmed, so nothing here ranks them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyupsync.model import RegistryValue
from pyupsync.zones import names
from pyupsync.zones.entries import Hit
from pyupsync.zones.sites import Place
from pyupsync.zones.snapshot import Side, ZoneSnapshot

_LINE = re.compile(
    r"(?:(?P<scheme>\*|[a-z][a-z0-9+.-]*):(?://|\\\\)|\\\\)?(?P<host>[^/\\:]+)(?:[:/\\].*)?", re.IGNORECASE
)
_LIST = "Site to Zone Assignment List"


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy in force.

    Attributes:
        name: As the Group Policy editor calls it, with its side.
        path: The registry value or key it is kept in.
        hits: The lines of the list that hold for the site asked about.
        uncertain: A line may hold for it; how IE reads that line is not documented.
    """

    name: str
    path: str
    hits: tuple[Hit, ...] = ()
    uncertain: bool = False


def machine_only(snapshot: ZoneSnapshot) -> Policy | None:
    """The policy that makes the account's side void, when it is in force."""
    if not snapshot.machine_only:
        return None
    return Policy("Security Zones: Use only machine settings", f"{snapshot.machine.policy.path}\\Security_HKLM_only")


def lists_for(snapshot: ZoneSnapshot, place: Place) -> list[Policy]:
    """The Site to Zone Assignment Lists in force, each with what it says of a site."""
    sides = ((snapshot.machine, "Computer Configuration"), (snapshot.user, "User Configuration"))
    return [_list(side, f"{_LIST} ({where})", place) for side, where in sides if side.list_in_force]


def _list(side: Side, name: str, place: Place) -> Policy:
    path = side.policy.sub("ZoneMapKey").path
    said = [(line, covers(line.name, place)) for line in side.list_lines]
    hits = tuple(Hit(path, line.name, zone) for line, yes in said if yes and (zone := _zone(line)) is not None)
    return Policy(name, path, hits, any(yes is None for _, yes in said))


def _zone(line: RegistryValue) -> int | None:
    """The zone of a line, which is a string; a number is read as well."""
    return int(line.data) if isinstance(line.data, int | str) and str(line.data).isdecimal() else None


def covers(line: str, place: Place) -> bool | None:
    """Whether a line of a Site to Zone Assignment List holds for a site; None when that is not documented."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        return None
    scheme = (found["scheme"] or ("file" if line.startswith("\\\\") else "*")).lower()
    if scheme not in ("*", place.scheme):
        return False
    pattern = found["host"].lower().removesuffix(".")
    if place.kind == "range":
        return names.address_in(place.host, pattern)
    return _covers_host(pattern, place.host)


def _covers_host(pattern: str, host: str) -> bool | None:
    if not pattern.startswith("*."):
        return host == pattern or (host.endswith(f".{pattern}") and names.covers_hosts_below(pattern))
    domain = pattern[2:]
    if not host.endswith(f".{domain}"):
        return None if host == domain else False
    return True if names.covers_hosts_below(domain) else None
