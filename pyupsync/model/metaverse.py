"""What a synchronization engine (FIM 2010, MIM) holds of people and their pictures, and what its runs came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PendingPhoto = Literal["none", "write", "clear", "unknown"]
"""What the next export would do with a thumbnailPhoto; ``unknown``: something is pending, the source tells not what."""


@dataclass(frozen=True, slots=True)
class MetaversePerson:
    """A person object of the metaverse.

    Attributes:
        id: Its GUID in lower case without braces.
        account: Whom it is about, as far as the metaverse has an account name; else the id.
        name: The display name, for reports.
        picture_url: ``SPS_MV_String_PictureURL``; empty for none.
        populated: Whether ``SPS_MV_OctetString_PictureURL``, the picture itself, has a value.
    """

    id: str
    account: str
    name: str = ""
    picture_url: str = ""
    populated: bool = False


@dataclass(frozen=True, slots=True)
class ConnectorPerson:
    """A person's entry in the connector space of the directory.

    Attributes:
        metaverse_id: The GUID of the metaverse object it is joined to, in lower case without braces; empty for none.
        dn: Its distinguished name; from a database the relative one, which is all that a row has.
        account: The account name, where the source gives it.
        agent: The management agent.
        pending: What is pending for its thumbnailPhoto.
        held: Whether the directory had a thumbnailPhoto when it was read last; None when the source tells not.
    """

    metaverse_id: str
    dn: str
    account: str = ""
    agent: str = ""
    pending: PendingPhoto = "none"
    held: bool | None = None


@dataclass(frozen=True, slots=True)
class SyncError:
    """One object that a step failed at.

    Attributes:
        kind: The engine's word for it: ``permission-issue``, ``cd-error``, ``exported-change-not-reimported``.
        dn: The object.
        detail: What the connected directory said, empty when it said nothing.
    """

    kind: str
    dn: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SyncStep:
    """One step of a management agent's run.

    Attributes:
        agent: The management agent.
        profile: The run profile.
        run: The run's number; later runs have higher ones.
        step: The step's number within the run.
        result: The engine's word: ``success``, ``completed-export-errors``, ``stopped-connectivity``.
        started: When, as the engine writes it: UTC, ``2011-05-13 10:58:12.093``.
        errors: The objects it failed at, at most a thousand.
        failed: How many it failed at.
    """

    agent: str
    profile: str
    run: int
    step: int
    result: str
    started: str = ""
    errors: tuple[SyncError, ...] = ()
    failed: int = 0
