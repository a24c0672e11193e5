"""Manners towards a site: what is waited for, for how long, and when it is given up. Nothing here really waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

from pyupsync.adapters.photos import http_manners
from pyupsync.adapters.photos.http_manners import LONGEST, SILENCES, SILENT_FOR, Again, Gate, Gates, retry_after
from pyupsync.config import Manners
from pyupsync.errors import PhotoBusy, PhotoUnreachable, UsageError

NOON = datetime(2024, 5, 6, 12, tzinfo=timezone.utc)
LOST = PhotoUnreachable("The connection to mysite was lost.", target="https://mysite/a.jpg", advice="Try again.")
BUSY = PhotoBusy("mysite asks for fewer requests (429).", target="https://mysite/a.jpg", advice="Later.")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited, on a clock that only they move."""
    waited: list[float] = []
    monkeypatch.setattr(http_manners, "pause", waited.append)
    monkeypatch.setattr(http_manners.time, "monotonic", lambda: 1000.0 + sum(waited))
    return waited


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 06 May 2024 12:01:30 GMT", 90),
        ("Mon, 06 May 2024 11:00:00 GMT", 0),
        ("Monday, 06-May-24 12:00:10 GMT", 10),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("1 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOON) == seconds


def test_backoff_has_full_jitter_below_a_bound_that_doubles(pauses: list[float]) -> None:
    bounds = [1, 2, 4, 8, 16, 30, 30]
    seen = [
        [Gate("mysite", Manners(retries=20)).refused(Again("mysite", LOST), attempt, 0) for _ in range(200)]
        for attempt in range(len(bounds))
    ]
    for drawn, bound in zip(seen, bounds, strict=True):
        assert 0 <= min(drawn) < bound / 4
        assert bound * 3 / 4 < max(drawn) <= bound


def test_what_the_site_asks_for_is_the_least_and_holds_for_everybody(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners())
    assert 20 <= gate.refused(Again("mysite", BUSY, 20), 0, 0) <= 21
    assert gate.waits() == "mysite is too busy: waiting for another 20 seconds"
    with gate.passing():  # another thread's picture
        pass
    assert pauses == [20]
    assert gate.waits() == ""


def test_after_its_retries_a_picture_is_given_up_and_told_so(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners(retries=2))
    for attempt in range(2):
        gate.refused(Again("mysite", LOST), attempt, 3.0 * attempt)
    with pytest.raises(PhotoUnreachable) as caught:
        gate.refused(Again("mysite", LOST), 2, 6)
    assert caught.value.message == "The connection to mysite was lost. It was asked 3 times within 6 seconds."
    assert (caught.value.target, caught.value.advice) == (LOST.target, LOST.advice)


def test_then_others_get_one_attempt_each_until_one_comes(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners(retries=1))
    gate.refused(Again("mysite", LOST), 0, 0)
    for attempt in (1, 0, 0):
        with pytest.raises(PhotoUnreachable):
            gate.refused(Again("mysite", LOST), attempt, 0)
    gate.served()
    assert gate.refused(Again("mysite", LOST), 0, 0) <= 1


def test_without_retries_it_fails_at_once(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners(retries=0))
    with pytest.raises(PhotoBusy, match=r"fewer requests \(429\)\. It asks to be left alone for 5 seconds\."):
        gate.refused(Again("mysite", BUSY, 5), 0, 0)


def test_nobody_waits_longer_than_the_longest(pauses: list[float]) -> None:
    """Neither at once nor by and by; and whoever comes next does not even ask."""
    gate = Gate("mysite", Manners(retries=20))
    with pytest.raises(PhotoBusy):
        gate.refused(Again("mysite", BUSY, 50), 3, LONGEST - 40)
    gate = Gate("mysite", Manners())
    with pytest.raises(PhotoBusy, match="left alone for 3600 seconds"):
        gate.refused(Again("mysite", BUSY, 3600), 0, 0)
    with pytest.raises(PhotoBusy), gate.passing():
        pass
    assert pauses == []


def test_a_host_that_is_silent_for_everybody_is_left_alone_and_then_asked_again(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners())
    for _ in range(SILENCES):
        with gate.passing():
            gate.silent()
    with pytest.raises(PhotoUnreachable, match=f"mysite left {SILENCES} requests in a row .* again in 30 s"):
        gate.passing().__enter__()
    pauses.append(SILENT_FOR)
    with gate.passing():
        gate.silent()  # still: one request more is waited for, and everybody else fails at once again
    with pytest.raises(PhotoUnreachable, match=f"left {SILENCES + 1} requests"):
        gate.passing().__enter__()
    pauses.append(SILENT_FOR)
    with gate.passing():
        gate.answered()
    with gate.passing():
        gate.silent()
    with gate.passing():
        pass


def test_the_rate_is_kept_by_all_threads_together(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners(rate=4))
    for _ in range(9):
        with gate.passing():
            pass
    assert sum(pauses) == pytest.approx(2)  # nine requests, eight quarters of a second between them


def test_no_rate_no_waiting(pauses: list[float]) -> None:
    gate = Gate("mysite", Manners())
    for _ in range(9):
        with gate.passing():
            pass
    assert pauses == []


def test_so_many_at_once_to_each_host() -> None:
    gates = Gates(Manners(per_host=2))
    here, lock, most = {"a": 0, "b": 0}, threading.Lock(), {"a": 0, "b": 0}
    both = threading.Barrier(4, timeout=20)  # two to each host are there together, or this breaks

    def visit(number: int) -> None:
        host = "ab"[number % 2]
        with gates.of(host).passing():
            with lock:
                here[host] += 1
                most[host] = max(most[host], here[host])
            both.wait()
            with lock:
                here[host] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(16)))
    assert most == {"a": 2, "b": 2}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"rate": -1}, "rate is -1"),
        ({"rate": 0.001}, "rate is 0.001"),
        ({"rate": float("nan")}, "rate is nan"),
        ({"per_host": -1}, "per-host is -1"),
        ({"per_host": 65}, "per-host is 65"),
        ({"retries": 21}, "retries is 21"),
        ({"proxy": "proxy.corp.example.test:3128"}, "none of the known forms"),
        ({"proxy": "https://proxy:3128"}, "none of the known forms"),
        ({"proxy": "http://proxy"}, "none of the known forms"),
        ({"proxy": "http://proxy:3128/path"}, "none of the known forms"),
        ({"proxy": "http://proxy:99999"}, "no address"),
        ({"proxy": "http://eve:hunter2@proxy:3128"}, "carries a user name"),
    ],
)
def test_manners_that_nobody_could_keep_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        Manners(**given)  # type: ignore[arg-type]
    assert "hunter2" not in f"{caught.value} {caught.value.target}"
