"""Exports over a network that is slow, bad or gone for a while, and from sites that never come to an end."""

from __future__ import annotations

import json
import math
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pyupsync.adapters.photos.http import MAX_BYTES
from pyupsync.adapters.photos.http_asking import PATIENCE
from pyupsync.adapters.photos.http_manners import SILENCES
from tests.conftest import need_tool
from tests.integration.exported import People, joined
from tests.integration.faces import command_line
from tests.integration.hostile_site import LARGE, SLOW, hostile_site, silent
from tests.lab import Lab
from tests.lab.cable import Cable, laid_cable

WORKERS = 8
START = 60.0
"""Seconds that a run may take besides what it waits for."""
OUTAGE = 10.0
MB = 1 << 20
INTERPRETER = 100 * MB


@dataclass(slots=True)
class Told:
    """What a run said: the code of everybody by name, and its most memory in bytes."""

    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    exit_code: int = -1
    peak: int = 0

    @property
    def codes(self) -> Counter[str]:
        return Counter(one["code"] for one in self.outcomes.values())

    def with_code(self, *codes: str) -> set[str]:
        return {name for name, one in self.outcomes.items() if one["code"] in codes}


def export(
    people: People, cable: Cable, timeout: float, *extra: str, meanwhile: Callable[[int], None] = lambda _: None
) -> Told:
    """Run an export at the other end of the cable, which must end within what its time-outs allow.

    Args:
        people: Whose pictures.
        cable: What leads to the lab.
        timeout: Seconds, as ``--timeout``.
        extra: Further options.
        meanwhile: Called with the number of outcomes after each.
    """
    words = ["--profiles", f"csv:{people.crowd.profiles}", "--state", people.state, "--json"]
    words += ["--timeout", str(timeout), "--workers", str(WORKERS), *extra]
    told = Told()
    with subprocess.Popen(
        cable.command(*command_line(people.lab, *words)), env=people.lab.env(), stdout=subprocess.PIPE, text=True
    ) as process:
        rounds = math.ceil(len(people.dns) / WORKERS)
        end = threading.Timer(START + OUTAGE + (rounds + 4) * PATIENCE * timeout, process.kill)
        end.start()
        assert process.stdout
        for line in process.stdout:
            told.peak = max(told.peak, _peak(process.pid))
            said = json.loads(line)
            if said["type"] == "outcome":
                told.outcomes[said["subject"].rpartition("\\")[2]] = said
                meanwhile(len(told.outcomes))
        told.exit_code = process.wait()
        end.cancel()
        assert told.exit_code >= 0, f"it did not end: {told.codes}"
    return told


