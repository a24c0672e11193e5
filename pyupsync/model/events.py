"""What a job does and says: changes, outcomes, findings, records, plans."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pyupsync.errors import UpSyncError
from pyupsync.model.diagnosis import Check

Scalar: TypeAlias = str | int | float | bool | tuple[str, ...] | None
Facts: TypeAlias = Mapping[str, Scalar]
"""What a thing is like, in plain values fit for JSON."""

Status = Literal["applied", "unchanged", "skipped", "failed"]
Level = Literal["debug", "verbose", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to be done.

    Attributes:
        id: Stable while the thing is the same one: the area, and what names the thing in it for good, such as
            ``photos/<objectGUID>`` (of an entry without one the DN in lower case).
        area: The area that planned it: ``photos``, ``trust``, ``zones``.
        action: What is done, in the imperative: ``Set thumbnailPhoto``.
        target: What it is done to: a DN, an authority's name, a registry key.
        before: What is there now, None for nothing.
        after: What will be there, None for nothing.
        subject: Whom it is for: the account as the profile names it.
        payload: The bytes to write, where there are any; never printed.
    """

    id: str
    area: str
    action: str
    target: str
    before: Facts | None
    after: Facts | None
    subject: str = ""
    payload: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing: applied, unchanged, skipped or failed, always with the reason.

    ``code`` is an error's stable code when failed, else a short word for the reason (``UpToDate``,
    ``NoPicture``, ``WhatIf``). ``advice`` is what to do next, empty when there is nothing to do.
    """

    area: str
    action: str
    target: str
    status: Status
    code: str
    reason: str
    advice: str = ""
    before: Facts | None = None
    after: Facts | None = None
    subject: str = ""

    @classmethod
    def of_error(cls, error: UpSyncError, *, area: str, action: str, target: str, subject: str = "") -> Outcome:
        """The outcome of something that ended in ``error`` before a change could be planned."""
        return cls(area, action, target, "failed", error.code, error.message, error.advice, subject=subject)

    @classmethod
    def of_failure(cls, change: Change, error: UpSyncError) -> Outcome:
        """A planned change that ended in ``error``."""
        return cls.of_change(change, "failed", error.code, error.message, error.advice)

    @classmethod
    def of_change(cls, change: Change, status: Status, code: str, reason: str, advice: str = "") -> Outcome:
        """What became of a planned change."""
        return cls(
            change.area,
            change.action,
            change.target,
            status,
            code,
            reason,
            advice,
            change.before,
            change.after if status == "applied" else change.before,
            change.subject,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (None while unknown) and what it is at."""

    activity: str
    done: int
    total: int | None = None
    current: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something worth telling that is the fate of no single person."""

    level: Level
    text: str


FindingStatus = Literal["ok", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: ``advice`` is what mends it, empty when there is nothing to mend.

    Attributes:
        check: A stable word for what was looked at: ``validity``, ``issuer``, ``hostName``.
        status: How much it matters.
        subject: What it was looked at on: a certificate's subject, a host, a file.
        expected: What should be.
        actual: What is.
        advice: What to do, a command where there is one.
        facts: What was found, in plain values, where a sentence is not enough.
    """

    check: str
    status: FindingStatus
    subject: str
    expected: str
    actual: str
    advice: str = ""
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a listing: ``kind`` says what it is (``trustedRoot``), ``facts`` what it is like."""

    kind: str
    facts: Facts


Event: TypeAlias = Change | Outcome | Finding | Check | Record | Progress | Message

EventStream: TypeAlias = Generator[Event, bool | None, None]
"""Events as they happen. A Change is yielded before it is made: sending False back leaves it unmade."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes to be made, and the outcomes already certain (unchanged, skipped, failed)."""

    changes: tuple[Change, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
