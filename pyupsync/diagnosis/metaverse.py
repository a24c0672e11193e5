"""The synchronization engine's metaverse: whether it has a person's picture, and what it is about to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyupsync.diagnosis.mapping import check_of
from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, ConnectorPerson, Finding, MetaversePerson

EXPECTED = "The metaverse has the picture (SPS_MV_OctetString_PictureURL), and no export is about to clear it"
_STOP = "Stop the export (no run of the agent) and write pictures with: pyupsync photos export"


@dataclass(frozen=True, slots=True)
class MetaverseSeen:
    """What an engine holds of one person.

    Attributes:
        person: The metaverse's object; None for none, or where no source has a metaverse.
        entry: The entry in the directory's connector space; None for none.
        has_people: Whether there is any object at all.
    """

    person: MetaversePerson | None = None
    entry: ConnectorPerson | None = None
    has_people: bool = False


def judge_metaverse_of(name: str, seen: Seen[MetaverseSeen], *, photo: bool) -> Check:
    """What is wrong with one person's picture in the metaverse.

    Args:
        name: Whom.
        seen: What the engine holds.
        photo: Whether the directory has a picture.
    """
    station = Station("metaverse", name, EXPECTED)
    if isinstance(seen, Unseen):
        return station.unknown(seen)
    person, entry = seen.person, seen.entry
    if entry is not None and entry.pending == "clear" and (photo or entry.held):
        said = f"An export is about to write a blank over the picture of {entry.dn}."
        return station.failed("BlankAboutToBeWritten", said, _STOP, [f"{entry.agent}: thumbnailPhoto is to be cleared"])
    if person is None and seen.has_people:
        advice = "Run a full synchronization, and see that the person is in a container of the connection."
        return station.warned("MetaversePersonMissing", f"The metaverse has no object of {name}.", advice)
    if person is not None and person.picture_url and not person.populated:
        said = "The metaverse has the PictureURL and not the picture: the synchronization could not read it."
        advice = "pyupsync diagnose events with the ULS log, and the zone and trust above; then a full synchronization."
        return station.failed("PictureNotRead", said, advice, [person.picture_url])
    if person is not None and not person.picture_url:
        said = "The metaverse has no PictureURL of this person."
        return station.warned("NoPictureUrl", said, "pyupsync profiles mapping shows what is mapped.")
    pending = f"; pending for thumbnailPhoto: {entry.pending}" if entry else ""
    return station.passed(f"It has the picture{pending}." if person else f"Nothing is to be cleared{pending}.")


def judge_metaverse(sources: str, findings: Seen[Sequence[Finding]]) -> list[Check]:
    """One check for each finding of the metaverse's own judge.

    Args:
        sources: Where the engine is.
        findings: What it found; each with its cause.
    """
    if isinstance(findings, Unseen):
        return [Station("metaverse", sources or "The metaverse", EXPECTED).unknown(findings)]
    return [check_of(finding, "metaverse") for finding in findings]
