"""What is kept from one run of the photo jobs to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pyupsync.model.photos import PhotoFacts, Sighting, Validators


@dataclass(frozen=True, slots=True)
class Known:
    """What former runs know of one person's picture.

    Attributes:
        guid: The person's objectGUID, as ``Person.guid``.
        validators: What to ask the photo source by; they belong to the bytes whose hash is ``source``.
        source: SHA-256 (hex) of the bytes as the source gave them.
        rule: What they were made to fit; with another rule, ``made`` says nothing.
        made: What they became.
        published: What a run last brought to the directory, or found there just as it would have made it; None for
            nothing. Whatever else is there now was put there by somebody else.
        present: What the directory had when it was ``seen``; None for no picture.
        seen: When that was; None when it is not known, and the directory has to be read.
    """

    guid: str
    validators: Validators = field(default_factory=Validators)
    source: str = ""
    rule: str = ""
    made: PhotoFacts | None = None
    published: PhotoFacts | None = None
    present: PhotoFacts | None = None
    seen: Sighting | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A change that is about to be made, with what undoes it.

    Attributes:
        guid: The person's objectGUID.
        dn: Where they are.
        subject: The account as the profile names it.
        action: What is done, in the imperative.
        before: What is there now, None for no picture.
        after: What will be there, None for no picture.
        previous: The bytes of ``before``.
    """

    guid: str
    dn: str
    subject: str
    action: str
    before: PhotoFacts | None
    after: PhotoFacts | None
    previous: bytes | None = field(default=None, repr=False, compare=False)


EntryStatus = Literal["open", "applied", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an intent: ``open`` while it is not known whether the directory took the write."""

    guid: str
    status: EntryStatus
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change in the journal.

    Attributes:
        run: The number of its run.
        intent: What was to be done; its ``previous`` bytes are left out.
        status: What became of it; ``open`` when its run was broken off before that was known, ``skipped`` when it was
            not approved.
        code: ``Applied``, or the code of what kept it from being made; empty while open.
        at: When it was intended: UTC, ISO 8601.
        kept: Whether what undoes it is still there: the bytes of ``before``, where there was a picture.
    """

    run: int
    intent: Intent
    status: EntryStatus
    code: str
    at: str
    kept: bool


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run in the journal.

    Attributes:
        number: Counted from 1.
        job: ``export`` or ``restore``.
        directory: The address of the directory it wrote to.
        started: UTC, ISO 8601.
        ended: The same; empty for a run that is under way, or was killed.
        applied: Changes made.
        failed: Changes that failed.
        open: Changes of which it is not known whether they were made.
    """

    number: int
    job: str
    directory: str
    started: str
    ended: str = ""
    applied: int = 0
    failed: int = 0
    open: int = 0
