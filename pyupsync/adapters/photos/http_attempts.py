"""Asking again where the manners allow it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from pyupsync.adapters.http_waiting import pause
from pyupsync.adapters.photos.http_manners import Again, Gates

T = TypeVar("T")


def patiently(gates: Gates, attempt: Callable[[], T]) -> T:
    """What ``attempt`` gives, which is made again, after a pause, as often as the manners allow.

    Raises:
        FetchError: There is to be no other attempt.
        OSError: It was not to be waited any longer, or stopped.
    """
    number, waited = 0, 0.0
    while True:
        try:
            return attempt()
        except Again as again:
            seconds = gates.of(again.host).refused(again, number, waited)
        begun = time.monotonic()
        pause(seconds)
        number, waited = number + 1, waited + time.monotonic() - begun
