"""Logs read by a process of its own, so that this one can judge what is in them meanwhile."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from pyupsync.adapters.logs.columns import LineCounts
from pyupsync.adapters.logs.finding import LogFile
from pyupsync.adapters.logs.here import End, Piece, read_here
from pyupsync.model import LogClosed

_CODE = f"import sys; sys.path[:] = sys.argv[1:]; from {__name__} import serve; serve()"
_BUFFER = 1 << 16
_OWN = ("/dev/fd/", "/dev/std", "/proc/self/", "/proc/thread-self/")
"""How paths begin that name another file in each process, such as its stdin."""


class Apart:
    """The process, which ends with the context; where there can be none, logs are read here.

    Args:
        python: The interpreter to start.
    """

    def __init__(self, python: str) -> None:
        command = [python, "-I", "-S", "-c", _CODE, *sys.path]  # what is imported there is what would be here
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            # S603: the program is this one's interpreter; nothing on its command line is input.
            self._process = subprocess.Popen(  # noqa: S603
                command,
                bufsize=_BUFFER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def __enter__(self) -> Apart:  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(self, *_of_error: object) -> None:
        self._leave()

    def read(self, log: LogFile, counts: LineCounts) -> Iterator[Piece | End]:
        """As ``read_here``; a process that ends before the log does is told, and not started again."""
        if os.path.abspath(log.path).startswith(_OWN):  # noqa: PTH100 - resolves no links
            yield from read_here(log, counts)
            return
        begun = False
        for one in self._answers(log):
            begun = True
            if isinstance(one, End):
                closed = one.closed
                torn, undecodable = closed.torn + counts.torn, closed.undecodable + counts.undecodable
                yield one._replace(closed=replace(closed, torn=torn, undecodable=undecodable))
                return
            yield one
        self._leave()
        if begun:
            ended = "the process that read it has ended"
            yield End(LogClosed(log.name, 0, "", counts.torn, counts.undecodable, ended=ended))
        else:
            yield from read_here(log, counts)

    def _answers(self, log: LogFile) -> Iterator[Piece | End]:
        """What the process says of a log, as long as it says something."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            pickle.dump(log, process.stdin)
            process.stdin.flush()
            while True:
                yield pickle.load(process.stdout)  # noqa: S301 - by our own process

    def _leave(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError):  # closing stdin writes what was not taken any more
                process.communicate()


def serve() -> None:
    """Read the logs that are named on stdin, one after the other, and write what is in them to stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process above ends this one
    asked, out = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, BrokenPipeError):
        while True:
            log = pickle.load(asked)  # noqa: S301 - by our own process
            for one in read_here(log, LineCounts()):
                pickle.dump(one, out)
            out.flush()
