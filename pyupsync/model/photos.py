"""People and their pictures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from pyupsync.model.events import Facts, Scalar


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
class Sighting:
    """A person's entry as one domain controller had it.

    Attributes:
        replica: What names that domain controller's copy of the directory for good (invocationId).
        usn: uSNChanged there: while it stays, nothing of the entry has changed in that copy.
    """

    replica: str
    usn: int


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
        photo: The current thumbnailPhoto, None when there is none, or when it was not read.
        photo_read: Whether it was.
        seen: What tells whether the entry has changed since; None where the directory has nothing that does.
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
    photo_read: bool = field(default=True, compare=False)
    seen: Sighting | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Domain:
    """The domain a directory serves.

    Attributes:
        dns: Its DNS name.
        netbios: Its NetBIOS name, empty when not known.
        base: Where people are searched for.
        reached: False while its directory was not, so that nothing of it is known.
    """

    dns: str
    netbios: str
    base: str
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Validators:
    """What a photo source can be asked by whether a picture has changed (RFC 9110, 8.8).

    Attributes:
        url: Where the picture came from in the end; they say nothing of another address.
        etag: The entity tag as it came, quotes and ``W/`` included; empty when there was none.
        last_modified: The date as it came; empty when there was none, or when it cannot tell two changes apart.
    """

    url: str = ""
    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Whether anything can be asked by them."""
        return bool(self.url and (self.etag or self.last_modified))


@dataclass(frozen=True, slots=True)
class FetchedPhoto:
    """What a photo source returned for a URL.

    Attributes:
        data: The bytes as they came; none when ``not_modified``.
        url: Where they came from in the end (the large thumbnail, say).
        content_type: What the source calls it, empty when it says nothing.
        validators: What to ask by next time; they are false when the source gives none.
        not_modified: It is still the picture that the validators given with the question were for.
    """

    data: bytes = field(repr=False)
    url: str
    content_type: str = ""
    validators: Validators = Validators()
    not_modified: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A conformed picture: JPEG bytes fit for the directory, and their facts."""

    data: bytes = field(repr=False)
    facts: PhotoFacts
    kept: bool
    """True when the source's bytes already conformed and were kept as they are."""
