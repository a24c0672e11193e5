"""Failures by their cause: what has one code and one advice is mended at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyupsync.errors import UpSyncError
from pyupsync.model import Outcome

CAUSES = 50
"""Causes told apart; further advice on a code is told person by person."""
PEOPLE = 100
"""People named for a cause; the others are counted."""


@dataclass(slots=True)
class Cause:
    """Failures of one kind.

    Attributes:
        code: The error's.
        advice: What mends them; empty where each has its own, or none.
        count: How many failed so.
        people: The first of them.
    """

    code: str
    advice: str
    count: int = 0
    people: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.count += 1
        if len(self.people) < PEOPLE:
            self.people.append(outcome)


@dataclass(slots=True)
class Causes:
    """Gathers failures; what it holds is bounded, however many there are."""

    _by_kind: dict[tuple[str, str], Cause] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Put a failure to its cause."""
        kind = (outcome.code, outcome.advice)
        if kind not in self._by_kind and len(self._by_kind) >= CAUSES:
            kind = (outcome.code, "")
        self._by_kind.setdefault(kind, Cause(*kind)).add(outcome)

    def most_first(self) -> list[Cause]:
        """The causes, the most frequent first."""
        return sorted(self._by_kind.values(), key=lambda cause: -cause.count)


def _tree(error: type[UpSyncError]) -> Iterator[type[UpSyncError]]:
    yield error
    for leaf in error.__subclasses__():
        yield from _tree(leaf)


_TITLES = {error.code: (error.__doc__ or "").splitlines()[0] for error in _tree(UpSyncError)} | {
    "PersonAmbiguous": "Two entries of the directory answer to the account",
    "PersonNotFound": "The directory has no such person",
}
_NUMBER = re.compile(r" \(LDAP result [^)]*\)")


def title_of(code: str) -> str:
    """A code as a sentence; the code itself where there is none."""
    return _NUMBER.sub("", _TITLES.get(code, code)).rstrip(".")
