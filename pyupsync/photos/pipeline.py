"""The stream from profiles to planned changes: match in batches, fetch and conform in a bounded pool.

Pictures are fetched in threads; the directory is asked, and later written, by the consumer's thread only.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import partial

from pyupsync.errors import DirectoryError, PhotoError, ProfileError, UpSyncError
from pyupsync.model import Change, Event, EventStream, Outcome, Person, Profile, Progress
from pyupsync.photos.image import ImageRule, conform
from pyupsync.photos.match import Matcher
from pyupsync.photos.plan import AREA, SET, no_picture, plan_photo
from pyupsync.photos.workers import Workers
from pyupsync.ports import PersonDirectory, PhotoSource, ProfileSource

ACTIVITY = "Profile pictures"
BATCH = 500
"""Profiles matched at once: few enough to start soon, enough for few searches."""
HEARTBEAT = 0.25
"""Seconds; a consumer hears something at least this often and can stop there."""
AHEAD = 4
"""Pictures waiting or fetched for each worker: bounds what is held in memory."""


@dataclass(slots=True)
class _Fetching:
    """Fetches and conforms pictures in threads; hands the results over as they come."""

    photos: PhotoSource
    rule: ImageRule
    workers: int
    pool: Workers[Change | Outcome] = field(init=False)
    running: set[Future[Change | Outcome]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pool = Workers(self.workers, "pyupsync-photo")

    @property
    def full(self) -> bool:
        return len(self.running) >= self.workers * AHEAD

    def start(self, profile: Profile, person: Person) -> None:
        self.running.add(self.pool.submit(partial(self._plan, profile, person)))

    def finished(self) -> Iterator[Change | Outcome]:
        """Wait a heartbeat at most, then yield what is ready."""
        done, self.running = wait(self.running, HEARTBEAT, FIRST_COMPLETED)
        for future in done:
            yield future.result()

    def stop(self) -> None:
        self.pool.stop()

    def _plan(self, profile: Profile, person: Person) -> Change | Outcome:
        try:
            fetched = self.photos.fetch(profile.picture_url.strip())
            photo = conform(fetched.data, self.rule, fetched.content_type)
        except UpSyncError as error:
            return _failure(error, profile, person.dn)
        except Exception as error:  # noqa: BLE001 - one picture that trips a library must not end everybody's run
            wrapped = PhotoError(f"The picture could not be handled: {type(error).__name__}: {error}.")
            return _failure(wrapped, profile, person.dn)
        return plan_photo(profile, person, photo)


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

    def beat(self, current: str = "") -> Iterator[Progress]:
        now = time.monotonic()
        if now - self.last >= HEARTBEAT:
            self.last = now
            yield Progress(ACTIVITY, self.done, self.total, current)


def planned(
    profiles: ProfileSource, photos: PhotoSource, directory: PersonDirectory, *, rule: ImageRule, workers: int
) -> EventStream:
    """Yield a Change or an Outcome for every profile as soon as it is known, and Progress in between.

    A directory that fails for a batch fails the people of that batch; the next batch asks it again.

    Raises:
        ProfileError: The source of profiles broke; what was read before it has been yielded.
    """
    pulse = _Pulse(profiles.count())
    yield Progress(ACTIVITY, 0, pulse.total)
    fetching = _Fetching(photos, rule, workers)
    broken: ProfileError | None = None
    try:
        try:
            for profile, verdict in _matched(profiles, directory):
                yield from _begin(profile, verdict, fetching, pulse)
        except ProfileError as error:
            broken = error
        while fetching.running:
            yield from _drain(fetching, pulse)
    finally:
        fetching.stop()
    if broken:
        raise broken
    yield Progress(ACTIVITY, pulse.done, pulse.done)


def _begin(profile: Profile, verdict: Person | Outcome, fetching: _Fetching, pulse: _Pulse) -> Iterator[Event]:
    if isinstance(verdict, Outcome):
        yield from pulse.pass_on(verdict)
    elif not profile.picture_url.strip():
        yield from pulse.pass_on(no_picture(profile, verdict))
    else:
        fetching.start(profile, verdict)
        while fetching.full:
            yield from _drain(fetching, pulse)


def _drain(fetching: _Fetching, pulse: _Pulse) -> Iterator[Event]:
    for result in fetching.finished():
        yield from pulse.pass_on(result)
    yield from pulse.beat()


def _failure(error: UpSyncError, profile: Profile, target: str) -> Outcome:
    return Outcome.of_error(error, area=AREA, action=SET, target=target, subject=profile.account)


def _matched(profiles: ProfileSource, directory: PersonDirectory) -> Iterator[tuple[Profile, Person | Outcome]]:
    matcher = Matcher(directory.domain)
    for batch in _batches(profiles.read()):
        try:
            verdicts = list(matcher.match(batch, directory.find))
        except DirectoryError as error:
            yield from ((profile, _failure(error, profile, profile.account)) for profile in batch)
        else:
            yield from verdicts


def _batches(profiles: Iterable[Profile]) -> Iterator[list[Profile]]:
    """Split into batches; when the source breaks, what came before it is a batch too."""
    batch: list[Profile] = []
    try:
        for profile in profiles:
            batch.append(profile)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except ProfileError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
