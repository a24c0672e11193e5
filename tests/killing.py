"""Processes that write over and over, and are killed at some moment while they do."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator

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


def killed(imports: str, write: str, lives: Iterable[float], *arguments: object) -> Iterator[None]:
    """Fork a process that runs ``write`` for each of ``lives``, seconds after which it is killed; yields after each.

    Forked from one that has imported everything, so that it writes from its first moment.

    Args:
        imports: Lines of Python.
        write: A call, which must not come to an end in that time.
        lives: How long each process lives.
        arguments: What ``sys.argv`` holds from 1 on.
    """
    script = _NURSERY.format(imports=imports, write=write)
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        for seconds in lives:
            nursery.stdin.write(f"{seconds}\n")
            nursery.stdin.flush()
            assert nursery.stdout.readline() == f"{-signal.SIGKILL}\n", "it ended by itself"
            yield
        nursery.stdin.close()
    assert nursery.returncode == 0
