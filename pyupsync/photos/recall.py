"""What former runs know of people, brought up to date with the directory as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyupsync.errors import DirectoryError
from pyupsync.model import AccountKey, Known, Person, PhotoFacts
from pyupsync.photos.looking import Looked, look
from pyupsync.ports import PersonDirectory, PhotoMemory

BATCH = 500
"""People whose news are kept at once: few enough to lose little, enough to cost little."""


def same(one: PhotoFacts | None, other: PhotoFacts | None) -> bool:
    """Whether two pictures are the same bytes; no picture is the same as no picture."""
    return (one.sha256 if one else None) == (other.sha256 if other else None)


@dataclass(slots=True)
class Recall:
    """What is known of the people of a run.

    Attributes:
        directory: Where they are.
        memory: What former runs kept; None for nothing.
        keeping: Whether this run keeps what it learns.
    """

    directory: PersonDirectory
    memory: PhotoMemory | None = None
    keeping: bool = False
    _news: dict[str, Known] = field(default_factory=dict)

    def find(self, keys: Sequence[AccountKey]) -> Iterable[Person]:
        """As ``PersonDirectory.find``; pictures are left for ``recall`` where something is kept."""
        return self.directory.find(keys) if self.memory is None else self.directory.find(keys, photos=False)

    def recall(self, people: Sequence[Person]) -> Iterator[tuple[Person, Known] | DirectoryError]:
        """Each with the picture the directory has and what is known, in order.

        Pictures are read only of those of whom it is not known, or whose thumbnailPhoto has changed. Whoever is gone
        meanwhile comes as they were found; in place of whom the directory could not be asked for comes the error.

        Raises:
            DirectoryError: The directory could not be asked at all.
            StateError: What is kept cannot be read.
        """
        known = self.memory.known([person.guid for person in people]) if self.memory else {}
        fresh = {person.guid: _as_known(person, known.get(person.guid)) for person in people}
        moved = {guid: one.seen for guid, one in known.items() if fresh[guid] is None and one.seen}
        unmoved = self.directory.unmoved(moved) if moved else {}
        for guid, seen in unmoved.items():
            fresh[guid] = replace(known[guid], seen=seen)
        unread = [guid for guid, one in fresh.items() if one is None]
        looked = look(self.directory, unread) if unread else Looked()
        for person in people:
            now, _ = looked.found.get(person.guid, (person, None))
            if looked.error is not None and fresh[person.guid] is None and person.guid not in looked.found:
                yield looked.error
                continue
            before = known.get(person.guid, Known(person.guid))
            one = fresh[person.guid] or _seen(now, before)
            if one != before:
                self.note(one)
            yield replace(now, photo=one.present, photo_read=True), one

    def note(self, known: Known) -> None:
        """Remember this of a person, soon on the disk as well."""
        if self.memory is None or not self.keeping:
            return
        self._news[known.guid] = known
        if len(self._news) >= BATCH:
            self.flush()

    def take(self, guids: Sequence[str]) -> dict[str, Known]:
        """What is known of these people by now, to be kept by the caller."""
        flushed = [guid for guid in guids if guid not in self._news]
        known = dict(self.memory.known(flushed)) if self.memory and flushed else {}
        return {guid: self._news.pop(guid, known.get(guid, Known(guid))) for guid in guids}

    def flush(self) -> None:
        """Keep what was noted.

        Raises:
            StateError: It cannot be written.
        """
        news, self._news = self._news, {}
        if news and self.memory is not None:
            self.memory.learn(news.values())


def _as_known(person: Person, known: Known | None) -> Known | None:
    """What is known when nothing more has to be asked; None when it has."""
    if person.photo_read:
        return _seen(person, known or Known(person.guid))
    return known if known is not None and known.seen is not None and known.seen == person.seen else None


def _seen(person: Person, known: Known) -> Known:
    """What is known once the picture was read; of one that is as it was, its pixels too."""
    present = known.present if same(known.present, person.photo) else person.photo
    return replace(known, present=present, seen=person.seen)
