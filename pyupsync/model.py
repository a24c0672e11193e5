"""The records that every area speaks in. They hold data and decide nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pyupsync.errors import UpSyncError

Scalar: TypeAlias = str | int | float | bool | None
Facts: TypeAlias = Mapping[str, Scalar]
"""What a thing is like, in plain values fit for JSON."""

Status = Literal["applied", "unchanged", "skipped", "failed"]
Level = Literal["verbose", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to be done.

    Attributes:
        id: Stable within a plan: ``photos/<account>``.
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
    """

    check: str
    status: FindingStatus
    subject: str
    expected: str
    actual: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a listing: ``kind`` says what it is (``trustedRoot``), ``facts`` what it is like."""

    kind: str
    facts: Facts


Event: TypeAlias = Change | Outcome | Finding | Record | Progress | Message

EventStream: TypeAlias = Generator[Event, bool | None, None]
"""Events as they happen. A Change is yielded before it is made: sending False back leaves it unmade."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes to be made, and the outcomes already certain (unchanged, skipped, failed)."""

    changes: tuple[Change, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as the SharePoint profile store knows them.

    Attributes:
        account: As written there: ``CORP\\alice``, ``i:0#.w|corp\\alice``, a UPN or a SID.
        picture_url: The PictureURL property; empty when there is no picture.
        name: The display name, for reports.
        origin: Where the record was read: ``people.csv, line 7``.
    """

    account: str
    picture_url: str = ""
    name: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """What a directory can be searched for: the parsed form of a profile's account.

    ``kind`` is ``sam`` (then ``domain`` is the NetBIOS or DNS domain, empty if none was given), ``upn`` or ``sid``.
    """

    kind: Literal["sam", "upn", "sid"]
    value: str
    domain: str = ""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A picture in a few words: its SHA-256 (hex), its length in bytes and, if known, its pixels."""

    sha256: str
    size: int
    width: int | None = None
    height: int | None = None

    @classmethod
    def of(cls, data: bytes, width: int | None = None, height: int | None = None) -> PhotoFacts:
        """The facts of ``data``."""
        return cls(hashlib.sha256(data).hexdigest(), len(data), width, height)

    def as_facts(self) -> Facts:
        """The same as plain values; pixels are left out while unknown."""
        facts: dict[str, Scalar] = {"sha256": self.sha256, "bytes": self.size}
        if self.width is not None and self.height is not None:
            facts |= {"width": self.width, "height": self.height}
        return facts


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the directory knows them.

    Attributes:
        dn: Distinguished name, as the directory writes it.
        guid: objectGUID in its usual text form, lower case; the DN in lower case where there is none.
        sam: sAMAccountName.
        upn: userPrincipalName, empty when not set.
        sid: objectSid in S-1-… form, empty when unknown.
        name: displayName, else the common name.
        disabled: userAccountControl has ACCOUNTDISABLE.
        protected: adminCount is 1: AdminSDHolder guards this account and refuses delegated rights.
        photo: The current thumbnailPhoto, None when there is none.
    """

    dn: str
    guid: str
    sam: str
    upn: str = ""
    sid: str = ""
    name: str = ""
    disabled: bool = False
    protected: bool = False
    photo: PhotoFacts | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """The domain a directory serves: DNS name and NetBIOS name (empty when not known) and the search base."""

    dns: str
    netbios: str
    base: str


@dataclass(frozen=True, slots=True)
class FetchedPhoto:
    """What a photo source returned for a URL.

    Attributes:
        data: The bytes as they came.
        url: Where they came from in the end (the large thumbnail, say).
        content_type: What the source calls it, empty when it says nothing.
    """

    data: bytes = field(repr=False)
    url: str
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A conformed picture: JPEG bytes fit for the directory, and their facts."""

    data: bytes = field(repr=False)
    facts: PhotoFacts
    kept: bool
    """True when the source's bytes already conformed and were kept as they are."""


@dataclass(frozen=True, slots=True)
class CertificateInput:
    """Something that should hold certificates: its bytes as they came, or why there are none.

    Attributes:
        origin: Where it came from, for people: a path, a URL.
        data: The bytes; never printed, since they may hold what they should not.
        error: Why it could not be read; then ``data`` is empty.
    """

    origin: str
    data: bytes = field(default=b"", repr=False)
    error: UpSyncError | None = None


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """A trusted root authority as a store holds it.

    Attributes:
        id: The store's own identity of it (a GUID, a file name), stable while it is there.
        name: Its name, unique in the store whatever the case.
        der: The certificate in DER.
    """

    id: str
    name: str
    der: bytes = field(repr=False)

    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate in upper-case hex, as Windows and SharePoint name certificates."""
        return hashlib.sha1(self.der, usedforsecurity=False).hexdigest().upper()
