"""The changes and outcomes of a plan for zones, in words and plain values."""

from __future__ import annotations

from pyupsync.errors import SiteTooWide, UpSyncError, ZoneConflict, ZonePolicyInForce
from pyupsync.model import Change, Facts, Outcome, RegistryValue
from pyupsync.zones.entries import INTRANET, Hit, zone_name
from pyupsync.zones.policy import Policy
from pyupsync.zones.sites import Place

AREA = "zones"
ADD = "Map to the Local intranet zone"
REMOVE = "Remove from the Local intranet zone"
_ASK = "Ask who wants it there; to map it to the Local intranet zone all the same, force it."


def facts_of(path: str, value: RegistryValue, addresses: str = "") -> Facts:
    """A registry value as plain values: where it is, its name, its type and what it holds.

    ``range`` is there for a key below ``Ranges`` and is what its ``:Range`` holds; binary data is in hexadecimal.
    """
    data = value.data
    shown = data.hex() if isinstance(data, bytes) else " ".join(data) if isinstance(data, tuple) else data
    facts: Facts = {"path": path, "name": value.name, "kind": value.kind, "data": shown}
    return {**facts, "range": addresses} if addresses else facts


def added(place: Place, path: str, before: RegistryValue | None) -> Change:
    """The site's own value set to the Local intranet zone."""
    addresses = place.host if place.kind == "range" else ""
    after = facts_of(path, RegistryValue(place.scheme, "REG_DWORD", INTRANET), addresses)
    target = f"{path}\\{place.scheme}"
    old = facts_of(path, before, addresses) if before else None
    return Change(f"{AREA}/{target}", AREA, ADD, target, old, after, place.url)


def removed(place: Place, path: str, before: RegistryValue) -> Change:
    """The site's own value taken away, and the keys that hold nothing then."""
    old = facts_of(path, before, place.host if place.kind == "range" else "")
    target = f"{path}\\{before.name}"
    return Change(f"{AREA}/{target}", AREA, REMOVE, target, old, None, place.url)


def unchanged(place: Place, action: str, path: str, code: str, reason: str) -> Outcome:
    """Nothing to do."""
    return Outcome(AREA, action, f"{path}\\{place.scheme}", "unchanged", code, reason, subject=place.url)


def mapped(place: Place, path: str, hit: Hit) -> Outcome:
    """It is in the Local intranet zone already."""
    reason = f"{hit.target} maps it to the Local intranet zone already."
    return unchanged(place, ADD, path, "UpToDate", reason)


def failed(place: Place, action: str, target: str, error: UpSyncError) -> Outcome:
    """It cannot be done."""
    return Outcome.of_error(error, area=AREA, action=action, target=target, subject=place.url)


def conflict(place: Place, path: str, hit: Hit) -> Outcome:
    """Somebody mapped it to another zone."""
    words = f"{hit.target} maps {place.site} to the {zone_name(hit.zone)} zone already."
    return failed(place, ADD, f"{path}\\{place.scheme}", ZoneConflict(words, target=hit.target, advice=_ASK))


def range_conflict(place: Place, path: str, hit: Hit, addresses: str) -> Outcome:
    """Somebody mapped a range that it is in to another zone, which an entry of its own does not outdo."""
    words = f"{hit.target} maps {place.site} to the {zone_name(hit.zone)} zone already, with its range {addresses}."
    advice = (
        f"Ask who wants that range there. An entry of the address's own would not outdo it, so forcing does not help: "
        f'change ":Range" of {hit.path} to addresses without {place.host}, then add it.'
    )
    return failed(place, ADD, f"{path}\\{place.scheme}", ZoneConflict(words, target=hit.target, advice=advice))


def hidden_conflict(place: Place, path: str, hit: Hit) -> Outcome:
    """Somebody mapped it to another zone, and a subkey of the host may keep that from deciding."""
    words = f"{place.site} is meant for the {zone_name(hit.zone)} zone by {hit.target}, which a subkey of it hides."
    return failed(place, ADD, f"{path}\\{place.scheme}", ZoneConflict(words, target=hit.target, advice=_ASK))


def too_wide(place: Place, path: str) -> Outcome:
    """Its entry would hold for every host below it too."""
    error = SiteTooWide(
        f"An entry for {place.site} would map every host below {place.host} too.",
        target=place.url,
        advice="Give the site a host name of its own; to map it with all below it, force it.",
    )
    return failed(place, ADD, f"{path}\\{place.scheme}", error)


def void_by_list(place: Place, path: str, policy: Policy) -> Outcome:
    """A Site to Zone Assignment List replaces the account's own entries."""
    said = policy.hits[0] if policy.hits else None
    what = f"maps it to the {zone_name(said.zone)} zone" if said else "does not name it"
    line = f'Add the line "{place.site}" with the value "{INTRANET}" to it.'
    mend = f'Change its line "{said.name}" to "{INTRANET}".' if said else line
    error = ZonePolicyInForce(
        f"An entry for {place.site} would do nothing: the policy {policy.name} is in force and {what}.",
        target=policy.path,
        advice=f"{mend} The policy is kept in {policy.path}.",
    )
    return failed(place, ADD, f"{path}\\{place.scheme}", error)


def void_by_machine(place: Place, path: str, policy: Policy, machine_path: str) -> Outcome:
    """The machine's entries alone count."""
    error = ZonePolicyInForce(
        f"An entry of the account for {place.site} would do nothing: the policy {policy.name} is in force.",
        target=policy.path,
        advice=f'Set {machine_path} "{place.scheme}"=dword:{INTRANET:08x} for the whole machine, '
        f'or add the line "{place.site}" with the value "{INTRANET}" to its Site to Zone Assignment List.',
    )
    return failed(place, ADD, f"{path}\\{place.scheme}", error)


def mapped_by_policy(place: Place, path: str, hit: Hit) -> Outcome:
    """Policy maps it to the Local intranet zone, so an entry is not needed."""
    reason = f"The policy's {hit.target} maps it to the Local intranet zone already."
    return unchanged(place, ADD, path, "MappedByPolicy", reason)
