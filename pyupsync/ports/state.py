"""What is kept from one run of the photo jobs to the next. Used from one thread at a time; never needed to be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pyupsync.model import Entry, Intent, Known, RunFacts, Settled


class PhotoMemory(Protocol):
    """What is known of each person's picture."""

    def known(self, guids: Sequence[str]) -> Mapping[str, Known]:
        """What is known of those people of whom anything is.

        Raises:
            StateError: It cannot be read.
        """

    def learn(self, known: Iterable[Known]) -> None:
        """Keep this of these people, in place of what was known; all of it or nothing.

        Raises:
            StateError: It cannot be written.
        """


class RunJournal(Protocol):
    """What runs are about to do, and what became of it. Runs have numbers, counted from 1."""

    def begin(self, job: str, directory: str) -> int:
        """Begin a run and return its number.

        Raises:
            StateError: It cannot be written; the same for the others.
        """

    def intend(self, run: int, intents: Sequence[Intent]) -> None:
        """Keep what is about to be done and what undoes it; it outlasts a crash once this returns.

        A run changes a person once.
        """

    def settle(self, run: int, settled: Sequence[Settled], known: Iterable[Known]) -> None:
        """Keep what became of intents, and what is known of their people since; both or neither."""

    def unsettled(self) -> Sequence[Entry]:
        """Every intent, the oldest first, of which it is not known what became of it."""

    def end(self, run: int) -> None:
        """Note that a run came to its end."""


class RunHistory(Protocol):
    """What runs did, and the pictures they replaced."""

    def runs(self) -> Iterator[RunFacts]:
        """Every run, the oldest first.

        Raises:
            StateError: It cannot be read; the same for the others.
        """

    def entries(self, run: int | None = None) -> Iterator[Entry]:
        """What a run, or every run, did; in the order it was intended."""

    def previous(self, sha256: str) -> bytes | None:
        """A picture that a run replaced, by its hash (hex); None when it is no longer kept, or not as it was."""

    def excess(self, *, max_bytes: int, days: float) -> tuple[int, int]:
        """How many pictures ``purge`` would forget now, and how many bytes they have."""

    def purge(self, *, max_bytes: int, days: float) -> int:
        """Forget replaced pictures: what is older than ``days``, then the oldest while all have over ``max_bytes``.

        Returns:
            How many were forgotten.
        """


class PhotoState(Protocol):
    """All three of them."""

    @property
    def memory(self) -> PhotoMemory:
        """What is known of each person's picture."""

    @property
    def journal(self) -> RunJournal:
        """What runs are about to do."""

    @property
    def history(self) -> RunHistory:
        """What they did."""

    def close(self) -> None:
        """Give it back to other runs; calling it twice does no harm."""
