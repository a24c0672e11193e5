"""When a server that let us wait is asked again."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from pyupsync.adapters.directory import ldap_silence
from pyupsync.adapters.directory.ldap_silence import PAUSE, Silence
from pyupsync.errors import DirectoryDenied, DirectoryError, DirectoryUnavailable


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def attempt(silence: Silence, clock: Clock, seconds: float, error: DirectoryError | None) -> None:
    silence.check()
    with silence.watching():
        clock.now += seconds
        if error:
            raise error


GONE = DirectoryUnavailable("dc1 did not answer in time.", target="dc1", advice="Check the firewall.")


def test_what_fails_at_once_is_tried_every_time(clock: Clock) -> None:
    silence = Silence(30, clock)
    for _ in range(3):
        with pytest.raises(DirectoryUnavailable) as caught:
            attempt(silence, clock, 0.1, GONE)
        assert caught.value is GONE


@pytest.mark.parametrize(("timeout", "seconds"), [(2, 2), (30, 30), (30, ldap_silence.SLOW)])
def test_what_failed_late_is_left_alone_for_the_pause_and_says_how_long(
    clock: Clock, timeout: float, seconds: float
) -> None:
    """The same error, with its advice; then one more attempt, which counts anew."""
    silence = Silence(timeout, clock)
    for _ in range(2):
        with pytest.raises(DirectoryUnavailable):
            attempt(silence, clock, seconds, GONE)
        clock.now += PAUSE - 2.5
        with pytest.raises(DirectoryUnavailable) as caught:
            attempt(silence, clock, 0, None)
        assert caught.value.message == "dc1 did not answer in time. It is not asked again for 3 s."
        assert (caught.value.target, caught.value.advice) == ("dc1", "Check the firewall.")
        clock.now += 2.5
    attempt(silence, clock, 0, None)
    attempt(silence, clock, 0, None)


@pytest.mark.parametrize("error", [None, DirectoryDenied("no right")])
def test_an_answer_that_took_long_is_no_silence(clock: Clock, error: DirectoryError | None) -> None:
    silence = Silence(2, clock)
    for _ in range(2):
        with pytest.raises(DirectoryDenied) if error else nullcontext():
            attempt(silence, clock, 60, error)
