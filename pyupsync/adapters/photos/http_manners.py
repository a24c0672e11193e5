"""Manners towards a photo site: how often, how many at once, when again after it was too busy."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import partial

from pyupsync.adapters.http_head import date
from pyupsync.adapters.http_waiting import pause, wait_for
from pyupsync.config import Manners
from pyupsync.errors import FetchError, PhotoBusy, PhotoUnreachable

BUSY = {429, 502, 503, 504}
"""Statuses that a later request may not get: RFC 6585, 4 and RFC 9110, 15.6.3 to 15.6.5."""
LONGEST = 300.0
"""Seconds that one picture is waited for altogether, between its attempts."""
SILENCES = 20
"""Requests in a row that a host does not answer, or not whole, in time before it is left alone: more than a few
pictures' fault."""
SILENT_FOR = 30.0
"""Seconds without asking it then; pictures of that time fail at once. A run waits now and then, not for everybody."""
_FIRST, _CAP = 1.0, 30.0
"""Seconds: the backoff's first upper bound, which doubles, and its last."""


class Again(Exception):
    """A picture may be had by asking once more.

    Attributes:
        host: Who did not give it.
        error: What it is if it is not to be had.
        after: Seconds that the site asks to be left alone, None where it did not say.
    """

    def __init__(self, host: str, error: FetchError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.host, self.error, self.after = host, error, after


def retry_after(header: str, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3): a number of them, or a date."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    when = date(text)
    if when is None:
        return None
    return max(0.0, (when - (now or datetime.now(timezone.utc))).total_seconds())


class Gate:
    """The way to one host, for all threads together.

    What the host asks of one request holds for all of them. Once a picture was given up after all its attempts, others
    get one each, until one comes: a site that is down costs a run no more than that. One that says nothing, again and
    again, is left alone for a while.
    """

    def __init__(self, host: str, manners: Manners) -> None:
        self.host = host
        self._manners = manners
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(manners.per_host) if manners.per_host else None
        self._next = 0.0
        self._shut_until = 0.0
        self._shut: FetchError | None = None
        self._gives_up = False
        self._silences = 0
        self._silent_until = 0.0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for one's turn, and take a place meanwhile.

        Raises:
            PhotoBusy: The host wants to be left alone for longer than anybody waits.
            PhotoUnreachable: It has been silent for too many requests, and is not asked for now.
        """
        self._refuse_while_silent()
        if self._places:
            wait_for(partial(self._places.acquire, True))  # noqa: FBT003 - blocking; then its timeout
        try:
            self._wait_while_shut()
            wait = self._slot() - time.monotonic()
            if wait > 0:
                pause(wait)
            yield
        finally:
            if self._places:
                self._places.release()

    def _wait_while_shut(self) -> None:
        while (seconds := self._shut_until - time.monotonic()) > 0:
            if seconds > LONGEST and self._shut:
                raise self._shut
            pause(seconds)

    def _refuse_while_silent(self) -> None:
        seconds = self._silent_until - time.monotonic()
        if seconds > 0:
            raise PhotoUnreachable(
                f"{self.host} left {self._silences} requests in a row without an answer; it is asked again in "
                f"{seconds:.0f} s.",
                target=self.host,
                advice="Check the site and the network, then run again.",
            )

    def _slot(self) -> float:
        """When the next request may go, by the rate."""
        with self._lock:
            slot = max(self._next, time.monotonic())
            if self._manners.rate:
                self._next = slot + 1 / self._manners.rate
            return slot

    def served(self) -> None:
        """An answer came that was none of being too busy."""
        self._gives_up = False

    def answered(self) -> None:
        """A request got its whole answer."""
        self._silences = 0

    def silent(self) -> None:
        """A request did not get its whole answer in time."""
        with self._lock:
            self._silences += 1
            if self._silences >= SILENCES:
                self._silent_until = time.monotonic() + SILENT_FOR

    def waits(self) -> str:
        """What is waited for, in words; empty when nothing is."""
        seconds = self._shut_until - time.monotonic()
        if seconds <= 0:
            return ""
        return f"{self.host} is too busy: waiting for another {seconds:.0f} seconds"

    def refused(self, again: Again, attempt: int, waited: float) -> float:
        """Decide on an attempt that brought nothing.

        Args:
            again: What came of it.
            attempt: Its number, from 0.
            waited: Seconds waited for this picture already.

        Returns:
            Seconds to wait before the next; those that the host asked for hold for every thread.

        Raises:
            FetchError: There is to be no other.
        """
        seconds = _jittered(attempt) if again.after is None else again.after + random.uniform(0, _FIRST)  # noqa: S311
        ends = attempt >= self._manners.retries or self._gives_up or waited + seconds > LONGEST
        if again.after:
            self._shut_until = max(self._shut_until, time.monotonic() + again.after)
            self._shut = again.error
        if ends:
            self._gives_up = self._gives_up or self._manners.retries > 0
            raise _told(again, attempt, waited) from again.error
        return seconds


class Gates:
    """The gates to every host."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._lock = threading.Lock()
        self._gates: dict[str, Gate] = {}

    def of(self, host: str) -> Gate:
        """The one to ``host``."""
        with self._lock:
            gate = self._gates.get(host)
            if gate is None:
                gate = self._gates[host] = Gate(host, self._manners)
            return gate

    def waits(self) -> str:
        """What any of the hosts makes everybody wait for; empty when none does."""
        with self._lock:
            gates = list(self._gates.values())
        return next((said for gate in gates if (said := gate.waits())), "")


def _jittered(attempt: int) -> float:
    """Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/."""
    return random.uniform(0, min(_CAP, _FIRST * 2**attempt))  # noqa: S311 - nothing secret


def _told(again: Again, attempt: int, waited: float) -> FetchError:
    """The error, with how often was tried where it was more than once, and what the host asked for."""
    error = again.error
    parts = [error.message]
    if attempt:
        parts.append(f"It was asked {attempt + 1} times within {waited:.0f} seconds.")
    if isinstance(error, PhotoBusy) and again.after is not None:
        parts.append(f"It asks to be left alone for {again.after:.0f} seconds.")
    return type(error)(" ".join(parts), target=error.target, advice=error.advice)
