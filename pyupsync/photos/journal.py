"""The journal around the changes of a run: what undoes each is kept before it is made, what became of it after.

It stands on both sides of ``apply_changes``. ``prepare`` lets a change through once its intent is on the disk;
``record`` sees its outcome. Both work in batches, so that a change costs a fraction of a write to the disk and of a
question to the directory; a batch goes when it is full, with the first Progress once it is a moment old, and with the
last one. Any Progress would not do: where a question takes longer than a heartbeat, one follows every change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pyupsync.errors import DirectoryUnavailable, ForeignPhoto, PersonNotFound, UpSyncError
from pyupsync.model import (
    Change,
    Event,
    EventStream,
    Intent,
    Known,
    Outcome,
    Person,
    PhotoFacts,
    Progress,
    Settled,
    relayed,
)
from pyupsync.photos.looking import look
from pyupsync.photos.recall import Recall, same
from pyupsync.ports import RunJournal

T = TypeVar("T")
BATCH = 64
"""Changes prepared, and outcomes kept, at once."""
MOMENT = 0.25
"""Seconds that a batch is filled for, where there is more to fill it with."""
STALE = 5.0
"""Seconds; a change that waited longer, while somebody was asked, is compared with the directory again."""
_UNCLEAR = frozenset({DirectoryUnavailable.code})
"""Codes of writes whose answer was lost: whether they were made is seen when the directory is looked at again."""


@dataclass(slots=True)
class _Batch(Generic[T]):
    """What is handled together."""

    clock: Callable[[], float]
    _items: list[T] = field(default_factory=list)
    _since: float = 0.0

    def add(self, item: T) -> None:
        """Put one more in."""
        if not self._items:
            self._since = self.clock()
        self._items.append(item)

    def is_due(self, event: Event) -> bool:
        """Whether it is to go now, as this event comes."""
        if not isinstance(event, Progress):
            return len(self._items) >= BATCH
        return event.done == event.total or self.clock() - self._since >= MOMENT

    def take(self) -> list[T]:
        """What is in it, which is then empty."""
        items, self._items = self._items, []
        return items


@dataclass(slots=True)
class RunRecord:
    """One run in the journal.

    Attributes:
        journal: Where it is kept.
        run: The number of the run.
        recall: What is known of the people.
        clock: The time in seconds.
    """

    journal: RunJournal
    run: int
    recall: Recall
    clock: Callable[[], float] = time.monotonic
    _intents: dict[str, Intent] = field(default_factory=dict)
    _looked: dict[str, float] = field(default_factory=dict)
    _outcomes: _Batch[Outcome] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self._outcomes = _Batch(self.clock)

    def prepare(self, events: Iterable[Event]) -> Iterator[Event]:
        """Pass events on, each change when what undoes it is kept; one that is no longer as planned fails instead.

        Raises:
            StateError: It cannot be kept; then nothing more is changed.
        """
        waiting: _Batch[Change] = _Batch(self.clock)
        stream, broken = iter(events), None
        while broken is None:
            try:
                event = next(stream)
            except StopIteration:
                break
            except UpSyncError as error:  # what was planned before is made
                broken = error
                continue
            if isinstance(event, Change):
                waiting.add(event)
            if waiting.is_due(event):
                yield from self._prepared(waiting.take())
            if not isinstance(event, Change):
                yield event
        yield from self._prepared(waiting.take())
        if broken is not None:
            raise broken

    def check(self, change: Change) -> None:
        """Look again at whom a change is for, when it has waited.

        Raises:
            ForeignPhoto: Somebody else changed the picture meanwhile.
            PersonNotFound: There is no such person any more.
            DirectoryError: The directory could not be asked.
        """
        if self.clock() - self._looked[change.target] > STALE:
            guid = guid_of(change)
            _intent(change, look(self.recall.directory, [guid]).at(guid))

    def told(self, change: Change, outcome: Outcome) -> None:
        """Take note of what became of a change that was begun; ``record`` keeps it."""
        if change.target in self._intents:
            self._outcomes.add(outcome)

    def record(self, events: Generator[Event, bool | None, int]) -> EventStream:
        """Pass events on, keeping what became of the changes that were prepared.

        Args:
            events: Of ``apply_changes``, which tells ``told``.

        Raises:
            StateError: It cannot be kept.
        """
        try:
            yield from relayed(events, self._kept)
            self._settle()
            self.journal.end(self.run)
        finally:
            self._settle(looking=False)

    def _kept(self, event: Event) -> Generator[Event, bool | None, bool | None]:
        if isinstance(event, Outcome) and event.status == "skipped" and event.target in self._intents:
            self._outcomes.add(event)
        if self._outcomes.is_due(event):
            self._settle()
        return (yield event)

    def _prepared(self, changes: Sequence[Change]) -> Iterator[Change | Outcome]:
        if not changes:
            return
        now = look(self.recall.directory, [guid_of(change) for change in changes])
        events: list[Change | Outcome] = []
        intents: list[Intent] = []
        for change in changes:
            try:
                intents.append(_intent(change, now.at(guid_of(change))))
                events.append(change)
            except UpSyncError as error:
                events.append(Outcome.of_failure(change, error))
        self.journal.intend(self.run, intents)
        self._intents |= {intent.dn: intent for intent in intents}
        self._looked |= {intent.dn: self.clock() for intent in intents}
        yield from events

    def _settle(self, *, looking: bool = True) -> None:
        outcomes = self._outcomes.take()
        if not outcomes:
            return
        intents = [self._intents.pop(outcome.target) for outcome in outcomes]
        for intent in intents:
            del self._looked[intent.dn]
        done = [intent for intent, outcome in zip(intents, outcomes, strict=True) if outcome.status == "applied"]
        settled = [_settled(intent, outcome) for intent, outcome in zip(intents, outcomes, strict=True)]
        known = self.recall.take([intent.guid for intent in intents])
        known |= published(self.recall, known, done, looking=looking)
        self.journal.settle(self.run, settled, known.values())


def published(
    recall: Recall, known: dict[str, Known], done: Sequence[Intent], *, looking: bool = True
) -> dict[str, Known]:
    """What is known of people once their changes were made: when the directory was seen with what was written.

    Where it has something else by now, or cannot be asked, the next run looks again.
    """
    seen = look(recall.directory, [intent.guid for intent in done]).found if looking and done else {}
    found: dict[str, Known] = {}
    for intent in done:
        person, _ = seen.get(intent.guid, (None, None))
        sighting = person.seen if person and same(person.photo, intent.after) else None
        one = replace(known[intent.guid], published=intent.after, present=intent.after, seen=sighting)
        found[intent.guid] = one
    return found


def guid_of(change: Change) -> str:
    """Whom a change of the area photos is for, by ``Person.guid``."""
    return change.id.partition("/")[2]


def _intent(change: Change, now: tuple[Person, bytes | None] | None) -> Intent:
    """What is about to be done, with the picture that is there now.

    Raises:
        PersonNotFound: Nobody is there.
        ForeignPhoto: It is another one than the change was planned for.
    """
    if now is None:
        raise PersonNotFound(f"There is no such person any more: {change.target}.", target=change.target)
    person, photo = now
    if (person.photo.sha256 if person.photo else None) != (change.before or {}).get("sha256"):
        said = "Somebody else changed the picture while this run was at it; it is left as it is."
        raise ForeignPhoto(said, target=change.target, advice="Run again.")
    after = PhotoFacts.of(change.payload) if change.payload else None
    facts = change.after or {}
    width, height = facts.get("width"), facts.get("height")
    if after and isinstance(width, int) and isinstance(height, int):
        after = replace(after, width=width, height=height)
    return Intent(guid_of(change), change.target, change.subject, change.action, person.photo, after, previous=photo)


def _settled(intent: Intent, outcome: Outcome) -> Settled:
    if outcome.status in {"applied", "skipped"}:
        return Settled(intent.guid, "applied" if outcome.status == "applied" else "skipped", outcome.code)
    return Settled(intent.guid, "open" if outcome.code in _UNCLEAR else "failed", outcome.code)
