"""What a tryout must come to, by certificate, address and person; what differs is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyupsync.model import Finding, Outcome
from pyupsync.tryout.authority import ROOT, SERVER, SUBORDINATE
from pyupsync.tryout.intranet import ELSEWHERE, MAPPED, SCRIPTED, SITES
from pyupsync.tryout.people import PEOPLE, Someone, Upload

BROKEN: tuple[Upload, ...] = ("login page", "truncated", "missing")
_CODES: dict[Upload, str] = {
    "blank": "NoPicture",
    "login page": "ImageNotAPicture",
    "truncated": "ImageTruncated",
    "missing": "PhotoNotFound",
    "account gone": "PersonNotFound",
}


def expected_code(person: Someone, *, again: bool) -> str:
    """The code of a person's outcome in the first export, or when it runs ``again``."""
    return _CODES.get(person.upload) or ("UpToDate" if again or person.held == "same" else "Applied")


def surprises(outcomes: Iterable[Outcome], *, again: bool) -> Iterator[str]:
    """A sentence for everybody whose outcome is missing or not the expected one."""
    by_account = {outcome.subject: outcome for outcome in outcomes}
    for person in PEOPLE:
        outcome, expected = by_account.get(person.account), expected_code(person, again=again)
        if outcome is None:
            yield f"{person.account} has no outcome; {expected} was expected."
        elif outcome.code != expected:
            yield f"{person.account} ended as {outcome.code} ({outcome.reason}); {expected} was expected."


def chain_surprises(names: Sequence[str]) -> Iterator[str]:
    """A sentence when a chain's file does not hold the three certificates, or holds them in order after all."""
    ordered = [SERVER, SUBORDINATE, ROOT]
    if sorted(names) != sorted(ordered):
        yield f"The chain's file holds {', '.join(names)}; {', '.join(ordered)} were expected."
    elif list(names) in (ordered, ordered[::-1]):
        yield f"The chain's file is in order: {', '.join(names)}."


def import_surprises(outcomes: Iterable[Outcome], *, again: bool) -> Iterator[str]:
    """A sentence for each certificate of the chain that did not end as it must, in the first import or ``again``."""
    taken = "AlreadyTrusted" if again else "Applied"
    expected = {f"CN={ROOT}": taken, f"CN={SUBORDINATE}": taken, f"CN={SERVER}": "NotAnAuthority"}
    ended = {outcome.subject: outcome for outcome in outcomes}
    for subject in sorted({*expected, *ended}):
        outcome, code = ended.get(subject), expected.get(subject, "nothing")
        if outcome is None:
            yield f"{subject} has no outcome; {code} was expected."
        elif outcome.code != code:
            yield f"{subject} ended as {outcome.code} ({outcome.reason}); {code} was expected."


def verify_surprises(findings: Sequence[Finding], *, trusted: bool) -> Iterator[str]:
    """A sentence when verifying the site did not find what it must: one missing issuer, or a good chain."""
    expected = ("chain", "ok") if trusted else ("IssuerMissing", "error")
    if [(finding.check, finding.status) for finding in findings] != [expected]:
        found = "; ".join(f"{finding.check}: {finding.actual}" for finding in findings) or "nothing"
        yield f"Verifying the site found {found}; {expected[0]} alone was expected."


def zone_surprises(findings: Sequence[Finding], *, again: bool) -> Iterator[str]:
    """A sentence for each address that is in the Local intranet zone and must not be, or the other way round."""
    inside = {*SITES} - {ELSEWHERE} if again else {MAPPED}
    found = {finding.subject: finding for finding in findings}
    for site in sorted({*SITES, *found}):
        finding, expected = found.get(site), "ok" if site in inside else "error"
        if finding is None or site not in SITES:
            yield f"{site} was {'not tested' if finding is None else 'tested and is no address of the farm'}."
        elif finding.status != expected:
            yield f"{site} ended as {finding.status} ({finding.actual}); {expected} was expected."


def add_surprises(outcomes: Iterable[Outcome], *, again: bool) -> Iterator[str]:
    """A sentence for each address whose two values did not end as they must, when they are added or ``again``."""
    codes: dict[str, list[str]] = {site: [] for site in SITES}
    for outcome in outcomes:
        codes.setdefault(outcome.subject.removesuffix(":8443"), []).append(outcome.code)
    special = {ELSEWHERE: ["ZoneConflict"] * 2}
    if not again:
        special |= {MAPPED: ["UpToDate"] * 2, SCRIPTED: ["Applied", "UpToDate"]}
    for site, found in codes.items():
        expected = special.get(site, ["UpToDate" if again else "Applied"] * 2)
        if sorted(found) != expected:
            yield f"{site} ended as {', '.join(found) or 'nothing'}; {', '.join(expected)} was expected."
