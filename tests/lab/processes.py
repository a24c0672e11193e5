"""Running the tools of the lab, and keeping its services by the session each of them leads."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.lab.needs import SEARCH_PATH


class LabError(RuntimeError):
    """The lab could not be brought up, or one of its tools failed."""


def find_tool(name: str) -> str:
    """The full path of a program; ``/usr/sbin`` counts even where PATH leaves it out."""
    return shutil.which(name, path=SEARCH_PATH) or name


def run(
    *command: str | Path, env: Mapping[str, str] | None = None, stdin: str | bytes = b"", timeout: float = 120
) -> bytes:
    """Run a tool to its end and return its standard output.

    Raises:
        LabError: It failed, with the end of what it said.
    """
    words = [find_tool(str(command[0])), *(str(word) for word in command[1:])]
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(words, input=given, capture_output=True, env=env, timeout=timeout, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode(errors="replace").strip()
        raise LabError(f"{' '.join(words[:3])} ended with {done.returncode}: {said[-2000:]}")
    return done.stdout


def session_members(session: int) -> list[int]:
    """The processes of a session that still run (zombies wait for init and are no longer ours)."""
    members = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, *rest = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(rest[2]) == session and state not in "ZX":
                members.append(int(entry.name))
    return members


def wait_until(
    ready: Callable[[], object], *, seconds: float, every: float = 0.05, alive: Callable[[], bool] = lambda: True
) -> bool:
    """Poll until ``ready`` says so; False when the time is over or ``alive`` says there is no more hope."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive():
        if ready():
            return True
        time.sleep(every)
    return False


def listening(address: str, port: int) -> bool:
    """Whether somebody accepts TCP connections there."""
    try:
        with socket.create_connection((address, port), timeout=1):
            return True
    except OSError:
        return False


class Service:
    """A long-running program in a session of its own, which ends with this process at the latest.

    Args:
        name: For messages.
        command: The program, staying in the foreground, and its arguments.
        env: Its environment.
        log: The file its output goes to.
        ready: Says when it answers.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path,
        ready: Callable[[], object],
    ) -> None:
        self.name = name
        self.log = log
        self._command = [find_tool(str(command[0])), *(str(word) for word in command[1:])]
        self._env = dict(env)
        self._ready = ready
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def session(self) -> int | None:
        """The id of its session, which is its main process's; None while it is stopped."""
        return self._process.pid if self._process else None

    def start(self, seconds: float = 30) -> None:
        """Start it and wait until it answers.

        Raises:
            LabError: It ended, or did not answer in time; with the end of its log.
        """
        words = [find_tool("setpriv"), "--pdeathsig", "TERM", "--", *self._command]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._env, start_new_session=True
            )
        process = self._process
        if not wait_until(self._ready, seconds=seconds, alive=lambda: process.poll() is None):
            self.stop()
            tail = self.log.read_text(errors="replace")[-3000:]
            raise LabError(f"{self.name} did not answer within {seconds:.0f} seconds. The end of its log:\n{tail}")

    def kill(self, seconds: float = 10) -> None:
        """Kill all of its processes at once, as a loss of power would."""
        process, self._process = self._process, None
        if process is None:
            return
        while members := session_members(process.pid):
            for pid in members:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        process.wait(timeout=seconds)

    def stop(self, seconds: float = 10) -> None:
        """Ask it to end, wait for all of its processes, and kill what is left of them."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        gone = wait_until(lambda: process.poll() is not None and not session_members(process.pid), seconds=seconds)
        if not gone:
            for pid in session_members(process.pid):
                os.kill(pid, signal.SIGKILL)
        process.wait(timeout=seconds)
