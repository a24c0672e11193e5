"""Profiles read ahead in a thread of their own, so that a slow source keeps nobody from being heard or stopped."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

from pyupsync.model import Profile

_SOON = 0.5
"""Seconds after which a batch goes out with what has come: a farm tells of few people a second."""
_WAITING = 2
"""Batches read and not yet taken: bounds what is held in memory."""

_Told: TypeAlias = list[Profile] | BaseException | None


class Reading:
    """One reading of a source, begun at once.

    Args:
        read: ``ProfileSource.read``; its thread alone reads.
        most: Profiles in a batch at most.
    """

    def __init__(self, read: Callable[[], Iterator[Profile]], most: int) -> None:
        self._read = read
        self._most = most
        self._told: queue.Queue[_Told] = queue.Queue(_WAITING)
        self._stopped = threading.Event()
        threading.Thread(target=self._work, name="pyupsync-profiles", daemon=True).start()

    def batches(self, heartbeat: float) -> Iterator[list[Profile]]:
        """Yield the batches in order; an empty one whenever none has come for so many seconds.

        Raises:
            ProfileError: The source broke; what was read before it has been yielded.
        """
        while True:
            try:
                told = self._told.get(timeout=heartbeat)
            except queue.Empty:
                yield []
                continue
            if told is None:
                return
            if isinstance(told, BaseException):
                raise told
            yield told

    def stop(self) -> None:
        """Read no more; a thread that waits for the source ends when that has answered, and is not waited for."""
        self._stopped.set()

    def _work(self) -> None:
        batch: list[Profile] = []
        end: _Told = None
        began = 0.0
        try:
            for profile in self._read():
                began = began if batch else time.monotonic()
                batch.append(profile)
                if len(batch) == self._most or time.monotonic() - began >= _SOON:
                    self._put(batch)
                    batch = []
                if self._stopped.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - it is the consumer's
            end = error
        if batch:
            self._put(batch)
        self._put(end)

    def _put(self, told: _Told) -> None:
        while not self._stopped.is_set():
            try:
                self._told.put(told, timeout=_SOON)
            except queue.Full:
                continue
            return
