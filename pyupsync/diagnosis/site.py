"""The site of the pictures as the service account's client meets it: zone, logon, trust, loopback check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyupsync.diagnosis.refused import Refusals, cause_of
from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, Finding, RegistryValue

LSA = r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa"
_NONE = Refusals()
NO_HTTPS = "It is asked over plain http, where no certificate is shown; trust does not apply."


@dataclass(frozen=True, slots=True)
class ZoneSeen:
    """The zone of a site.

    Attributes:
        finding: What the zones' own check says of it.
        other_scheme: Whether the same host is in the zone by the other scheme (http for https).
        machine_only: Whether policy makes the machine's entries alone count.
        list_in_force: Whether a Site to Zone Assignment List is set by policy.
        account: Whose zones these are.
    """

    finding: Finding
    other_scheme: bool = False
    machine_only: bool = False
    list_in_force: bool = False
    account: str = ""


def judge_zone(site: str, seen: Seen[ZoneSeen], said: str = "") -> Check:
    """Whether a site is in the account's Local intranet zone, so that its client may send credentials there.

    Args:
        site: Its address.
        seen: Its zone.
        said: What the farm says of the address, for the evidence.
    """
    station = Station("zone", site, "The Local intranet zone of the service account")
    if isinstance(seen, Unseen):
        return station.unknown(seen)
    facts = seen.finding.facts or {}
    whose = f" of {seen.account}" if seen.account else ""
    evidence = [f"Decided by: {facts.get('decides', '')}", str(facts.get("why", "")), *([said] if said else [])]
    zone = f"the {facts.get('zoneName')} zone"
    if facts.get("inIntranet"):
        if facts.get("confidence") == "unknown":
            said = f"It is likely in {zone}{whose}; what decides is not documented."
            return station.warned("ZoneUnsure", said, seen.finding.advice, evidence)
        return station.passed(f"It is in {zone}{whose}.", *evidence)
    cause, why = _zone_cause(seen)
    actual = f"{site} is in {zone}{whose}{why}, so no credentials are sent there."
    return station.failed(cause, actual, seen.finding.advice, evidence)


def _zone_cause(seen: ZoneSeen) -> tuple[str, str]:
    """What keeps a site from the zone, as a code and in words."""
    facts = seen.finding.facts or {}
    if seen.machine_only:
        return "ZoneMachineOnly", " (policy makes the machine's entries alone count)"
    if seen.list_in_force:
        return "ZoneListInForce", " (policy's Site to Zone Assignment List replaces the account's entries)"
    if facts.get("zone") == 4:
        return "ZoneRestricted", ""
    if seen.other_scheme:
        return "ZoneWrongScheme", " (its other scheme alone is mapped)"
    return ("ZoneMissing" if facts.get("zone") == 3 else "ZoneOther"), ""


def judge_logon(site: str, seen: Seen[ZoneSeen]) -> Check:
    """Whether the client logs on by itself in the zone that the site is in (setting 1A00)."""
    station = Station("automaticLogon", site, "Automatic logon in the Local intranet zone (1A00)")
    if isinstance(seen, Unseen):
        return station.unknown(seen)
    facts = seen.finding.facts or {}
    if facts.get("sendsCredentials"):
        return station.passed("The client logs on by itself.")
    if not facts.get("inIntranet"):
        return station.unknown(Unseen("It is not in the zone where the client would log on by itself."))
    if facts.get("sendsCredentials") is None:
        said = "The zone's logon setting holds a value that is not known."
        return station.warned("AutomaticLogonUnknown", said, seen.finding.advice)
    said = (
        "The client does not log on by itself in the Local intranet zone: User Authentication, Logon is set otherwise."
    )
    return station.failed("AutomaticLogonOff", said, seen.finding.advice)


def judge_trust(url: str, store: str, seen: Seen[Sequence[Finding]], refused: Refusals = _NONE) -> Check:
    """Whether the chain that an https site presents validates against the farm's trust store alone.

    Args:
        url: The site.
        store: The address of the trust store.
        seen: What verifying it found.
        refused: What SharePoint itself logged of the site's certificates.
    """
    station = Station("trust", url, "A chain that SharePoint's own trust store validates")
    if url.lower().startswith("http:"):
        return station.passed(NO_HTTPS)
    if isinstance(seen, Unseen):
        return _by_events_alone(station, seen, refused)
    faults = [finding for finding in seen if finding.status == "error"]
    warnings = [finding for finding in seen if finding.status == "warning"]
    if faults:
        first = faults[0]
        said, _, _ = first.actual.partition(" In SharePoint's event 8311")
        evidence = [*(f"{finding.subject}: {finding.actual}" for finding in faults), *refused.lines]
        return station.failed(first.check, said, _import(first, url, store), evidence)
    untested = refused.untested
    if untested is not None:
        return station.warned(cause_of(untested), untested.actual, untested.advice, refused.lines)
    if warnings:
        first = warnings[0]
        return station.warned(f"{first.check[:1].upper()}{first.check[1:]}Doubtful", first.actual, first.advice)
    return station.passed("SharePoint would trust it.", *(finding.actual for finding in seen), *refused.lines)


def _by_events_alone(station: Station, unseen: Unseen, refused: Refusals) -> Check:
    """The site's chain was not verified; what SharePoint logged of it is all there is."""
    wrong = refused.wrong
    if wrong is None:
        return station.unknown(unseen)
    evidence = [*refused.lines, f"The site itself was not looked at: {unseen.why}"]
    return station.failed(cause_of(wrong), wrong.actual, wrong.advice, evidence)


