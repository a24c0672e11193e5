"""What a tryout must come to, person by person; whatever differs is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyupsync.model import Outcome
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
