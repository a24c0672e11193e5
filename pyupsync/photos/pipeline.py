"""The stream from profiles to planned changes: match in batches, fetch and conform in a bounded pool.

Profiles are read and pictures fetched in threads; the directory is asked, and later written, by the consumer's only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from pyupsync.errors import ClearLimitExceeded, DirectoryError, ProfileError
from pyupsync.model import Change, Event, EventStream, Known, Outcome, Person, Profile, Progress
from pyupsync.photos.decide import Decided, Decider, failure
from pyupsync.photos.match import Matcher
from pyupsync.photos.plan import no_picture, not_cleared, plan_clear
from pyupsync.photos.reading import Reading
from pyupsync.photos.recall import Recall
from pyupsync.photos.workers import Making
from pyupsync.ports import ProfileSource

ACTIVITY = "Profile pictures"
BATCH = 500
"""Profiles matched at once: few enough to start soon, enough for few searches."""
HEARTBEAT = 0.25
"""Seconds; a consumer hears something at least this often and can stop there."""
AHEAD = 500
"""People whose pictures are waited for: while others are matched, there is enough to fetch."""
HELD = 256
"""Pictures fetched and not yet told: bounds what is held in memory, 26 MB of the largest there are."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """Whether, and how many of so many profiles', pictures are cleared where the profile has none."""

    may_clear: Callable[[int], int]
    overwrite_foreign: bool = False


@dataclass(slots=True)
class _Fetching:
    """Decides for people in threads; hands the results over as they come."""

    decider: Decider
    workers: int
    making: Making[Decided] = field(init=False)

    def __post_init__(self) -> None:
        self.making = Making(self.workers, "pyupsync-photo", HELD)

    @property
    def running(self) -> bool:
        return self.making.pending > 0

    @property
    def full(self) -> bool:
        return self.making.pending >= AHEAD

    def waits(self) -> str:
        """What the source of pictures makes everybody wait for; empty when nothing."""
        return self.decider.photos.waits()

    def start(self, profile: Profile, person: Person, known: Known) -> None:
        self.making.begin(partial(self.decider.decide, profile, person, known))

    def finished(self) -> Iterator[Decided]:
        """Wait a heartbeat at most, then yield what is ready."""
        yield from self.making.taken(HEARTBEAT)

    def stop(self) -> None:
        self.making.stop()


@dataclass(slots=True)
class _Pulse:
    """Counts what was decided and says so, at most once a heartbeat."""

    total: int | None
    done: int = 0
    last: float = field(default_factory=time.monotonic)

    def pass_on(self, event: Change | Outcome) -> Iterator[Event]:
        yield event
        self.done += 1
        yield from self.beat(event.subject)

    def beat(self, current: str | Callable[[], str] = "") -> Iterator[Progress]:
        now = time.monotonic()
        if now - self.last >= HEARTBEAT:
            self.last = now
            yield Progress(ACTIVITY, self.done, self.total, current if isinstance(current, str) else current())


def planned(
    profiles: ProfileSource, recall: Recall, decider: Decider, *, workers: int, clearing: Clearing | None = None
) -> EventStream:
    """Yield a Change or an Outcome for every profile as soon as it is known, and Progress in between.

    A directory that fails for a batch fails the people of that batch; the next batch asks it again. Clearing comes
    last, when it is known how many there are.

    Raises:
        ProfileError: The source of profiles broke; what was read before it has been yielded, and nothing is cleared.
        ClearLimitExceeded: There is more to clear than may be; none of it is a Change.
        StateError: What former runs kept cannot be read, or what this one learns cannot be kept.
    """
    yield from _Planning(profiles, recall, _Fetching(decider, workers), clearing).run()


@dataclass(slots=True)
class _Planning:
    """One run of ``planned``."""

    profiles: ProfileSource
    recall: Recall
    fetching: _Fetching
    clearing: Clearing | None
    pulse: _Pulse = field(init=False)
    clears: list[Change] = field(default_factory=list)
    broken: ProfileError | None = None

    def run(self) -> EventStream:
        self.pulse = _Pulse(self.profiles.count())
        yield Progress(ACTIVITY, 0, self.pulse.total)
        try:
            yield from self._everybody()
            yield from self._clear()
            yield Progress(ACTIVITY, self.pulse.done, self.pulse.done)
        finally:
            self.fetching.stop()
            self.recall.flush()

    def _everybody(self) -> Iterator[Event]:
        matcher = Matcher()
        reading = Reading(self.profiles.read, BATCH)
        try:
            for batch in reading.batches(HEARTBEAT):
                if not batch:
                    yield from self._meanwhile()
                for profile, verdict in self._matched(matcher, batch):
                    yield from self._begin(profile, verdict)
        except ProfileError as error:
            self.broken = error
        finally:
            reading.stop()
        while self.fetching.running:
            yield from self._drain()

    def _begin(self, profile: Profile, verdict: Outcome | tuple[Person, Known]) -> Iterator[Event]:
        if isinstance(verdict, Outcome):
            yield from self.pulse.pass_on(verdict)
        elif not profile.picture_url.strip():
            yield from self._without_picture(profile, *verdict)
        else:
            self.fetching.start(profile, *verdict)
            while self.fetching.full:
                yield from self._drain()

    def _without_picture(self, profile: Profile, person: Person, known: Known) -> Iterator[Event]:
        if self.clearing is None:
            yield from self.pulse.pass_on(no_picture(profile, person))
            return
        event = plan_clear(profile, person, known.published, overwrite=self.clearing.overwrite_foreign)
        if isinstance(event, Change):
            self.clears.append(event)
        else:
            yield from self.pulse.pass_on(event)

    def _meanwhile(self) -> Iterator[Event]:
        """What is to be told while profiles are waited for."""
        if self.fetching.running:
            yield from self._drain()
        else:
            yield from self.pulse.beat()

    def _drain(self) -> Iterator[Event]:
        for decided in self.fetching.finished():
            if decided.known is not None:
                self.recall.note(decided.known)
            yield from self.pulse.pass_on(decided.event)
        yield from self.pulse.beat(self.fetching.waits)

    def _clear(self) -> Iterator[Event]:
        error = self.broken or self._too_many()
        for change in self.clears:
            yield from self.pulse.pass_on(not_cleared(change, error) if error else change)
        if error:
            raise error

    def _too_many(self) -> ClearLimitExceeded | None:
        clears, profiles = len(self.clears), self.pulse.done + len(self.clears)
        allowed = self.clearing.may_clear(profiles) if self.clearing else 0
        if clears <= allowed:
            return None
        said = f"{clears} of {profiles} people's pictures would be cleared, and this run may clear {allowed}; none was."
        advice = "See that the profiles are whole; if they are, give a higher --max-clear (-MaxClear)."
        return ClearLimitExceeded(said, advice=advice)

    def _matched(
        self, matcher: Matcher, batch: list[Profile]
    ) -> Iterator[tuple[Profile, Outcome | tuple[Person, Known]]]:
        try:
            matcher.domains = self.recall.directory.domains
            verdicts = list(matcher.match(batch, self.recall.find))
            people = [verdict for _, verdict in verdicts if isinstance(verdict, Person)]
            recalled = list(self.recall.recall(people))
        except DirectoryError as error:
            yield from ((profile, failure(error, profile, profile.account)) for profile in batch)
            return
        found = iter(recalled)
        for profile, verdict in verdicts:
            one = verdict if isinstance(verdict, Outcome) else next(found)
            yield profile, failure(one, profile, profile.account) if isinstance(one, DirectoryError) else one
