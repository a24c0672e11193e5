"""A run that changes pictures: made as it is planned, with the journal around it where something is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from pyupsync.changing import apply_changes
from pyupsync.config import Keeping
from pyupsync.model import Change, EventStream
from pyupsync.photos.journal import RunRecord
from pyupsync.photos.recall import Recall
from pyupsync.photos.recover import recover
from pyupsync.ports import PendingWrite, PersonDirectory, PhotoState
from pyupsync.wiring import has_state, open_state

_USERINFO = re.compile(r"(?<=://)[^/@\s]*@")
MB = 1_000_000


def without_userinfo(address: str) -> str:
    """An address fit to be shown and kept: nobody should put a password into one; somebody will."""
    return _USERINFO.sub("", address)


@dataclass(frozen=True, slots=True)
class PhotoRun:
    """A run and where it writes.

    Attributes:
        job: ``export`` or ``restore``.
        directory: Where people are.
        address: The directory's address.
        state: What runs keep; None for nothing.
        keeping: How much is kept.
        recall: What is known of people.
    """

    job: str
    directory: PersonDirectory
    address: str
    state: PhotoState | None
    keeping: Keeping
    recall: Recall

    def apply(self, plan: Callable[[], EventStream], *, what_if: bool) -> EventStream:
        """Make what ``plan`` yields, as ``apply_changes`` says; first settle what a killed run left open."""
        if self.state is None or what_if:
            yield from apply_changes(plan(), self._send, what_if=what_if)
            return
        address = without_userinfo(self.address)
        yield from recover(self.state, self.recall, address)
        record = RunRecord(self.state.journal, self.state.journal.begin(self.job, address), self.recall)

        def send(change: Change) -> PendingWrite:
            record.check(change)
            return self._send(change)

        yield from record.record(apply_changes(record.prepare(plan()), send, told=record.told))
        self.state.history.purge(max_bytes=self.keeping.keep_mb * MB, days=self.keeping.keep_days)

    def _send(self, change: Change) -> PendingWrite:
        return self.directory.send_photo(change.target, change.payload)


def begin_run(
    job: str,
    directory: PersonDirectory,
    address: str,
    keeping: Keeping,
    stack: ExitStack,
    *,
    writing: bool,
    state: PhotoState | None = None,
) -> PhotoRun:
    """Open what is kept unless ``state`` is it, to be written to by a run that changes something; ``stack`` closes it.

    Raises:
        StateError: It cannot be used, or another run has it.
    """
    if state is None and keeping.state and (writing or has_state(keeping.state)):
        state = open_state(keeping.state, stack, writing=writing)
    recall = Recall(directory, state.memory if state else None, keeping=writing)
    return PhotoRun(job, directory, address, state, keeping, recall)
