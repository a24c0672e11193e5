"""What a reader brought, or why it brought nothing; and the spelling of checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pyupsync.model import Check

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why a thing was not seen.

    Attributes:
        why: In a sentence.
        advice: What would let it be seen: the option that names it, or what mends the error.
        code: The error's stable code; empty where nothing failed, because nobody said where to look.
    """

    why: str
    advice: str = ""
    code: str = ""


Seen: TypeAlias = T | Unseen
"""A thing, or why it was not seen."""


@dataclass(frozen=True, slots=True)
class Station:
    """What is the same in every check of one station.

    Attributes:
        check: Its stable word.
        subject: What is looked at.
        expected: What should be.
    """

    check: str
    subject: str
    expected: str

    def passed(self, actual: str, *evidence: str) -> Check:
        """It is as it should be."""
        return Check(self.check, "pass", self.subject, self.expected, actual, evidence)

    def failed(self, cause: str, actual: str, advice: str = "", evidence: Iterable[str] = ()) -> Check:
        """It is not."""
        return Check(self.check, "fail", self.subject, self.expected, actual, tuple(evidence), advice, cause)

    def warned(self, cause: str, actual: str, advice: str = "", evidence: Iterable[str] = ()) -> Check:
        """It is, and something about it may do harm."""
        return Check(self.check, "warning", self.subject, self.expected, actual, tuple(evidence), advice, cause)

    def unknown(self, unseen: Unseen) -> Check:
        """It could not be looked at."""
        return Check(self.check, "unknown", self.subject, self.expected, unseen.why, (), unseen.advice, "")

    def broken(self, unseen: Unseen) -> Check:
        """What kept it from being looked at is what is wrong; without an error it is unknown."""
        if not unseen.code:
            return self.unknown(unseen)
        return self.failed(unseen.code, unseen.why, unseen.advice)
