"""Processes that write over and over, and are killed at some moment while they do."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

_NURSERY = """
import os, signal, sys, time
{imports}
for line in sys.stdin:
    child = os.fork()
    if not child:
        {write}
        os._exit(0)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Forks processes that do one thing, from one that has imported everything: they are at it from their first moment.

    Args:
        imports: Lines of Python.
        write: A call.
        arguments: What ``sys.argv`` holds from 1 on.
        env: Their environment; None for this process's.
    """

    def __init__(self, imports: str, write: str, *arguments: object, env: Mapping[str, str] | None = None) -> None:
        script = _NURSERY.format(imports=imports, write=write)
        command = [sys.executable, "-c", script, *map(str, arguments)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)

    def live(self, seconds: float) -> int:
        """Let one live for so long at most; its exit code, ``-SIGKILL`` where it did not end by itself."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        with self._process:
            pass
        assert self._process.returncode == 0


def killed(imports: str, write: str, lives: Iterable[float], *arguments: object) -> Iterator[None]:
    """Fork a process that runs ``write`` for each of ``lives``, seconds after which it is killed; yields after each.

    Args:
        imports: Lines of Python.
        write: A call, which must not come to an end in that time.
        lives: How long each process lives.
        arguments: What ``sys.argv`` holds from 1 on.
    """
    with closing(Nursery(imports, write, *arguments)) as nursery:
        for seconds in lives:
            assert nursery.live(seconds) == -signal.SIGKILL, "it ended by itself"
            yield
