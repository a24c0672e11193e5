"""A pool of threads that nobody has to wait for.

The standard library's is waited for when the interpreter ends, however long a thread still hangs in a call that cannot
be broken off: the look-up of a name, a Kerberos library that asks a silent KDC, the decoding of a large picture.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Workers(Generic[T]):
    """So many daemon threads, started as they are needed, with the futures of the standard library.

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
        self._stopped = threading.Event()

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Have ``act`` done by a thread."""
        future: Future[T] = Future()
        self._waiting.put(partial(self._settle, future, act))
        with self._starting:
            if len(self._threads) < self._count:
                thread = threading.Thread(target=self._work, name=f"{self._name}-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def stop(self) -> None:
        """Begin nothing more; threads that are at something end after it, and are not waited for."""
        self._stopped.set()
        for _ in self._threads:
            self._waiting.put(None)

    def _work(self) -> None:
        while (act := self._waiting.get()) is not None:
            act()
            del act  # and with it what it holds, while this waits for the next

    def _settle(self, future: Future[T], act: Callable[[], T]) -> None:
        if self._stopped.is_set():
            future.cancel()
            return
        try:
            future.set_result(act())
        except BaseException as error:  # noqa: BLE001 - it is the caller's, where the result is asked for
            future.set_exception(error)


_LARGE: Workers[Any] = Workers(1, "pyupsync-large")


def alone(act: Callable[[], T]) -> T:
    """Do ``act`` in the one thread of this process for large things, after whatever others gave it before.

    For what takes much memory: allocators keep what a thread gave back for that thread's next need, so that a large
    picture decoded now by this thread and now by that one would stay in memory once for each.
    """
    future: Future[T] = _LARGE.submit(act)
    return future.result()
