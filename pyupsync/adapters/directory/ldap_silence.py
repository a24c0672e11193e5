"""A server that lets us wait for nothing is left alone for a while: a run waits now and then, not for each person.

What fails at once (a refused connection, a lost one) is tried anew every time: that costs nothing, and a server that
comes back is used with the very next call. What failed only after a time-out, or after as long as ``SLOW``, is not
tried again for ``PAUSE`` seconds: everything asked meanwhile fails at once, with the same error. The first call after
that tries again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pyupsync.errors import DirectoryUnavailable

PAUSE = 10.0
"""Seconds without asking: few enough that a server which comes back is soon used again."""
SLOW = 5.0
"""Seconds: a name service or a KDC that is silent has time-outs of its own, longer or shorter than ours."""


class Silence:
    """What is known of a server's silence.

    Args:
        timeout: Seconds after which our own calls give up.
        clock: The time in seconds.
    """

    def __init__(self, timeout: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._slow = min(timeout, SLOW)
        self._clock = clock
        self._until = -math.inf
        self._error: DirectoryUnavailable | None = None

    def check(self) -> None:
        """Return where the server may be asked.

        Raises:
            DirectoryUnavailable: It kept us waiting a few seconds ago.
        """
        left = self._until - self._clock()
        if self._error is not None and left > 0:
            again = f"It is not asked again for {math.ceil(left)} s."
            raise DirectoryUnavailable(
                f"{self._error.message} {again}", target=self._error.target, advice=self._error.advice
            ) from self._error

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch an attempt inside the block: one that ends in ``DirectoryUnavailable``, and late, is remembered."""
        began = self._clock()
        try:
            yield
        except DirectoryUnavailable as error:
            ended = self._clock()
            if ended - began >= self._slow:
                self._until, self._error = ended + PAUSE, error
            raise
