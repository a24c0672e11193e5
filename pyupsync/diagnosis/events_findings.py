"""Which certificate SharePoint misses, and the command that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyupsync.diagnosis.events_causes import KnownCertificate, Trusted, cause_of, missing_in
from pyupsync.diagnosis.events_group import Refused
from pyupsync.diagnosis.events_names import common_name, name_key
from pyupsync.model import Facts, Finding, FindingStatus

CHECK = "certificateEvent"
_HOST = re.compile(r"(?:\*\.)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62})", re.IGNORECASE)
# KB2545744: https://learn.microsoft.com/troubleshoot/sharepoint/administration/re-create-local-trusted-root-authority
_LOCAL_NEW = (
    "In the SharePoint Management Shell: New-SPTrustedRootAuthority -Name localNew -Certificate "
    "(Get-SPCertificateAuthority).RootCertificate; then on every server: iisreset /noforce"
)
_ADVICE = {
    "CertificateExpired": "Renew the certificate, on the site and for its authorities; importing it mends nothing.",
    "HostNameMismatch": "Use an address that the certificate is for, or give the site one for this address.",
    "CertificateUnusable": "Have it issued anew by an authority that may; the trust store cannot mend this.",
    "RevocationUnknown": "Let the server reach the revocation lists that the certificate names (its CDP).",
}


def judge(refused: Sequence[Refused], known: Trusted) -> Iterator[Finding]:
    """A finding for each certificate: what is wrong (``facts["cause"]``), and what mends it."""
    for one in refused:
        cause = cause_of(one, known)
        yield _finding(one, cause, *_verdict(one, cause, known))


def nothing_found(places: Sequence[str]) -> Finding:
    """What is said of logs without such an event."""
    expected = "No certificate that SharePoint refused"
    named = ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
    return Finding(CHECK, "ok", named, expected, "There is no event 8311 in it.", facts={"cause": ""})


def _way_up(one: Refused, at_hand: Sequence[KnownCertificate]) -> list[KnownCertificate]:
    """The certificates at hand from the issuer upwards, lowest first; of a self-signed one itself."""
    by_subject: dict[object, KnownCertificate] = {}
    for item in at_hand:
        by_subject.setdefault(name_key(item.subject), item)
    way: list[KnownCertificate] = []
    name = one.event.issuer
    while (found := by_subject.get(name_key(name))) and found not in way:
        way.append(found)
        name = found.issuer
    return way


def _verdict(one: Refused, cause: str, known: Trusted) -> tuple[FindingStatus, str]:
    if cause == "FarmAuthorityMissing":
        return "error", _LOCAL_NEW
    if cause in _ADVICE:
        return "error", _ADVICE[cause]
    if cause == "TrustedMeanwhile":
        return "info", "It is trusted now. If the events go on: iisreset /noforce, on every server of the farm."
    return "error", _import(one, known, force=cause == "SelfSigned")


def _import(one: Refused, known: Trusted, *, force: bool) -> str:
    store = f"--store {_word(known.address or 'sharepoint:')}{' --force' if force else ''}"
    trusted = {item.thumbprint for item in known.store or ()}
    way = [item for item in _way_up(one, known.at_hand) if item.thumbprint not in trusted]
    if way:
        files = dict.fromkeys(_word(item.place) for item in way)
        top = way[-1]
        command = f"pyupsync trust import {' '.join(files)} {store}"
        ends = name_key(top.subject) == name_key(top.issuer) or not _missing_above(top, known)
        return command if ends else f"{command} (and the certificate of {top.issuer}, which is in no file given)"
    host = _HOST.fullmatch(common_name(one.event.subject))
    if host and not force and not host[0].startswith("*"):
        return f"pyupsync trust import --from-url https://{host[1]} --fetch-issuers {store}"
    name = (missing_in(one, known.store) if known.store else "") or one.event.issuer
    return f"Export the certificate of {name} to a file, then: pyupsync trust import FILE {store}"


def _missing_above(top: KnownCertificate, known: Trusted) -> bool:
    return not any(name_key(item.subject) == name_key(top.issuer) for item in known.store or ())


def _word(text: str) -> str:
    return f'"{text}"' if " " in text or not text else text


def _when(one: Refused) -> str:
    moments = dict.fromkeys(f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (one.first, one.last) if moment)
    return " to ".join(moments)


def _finding(one: Refused, cause: str, status: FindingStatus, advice: str) -> Finding:
    event, errors = one.event, " ".join(one.errors)
    times = ", ".join(filter(None, (f"{one.count} event{'s' if one.count != 1 else ''}", _when(one))))
    facts: Facts = {
        "cause": cause,
        "subject": event.subject,
        "issuer": event.issuer,
        "thumbprint": event.thumbprint,
        "errors": errors,
        "count": one.count,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "origin": event.origin,
    }
    subject = event.subject or event.thumbprint
    actual = f"SharePoint refused it ({times}): {errors or 'no reason given.'} Its issuer is {event.issuer}."
    return Finding(CHECK, status, subject, "A certificate that SharePoint trusts", actual, advice, facts)
