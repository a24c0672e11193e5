"""What runs know and did, for as long as this process lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from pyupsync.adapters.state.moments import moment, now
from pyupsync.errors import StateError
from pyupsync.model import Entry, EntryStatus, Intent, Known, RunFacts, Settled


class MemoryState:
    """A ``PhotoState`` without a file."""

    def __init__(self) -> None:
        kept: dict[str, tuple[str, bytes]] = {}
        self.memory = MemoryOfPhotos()
        self.journal = MemoryJournal(self.memory, kept)
        self.history = MemoryHistory(self.journal, kept)

    def close(self) -> None:
        """Nothing is given back: it may be used again."""


@dataclass(slots=True)
class MemoryOfPhotos:
    """What is known of each person's picture."""

    _known: dict[str, Known] = field(default_factory=dict)

    def known(self, guids: Sequence[str]) -> Mapping[str, Known]:
        """What is known of those people of whom anything is."""
        return {guid: self._known[guid] for guid in guids if guid in self._known}

    def learn(self, known: Iterable[Known]) -> None:
        """Keep this of these people, in place of what was known."""
        self._known |= {one.guid: one for one in known}


@dataclass(slots=True)
class MemoryJournal:
    """What runs are about to do, and what became of it."""

    memory: MemoryOfPhotos
    _kept: dict[str, tuple[str, bytes]]
    started: list[RunFacts] = field(default_factory=list)
    written: dict[tuple[int, str], Entry] = field(default_factory=dict)

    def begin(self, job: str, directory: str) -> int:
        """Begin a run and return its number."""
        number = len(self.started) + 1
        self.started.append(RunFacts(number, job, directory, now()))
        return number

    def intend(self, run: int, intents: Sequence[Intent]) -> None:
        """Keep what is about to be done and what undoes it."""
        at = now()
        plain = [replace(intent, previous=None) for intent in intents]
        new = {(run, intent.guid): Entry(run, intent, "open", "", at, kept=False) for intent in plain}
        if len(new) < len(intents) or new.keys() & self.written.keys():
            raise StateError("A person was to be changed twice in one run.")
        for intent in intents:
            if intent.before and intent.previous:
                self._kept[intent.before.sha256] = (at, intent.previous)
        self.written |= new

    def settle(self, run: int, settled: Sequence[Settled], known: Iterable[Known]) -> None:
        """Keep what became of intents, and what is known of their people since."""
        for one in settled:
            entry = self.written[run, one.guid]
            self.written[run, one.guid] = replace(entry, status=one.status, code=one.code)
        self.memory.learn(known)

    def unsettled(self) -> Sequence[Entry]:
        """Every intent of which it is not known what became of it."""
        return [self.shown(entry) for entry in self.written.values() if entry.status == "open"]

    def end(self, run: int) -> None:
        """Note that a run came to its end."""
        self.started[run - 1] = replace(self.started[run - 1], ended=now())

    def shown(self, entry: Entry) -> Entry:
        """An entry with whether what undoes it is still there."""
        before = entry.intent.before
        return replace(entry, kept=before is None or before.sha256 in self._kept)


@dataclass(slots=True)
class MemoryHistory:
    """What runs did, and what they replaced."""

    _journal: MemoryJournal
    _kept: dict[str, tuple[str, bytes]]

    def runs(self) -> Iterator[RunFacts]:
        """Every run, oldest first."""
        for run in self._journal.started:
            applied, failed, still_open = (self._count(run.number, status) for status in ("applied", "failed", "open"))
            yield replace(run, applied=applied, failed=failed, open=still_open)

    def entries(self, run: int | None = None) -> Iterator[Entry]:
        """What a run did, or all of them, in the order it was intended."""
        for entry in list(self._journal.written.values()):
            if run in {None, entry.run}:
                yield self._journal.shown(entry)

    def previous(self, sha256: str) -> bytes | None:
        """A picture that a run replaced, None when it is no longer kept."""
        return self._kept.get(sha256, ("", None))[1]

    def excess(self, *, max_bytes: int, days: float) -> tuple[int, int]:
        """How many pictures ``purge`` would forget now, and how many bytes they have."""
        beyond = self._beyond(max_bytes, days)
        return len(beyond), sum(len(self._kept[sha256][1]) for sha256 in beyond)

    def purge(self, *, max_bytes: int, days: float) -> int:
        """Forget replaced pictures, oldest first, until what is left is within both bounds; returns how many went."""
        beyond = self._beyond(max_bytes, days)
        for sha256 in beyond:
            del self._kept[sha256]
        return len(beyond)

    def _beyond(self, max_bytes: int, days: float) -> list[str]:
        oldest = moment(datetime.now(timezone.utc) - timedelta(days=days))
        found, total = [], 0
        for sha256, (at, data) in sorted(self._kept.items(), key=lambda item: item[1][0], reverse=True):
            total += len(data)
            if at < oldest or total > max_bytes:
                found.append(sha256)
        return found

    def _count(self, run: int, status: EntryStatus) -> int:
        return sum(entry.run == run and entry.status == status for entry in self._journal.written.values())