def _import(finding: Finding, url: str, store: str) -> str:
    """What brings the missing authorities: what the site sends of them, or names, and else their files."""
    if finding.check not in {"IssuerMissing", "RootUntrusted", "SelfSigned"}:
        return finding.advice
    by_file = f"{finding.advice} Then: pyupsync trust import FILE --store {store}"
    if finding.check == "SelfSigned":
        return by_file
    command = f"pyupsync trust import --from-url {url} --fetch-issuers --store {store}"
    return f"Run: {command} - or, where neither the site nor its certificate leads to them: {by_file}"


@dataclass(frozen=True, slots=True)
class Loopback:
    """What a server's registry says of names for itself.

    Attributes:
        lsa: The values of ``Control\\Lsa``.
        msv: Those of ``Control\\Lsa\\MSV1_0``.
        computer: The computer's own names, which are never refused.
        here: Whether the site is on that server at all.
    """

    lsa: Sequence[RegistryValue]
    msv: Sequence[RegistryValue]
    computer: Sequence[str] = ()
    here: bool = True


def judge_loopback(host: str, seen: Seen[Loopback]) -> Check:
    """Whether a server that asks itself by another name than its own is let in.

    https://support.microsoft.com/kb/896861: BackConnectionHostNames names the hosts; DisableLoopbackCheck is for tests.
    """
    station = Station("loopback", host, "A site on the asking server itself is in BackConnectionHostNames")
    if isinstance(seen, Unseen):
        return station.unknown(seen)
    if not seen.here:
        return station.passed("It is on another machine than the one that asks.")
    if host.lower() in {name.lower() for name in seen.computer}:
        return station.passed("It is the computer's own name.")
    names = _value(seen.msv, "BackConnectionHostNames")
    listed = {name.strip().lower() for name in names} if isinstance(names, tuple) else set()
    if host.lower() in listed:
        return station.passed("BackConnectionHostNames names it.")
    if _value(seen.lsa, "DisableLoopbackCheck") == 1:
        return station.passed(
            "The loopback check is off for every name (DisableLoopbackCheck), which is meant for tests."
        )
    said = f"The server refuses its own requests to {host} (401.1, 0x8009030C): the loopback check knows no such name."
    shown = " ".join(sorted(listed)) or "nothing"
    return station.failed(
        "LoopbackCheck", said, _back_connection(host), [f"{LSA}\\MSV1_0\\BackConnectionHostNames: {shown}"]
    )


def _back_connection(host: str) -> str:
    path = r"HKLM:\SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0"
    return (
        f"$key = '{path}'; $names = @((Get-ItemProperty $key).BackConnectionHostNames) + '{host}'; "
        "Set-ItemProperty $key BackConnectionHostNames ([string[]]($names -ne $null)) -Type MultiString; iisreset"
    )


def _value(values: Sequence[RegistryValue], name: str) -> object:
    return next((value.data for value in values if value.name.lower() == name.lower()), None)
