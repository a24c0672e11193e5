"""What a synchronization engine holds, put together from one source or several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyupsync.model import ConnectorPerson, MetaversePerson, SyncStep


@dataclass(slots=True)
class Survey:
    """Counts what passes by; keeps only what something is wrong with.

    Attributes:
        people: How many person objects the metaverse has.
        with_url: How many of them have a PictureURL.
        populated: How many have the picture itself.
        unread: Those with a PictureURL and without the picture.
        connectors: How many people the directory's connector spaces have.
        writing: For how many of them a picture is about to be written.
        clearing: Those whose picture is about to be cleared.
        uncertain: Those for whom something is pending, the source tells not what.
        steps: The steps of the latest run of each agent's profiles.
        runs: How many runs there are in the history.
    """

    people: int = 0
    with_url: int = 0
    populated: int = 0
    unread: list[MetaversePerson] = field(default_factory=list)
    connectors: int = 0
    writing: int = 0
    clearing: list[ConnectorPerson] = field(default_factory=list)
    uncertain: list[ConnectorPerson] = field(default_factory=list)
    steps: dict[tuple[str, str], list[SyncStep]] = field(default_factory=dict)
    runs: set[tuple[str, int]] = field(default_factory=set)

    def add_people(self, people: Iterable[MetaversePerson]) -> Iterator[int]:
        """Count person objects, telling how many there are so far."""
        for person in people:
            self.people += 1
            self.with_url += bool(person.picture_url)
            self.populated += person.populated
            if person.picture_url and not person.populated:
                self.unread.append(person)
            yield self.people

    def add_connectors(self, connectors: Iterable[ConnectorPerson]) -> Iterator[int]:
        """Count entries of a connector space, telling how many there are so far."""
        for entry in connectors:
            self.connectors += 1
            self.writing += entry.pending == "write"
            if entry.pending == "clear":
                self.clearing.append(entry)
            elif entry.pending == "unknown":
                self.uncertain.append(entry)
            yield self.connectors

    def add_steps(self, steps: Iterable[SyncStep]) -> Iterator[int]:
        """Take in a run history, in any order, telling how many runs there are so far."""
        for step in steps:
            self.runs.add((step.agent, step.run))
            key = (step.agent, step.profile)
            kept = self.steps.setdefault(key, [])
            if kept and kept[0].run > step.run:
                continue
            if kept and kept[0].run < step.run:
                kept.clear()
            kept.append(step)
            yield len(self.runs)

    @property
    def empty(self) -> bool:
        """Whether there was nothing at all."""
        return not (self.people or self.connectors or self.runs)

    def at_risk(self) -> list[ConnectorPerson]:
        """Those for whom something is pending that may be a blank: the metaverse has no picture for them."""
        unread = {person.id for person in self.unread}
        return [entry for entry in self.uncertain if entry.metaverse_id in unread]

    def held(self, place: int, *, photo: bool) -> None:
        """Take in what the directory itself has of somebody in ``clearing``."""
        self.clearing[place] = replace(self.clearing[place], held=photo)
