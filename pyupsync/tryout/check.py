"""What a tryout must come to, certificate by certificate and person by person; what differs is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyupsync.model import Finding, Outcome
from pyupsync.tryout.authority import ROOT, SERVER, SUBORDINATE
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
