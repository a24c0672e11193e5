"""Exports of 1,000 people that are killed, and whose domain controller and site are killed: nothing lost or doubled."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pyupsync import HistoryJob, list_photo_history
from pyupsync.adapters.directory.ldap_writers import CONNECTIONS, WINDOW
from pyupsync.adapters.state.sqlite import open_sqlite
from tests.integration.exported import People, joined
from tests.integration.faces import command_line
from tests.killing import Nursery
from tests.lab import Lab
from tests.lab.processes import Service

SEED = 20
SIZE = 1000
ROUNDS = 2
SERVICE_KILLS = 8
"""In one round: the domain controller and the site by turns."""
KILLS = int(os.environ.get("PYUPSYNC_KILLS", "204"))
"""Altogether; the others are exports."""
_EXPORT = "import os, sys\nfrom pyupsync.cli import main"
_QUIETLY = "os.dup2(os.open(os.devnull, os.O_WRONLY), 1); os.dup2(1, 2); os._exit(main(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Audit:
    """The domain controller's own log of every change to its database, those among them that change nothing."""

    file: Path

    def writes(self) -> Counter[str]:
        """How often each person's thumbnailPhoto was written, by DN."""
        text = self.file.read_text(errors="replace")
        return Counter(re.findall(r"\[Modify\].* DN \[(CN=bench[^]]*)\] attributes \[replace: thumbnailPhoto", text))


@pytest.fixture
def audit(lab: Lab) -> Iterator[Audit]:
    file = lab.root / "log" / "audit.log"
    with lab.dc_settings({"log level": f"1 dsdb_audit:5@{file}"}):
        yield Audit(file)


@dataclass(slots=True)
class Siege:
    """Rounds of kills of the exports of some people.

    Attributes:
        people: Whose pictures.
        chance: What decides on the moments.
        told: What was done, for whoever wants to know why it failed.
        killed: How many of each.
        first, rest: Seconds an export takes to its first outcome, without its imports, and from there to its last.
    """

    people: People
    chance: random.Random
    told: list[str] = field(default_factory=lambda: [f"seed {SEED}"])
    killed: Counter[str] = field(default_factory=Counter)
    first: float = 0.0
    rest: float = 0.0

    @property
    def command(self) -> list[str]:
        where = ("--profiles", f"csv:{self.people.crowd.profiles}", "--state", self.people.state)
        return command_line(self.people.lab, *where)

    def __str__(self) -> str:
        return "\n".join((*self.told, str(dict(self.killed))))

    def run(self, *extra: str, meanwhile: Callable[[int], None] = lambda _: None) -> int:
        """An export to its end; ``meanwhile`` is called with the number of outcomes after each. Its exit code."""
        codes: Counter[str] = Counter()
        words = [*self.command, "--json", *extra]
        with subprocess.Popen(
            words, env=self.people.lab.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                said = json.loads(line)
                if said["type"] == "outcome":
                    codes[said["code"]] += 1
                    meanwhile(codes.total())
            assert process.stderr
            complaint = process.stderr.read()
        self.told.append(f"export: {dict(codes)}, exit code {process.returncode}, {complaint}")
        return process.returncode

    def measure(self) -> None:
        """Find out how long an export takes when nobody kills it."""
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "pyupsync", "--version"], check=True, capture_output=True)
        imports = time.monotonic() - begun
        begun, outcomes = time.monotonic(), []
        assert self.run(meanwhile=lambda _: outcomes.append(time.monotonic() - begun)) == 0, str(self)
        self.first = max(0.1, outcomes[0] - imports)
        self.rest = outcomes[-1] - outcomes[0]

    def kill_exports(self, times: int) -> None:
        """Start one export after the other and kill each, before its first outcome or not long after."""
        words = self.command[self.command.index("photos") :]
        with closing(Nursery(_EXPORT, _QUIETLY, *words, env=self.people.lab.env())) as nursery:
            for _ in range(times):
                seconds = self.chance.uniform(0, self.first + 0.05 * self.rest)
                code = nursery.live(seconds)
                self.told.append(f"{code} after {seconds:.3f} s")
                self.killed["export" if code == -signal.SIGKILL else "ended"] += 1

    def kill_services(self) -> None:
        """Run exports, slowed down, while the domain controller and the site are killed under them."""
        lab = self.people.lab
        left = [lab.domain_controller, lab.web_server] * (SERVICE_KILLS // 2)
        with ThreadPoolExecutor(1) as pool:
            while left:
                begun = threading.Event()
                run = pool.submit(self.run, "--rate", "60", meanwhile=lambda _, begun=begun: begun.set())
                run.add_done_callback(lambda _, begun=begun: begun.set())
                begun.wait()
                while left and not run.done():
                    seconds = self.chance.uniform(0.1, 1.0)
                    time.sleep(seconds)
                    self._kill_service(left.pop(0), seconds)
                assert run.result() in {0, 1}, str(self)

    def _kill_service(self, service: Service, seconds: float) -> None:
        service.kill()
        self.told.append(f"{service.name} after {seconds:.3f} s")
        self.killed[service.name] += 1
        service.start()  # in the main thread: it would end with any other


def test_whatever_is_killed_at_whatever_moment_the_next_run_finishes_it(lab: Lab, audit: Audit, tmp_path: Path) -> None:
    """Everybody's picture is right in the end, and each was written once: the domain controller's own count says so."""
    with joined(lab, tmp_path, SIZE) as people:
        siege = Siege(people, random.Random(SEED))
        people.upload()
        siege.measure()
        for _ in range(ROUNDS):
            wanted = people.upload()
            siege.kill_exports(max(0, KILLS // ROUNDS - SERVICE_KILLS))
            siege.kill_services()
            assert siege.run() == 0, str(siege)
            assert people.photos() == wanted, str(siege)
            assert people.versions() == {people.rounds: SIZE}, str(siege)
        check_journal(people, wanted, siege)
        writes = audit.writes()
        assert set(writes) == set(wanted)
        # Writing what is there already does not count in the metadata. What was under way at a kill may be sent again.
        under_way = CONNECTIONS * WINDOW * siege.killed.total()
        assert people.rounds * SIZE <= writes.total() <= people.rounds * SIZE + under_way, str(siege)


def check_journal(people: People, wanted: dict[str, bytes], siege: Siege) -> None:
    """Every write is told once, nothing is left open, and what is known is what is there."""
    with closing(open_sqlite(people.state.removeprefix("sqlite:"), writing=True)) as state:
        assert state.journal.unsettled() == []
        made = Counter(entry.intent.dn for entry in state.history.entries() if entry.status == "applied")
        killed = sum(not run.ended for run in state.history.runs())
    assert set(made) == set(wanted), str(siege)
    assert set(made.values()) == {people.rounds}, str(siege)
    assert killed >= siege.killed["export"] // 4, f"too few of the kills hit a run that had begun: {siege}"
    told = list_photo_history(HistoryJob(state=people.state))
    assert sum(one.facts["applied"] for one in told) == people.rounds * SIZE, str(siege)
