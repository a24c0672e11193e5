"""A pool of threads that nobody has to wait for.

The standard library's is waited for when the interpreter ends, however long a thread still hangs in a call that cannot
be broken off: the look-up of a name, a Kerberos library that asks a silent KDC, the decoding of a large picture.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Workers:
    """So many daemon threads, started as they are needed.

    Args:
        count: Threads at most.
        name: What their names begin with.
    """

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._starting = threading.Lock()

    def give(self, act: Callable[[], None]) -> None:
        """Have ``act``, which raises nothing, done by a thread."""
        self._waiting.put(act)
        if len(self._threads) == self._count:
            return
        with self._starting:
            if len(self._threads) < self._count:
                thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()

    def stop(self) -> None:
        """Have threads end once they have done what was given them; they are not waited for."""
        for _ in self._threads:
            self._waiting.put(None)

    def _work(self) -> None:
        while (act := self._waiting.get()) is not None:
            act()
            del act  # and with it what it holds, while this waits for the next


class Making(Generic[T]):
    """Makes one thing after another in threads, and hands each over when it is made.

    A queue in place of futures: to wait for the first of many futures takes as long as to find out that a picture has
    not changed.

    Args:
        workers: Threads at most.
        name: What their names begin with.
        held: Things made and not taken yet at most; threads wait then.
    """

    def __init__(self, workers: int, name: str, held: int) -> None:
        self.pending = 0
        self._workers = Workers(workers, name)
        self._count = workers
        self._made: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
        # Room for one each; a semaphore of the standard library is Python, a queue is not.
        self._room: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._give_room(held)
        self._stopped = threading.Event()

    def begin(self, make: Callable[[], T]) -> None:
        """Have a thread make one more; ``pending`` counts those not taken yet."""
        self.pending += 1
        self._workers.give(partial(self._make, make))

    def taken(self, seconds: float) -> Iterator[T]:
        """Wait so many seconds at most, then yield what is there; what making one raised is raised in its place."""
        try:
            one = self._made.get(timeout=seconds)
            while True:
                self.pending -= 1
                self._room.put(None)
                yield self._of(*one)
                one = self._made.get_nowait()
        except queue.Empty:
            return

    def stop(self) -> None:
        """Begin nothing more; threads that are at something end after it, and are not waited for."""
        self._stopped.set()
        self._workers.stop()
        self._give_room(self._count)

    def _make(self, make: Callable[[], T]) -> None:
        self._room.get()
        if self._stopped.is_set():
            self._room.put(None)  # whoever waits behind
            return
        try:
            self._made.put((make(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is taken
            self._made.put((None, error))

    def _give_room(self, places: int) -> None:
        for _ in range(places):
            self._room.put(None)

    @staticmethod
    def _of(made: T | None, error: BaseException | None) -> T:
        if error is not None:
            raise error
        return cast("T", made)


_LARGE = Workers(1, "pyupsync-large")


def alone(act: Callable[[], T]) -> T:
    """Do ``act`` in the one thread of this process for large things, after whatever others gave it before.

    For what takes much memory: allocators keep what a thread gave back for that thread's next need, so that a large
    picture decoded now by this thread and now by that one would stay in memory once for each.
    """
    future: Future[T] = Future()

    def settle() -> None:
        try:
            future.set_result(act())
        except BaseException as error:  # noqa: BLE001 - it is the caller's
            future.set_exception(error)

    _LARGE.give(settle)
    return future.result()