def _peak(pid: int) -> int:
    """VmHWM, in bytes; 0 when the process has ended (proc_pid_status(5))."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


@pytest.fixture
def cable(lab: Lab) -> Iterator[Cable]:
    need_tool("ip")
    with laid_cable(lab.addresses, seed=6) as laid:
        yield laid


@pytest.fixture
def people(lab: Lab, tmp_path: Path) -> Iterator[People]:
    with joined(lab, tmp_path, 120) as made:
        yield made


@pytest.mark.parametrize(("loss", "delay"), [(0.05, 0.0), (0.0, 0.3)])
def test_a_bad_network_costs_nobody_a_picture(people: People, cable: Cable, loss: float, delay: float) -> None:
    wanted = people.upload()
    cable.loss, cable.delay = loss, delay
    told = export(people, cable, 20)
    assert told.exit_code == 0
    assert told.codes == {"Applied": 120}
    assert people.photos() == wanted
    assert people.versions() == {1: 120}


class Outage:
    """Cuts a cable in the middle of a run, and mends it later.

    ``SLOWLY`` keeps the run from having all pictures by then.
    """

    SLOWLY = ("--rate", "20")

    def __init__(self, cable: Cable) -> None:
        self._cable = cable
        self._mending = threading.Timer(OUTAGE, self._mend)

    def after(self, outcomes: int) -> None:
        if outcomes == 20:
            self._cable.is_cut = True
            self._mending.start()

    def wait(self) -> None:
        self._mending.join()

    def _mend(self) -> None:
        self._cable.is_cut = False


def test_a_network_that_is_gone_for_less_than_the_time_out_costs_nobody_a_picture(people: People, cable: Cable) -> None:
    """TCP sends again what was lost; the answers come late and all the same."""
    wanted = people.upload()
    outage = Outage(cable)
    told = export(people, cable, 3 * OUTAGE, *Outage.SLOWLY, meanwhile=outage.after)
    outage.wait()
    assert told.exit_code == 0, told.codes
    assert told.codes == {"Applied": 120}
    assert people.photos() == wanted
    assert people.versions() == {1: 120}


def test_a_network_that_is_gone_for_longer_fails_some_and_the_next_run_finishes_them(
    people: People, cable: Cable
) -> None:
    wanted = people.upload()
    outage = Outage(cable)
    told = export(people, cable, 2, *Outage.SLOWLY, meanwhile=outage.after)
    outage.wait()
    assert told.exit_code == 1
    assert set(told.codes) == {"Applied", "PhotoSiteUnreachable", "DirectoryUnavailable"}
    assert len(told.outcomes) == 120
    photos = people.photos()
    for name, dn in people.dns.items():
        if told.outcomes[name]["code"] == "Applied":
            assert photos[dn] == wanted[dn]
        else:
            assert photos.get(dn) in {None, wanted[dn]}
            assert told.outcomes[name]["reason"]
            assert told.outcomes[name]["advice"]
    again = export(people, cable, 20)
    assert again.exit_code == 0
    assert set(again.codes) <= {"Applied", "UpToDate"}
    assert again.with_code("Applied") <= told.with_code("PhotoSiteUnreachable", "DirectoryUnavailable")
    assert people.photos() == wanted
    assert people.versions() == {1: 120}


def test_a_site_that_drips_or_is_silent_costs_a_bounded_time_and_nobody_else(people: People, cable: Cable) -> None:
    wanted = people.upload()
    names = list(people.dns)
    with hostile_site(people.lab) as site:
        slow = {name: site.url(name, page) for page, name in zip([*SLOW, None] * 4, names, strict=False)}
        people.point(slow)
        told = export(people, cable, 2)
    assert told.exit_code == 1
    assert told.codes == {"Applied": 104, "PhotoSiteUnreachable": 16}
    assert told.with_code("PhotoSiteUnreachable") == set(slow)
    for name, url in slow.items():
        said = told.outcomes[name]["reason"]
        assert ("too slowly" if "dripping" in url else "did not answer within 2 seconds") in said
    assert people.photos() == {people.dns[name]: wanted[people.dns[name]] for name in names if name not in slow}
    people.point({})
    assert export(people, cable, 20).codes == {"Applied": 16, "UpToDate": 104}
    assert people.photos() == wanted
    assert people.versions() == {1: 120}


def test_a_site_that_is_silent_for_everybody_is_not_waited_for_by_everybody(people: People, cable: Cable) -> None:
    before = people.photos()
    with hostile_site(people.lab) as site:
        people.point({name: site.url(name, silent) for name in people.dns})
        told = export(people, cable, 2)
    assert told.exit_code == 1
    assert told.codes == {"PhotoSiteUnreachable": 120}
    waited = sum("did not answer within 2 seconds" in one["reason"] for one in told.outcomes.values())
    left = sum("requests in a row without an answer" in one["reason"] for one in told.outcomes.values())
    assert SILENCES <= waited < SILENCES + WORKERS
    assert waited + left == 120
    assert people.photos() == before


def test_ten_gigabytes_are_not_taken_for_a_picture(people: People, cable: Cable) -> None:
    wanted = people.upload()
    names = list(people.dns)
    with hostile_site(people.lab) as site:
        large = {name: site.url(name, page) for page, name in zip(LARGE * 4, names, strict=False)}
        people.point(large)
        told = export(people, cable, 20)
    assert told.exit_code == 1
    assert told.codes == {"Applied": 104, "ImageTooLarge": 16}
    assert told.with_code("ImageTooLarge") == set(large)
    # Every worker may hold what is read at most, and as much again while it is unpacked or copied.
    assert told.peak < INTERPRETER + WORKERS * 2 * MAX_BYTES, told.peak
    assert people.photos() == {people.dns[name]: wanted[people.dns[name]] for name in names if name not in large}
    people.point({})
    assert export(people, cable, 20).codes == {"Applied": 16, "UpToDate": 104}
    assert people.photos() == wanted
