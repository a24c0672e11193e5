"""A PowerShell of our own, kept for the whole run: SharePoint takes seconds to load."""

from __future__ import annotations

import itertools
import os
import queue
import subprocess
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from pyupsync.adapters.powershell.talk import Answer, PowerShellUnavailable, definitions, further, request_line, snippet

PROGRAM = "PYUPSYNC_POWERSHELL"
"""The environment variable that names another program than Windows PowerShell."""

_FIRST = ("answer",)
"""What comes on the command line, which has its length; it takes the other snippets as a first request."""
_LEAVE = 10.0
"""Seconds a child has to end by itself once its input has ended."""


class ChildRunner:
    """Runs the snippets in a child PowerShell, which is started with the first request.

    Args:
        options: What comes first on its command line: ``("-Version", "2")`` for SharePoint 2010.
        timeout: Seconds to wait for an answer; a farm's first one takes long.
    """

    def __init__(self, options: Sequence[str] = (), *, timeout: float = 300.0) -> None:
        self._options = tuple(options)
        self._timeout = timeout
        self._numbers = itertools.count(1)
        self._child: _Child | None = None

    def ask(self, operation: str, *values: str) -> list[list[str]]:
        """Run one operation; a child that has ended or no longer answers is told and not started again."""
        if self._child is None:
            self._child = _Child([find_powershell(), *self._options, *_arguments()])
            self._child.send(request_line(0, "define", further(*_FIRST)))  # its answer is passed over
        number = next(self._numbers)
        answer = Answer(number)
        self._child.send(request_line(number, operation, values))
        until = time.monotonic() + self._timeout
        while not answer.take(self._next_line(until, operation)):
            pass
        return answer.rows

    def close(self) -> None:
        """End the child: its input ends, and if it does not leave by itself it is ended."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _next_line(self, until: float, operation: str) -> str:
        assert self._child is not None  # noqa: S101 - ask() made it
        try:
            line = self._child.lines.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            self._child.kill()
            raise PowerShellUnavailable(
                f"PowerShell did not answer for {self._timeout:g} seconds ({operation}) and was ended.",
                "The change may have been made: list the store before trying again.",
            ) from None
        if line is None:
            raise PowerShellUnavailable(
                f"PowerShell ended before it answered ({operation}). {self._child.said()}".strip()
            )
        return line


class _Child:
    """The process, with one thread for each of its outputs so that neither ever fills up."""

    def __init__(self, command: Sequence[str]) -> None:
        self.lines: queue.Queue[str | None] = queue.Queue()
        self._errors: deque[str] = deque(maxlen=20)
        pipe = subprocess.PIPE
        environment = dict(os.environ)
        if not environment.get(PROGRAM):
            # Windows PowerShell makes its own; that of a PowerShell 7 above us would lead it to modules it cannot load.
            environment.pop("PSMODULEPATH" if os.name == "nt" else "PSModulePath", None)
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            # S603: the program is Windows' own or the administrator's choice; nothing on its command line is input.
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=flags, env=environment
            )
        except OSError as error:
            words = f"PowerShell cannot be started: {command[0]}: {error.strerror}."
            raise PowerShellUnavailable(words, f"Set {PROGRAM} to the right program.") from error
        self._threads = [
            threading.Thread(target=_pump, args=(self._process.stdout, self._line), daemon=True),
            threading.Thread(target=_pump, args=(self._process.stderr, self._error), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, line: str) -> None:
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(f"{line}\n".encode("ascii"))
                pipe.flush()
        except (OSError, ValueError):
            self.lines.put(None)  # it has ended; whoever waits for the answer is told so

    def said(self) -> str:
        """What it wrote to stderr, shortened."""
        self._threads[1].join(1.0)
        return " ".join(" ".join(self._errors).split())[:500]

    def close(self) -> None:
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(_LEAVE)
        except subprocess.TimeoutExpired:
            self.kill()
        for thread in self._threads:
            thread.join(1.0)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _line(self, line: str | None) -> None:
        self.lines.put(line)

    def _error(self, line: str | None) -> None:
        if line:
            self._errors.append(line)


def _pump(pipe: IO[bytes] | None, take: Callable[[str | None], None]) -> None:
    if pipe is not None:
        with pipe:
            for raw in pipe:
                take(raw.decode("ascii", "replace").rstrip("\r\n"))
    take(None)


def _arguments() -> list[str]:
    script = f"begin {{\n{definitions(*_FIRST)}\n}}\n{snippet('child')}"
    encoded = b64encode(script.encode("utf-16-le")).decode("ascii")
    return ["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]


def find_powershell() -> str:
    """Windows PowerShell, 64-bit also when we are not; else what `PROGRAM` names.

    Raises:
        PowerShellUnavailable: There is none.
    """
    named = os.environ.get(PROGRAM, "")
    if named:
        return named
    found = windows_powershell()
    if found:
        return found
    raise PowerShellUnavailable(
        "There is no Windows PowerShell here, through which SharePoint is asked.",
        "Run this on a server of the farm, or name what stands for it: farm:FILE, or folder:PATH for its trust store.",
    )


def windows_powershell() -> str:
    """Windows' own PowerShell, 64-bit also when we are not; empty where there is none."""
    root = os.environ.get("SYSTEMROOT", "")
    for folder in ("Sysnative", "System32") if root else ():
        path = Path(root, folder, "WindowsPowerShell", "v1.0", "powershell.exe")
        if path.is_file():
            return str(path)
    return ""
