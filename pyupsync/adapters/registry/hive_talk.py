"""The process that reads and edits a hive: started with a Python that has hivex, spoken to, ended."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pyupsync.errors import RegistryError, RegistryUnreadable, UsageError

_WORKER = Path(__file__).with_name("hive_worker.py")


class HiveTalk:
    """A worker process that has opened a hive.

    Args:
        path: The hive, which the process only reads.
        timeout: Seconds to wait for each answer.

    Raises:
        UsageError: No Python here has hivex.
        RegistryUnreadable: hivex cannot read the hive.
    """

    def __init__(self, path: Path, timeout: float = 120.0) -> None:
        self._path = path
        self._timeout = timeout
        self._process = _started()
        try:
            self.ask("open", str(path.absolute()))
        except RegistryError as error:
            self.close()
            raise RegistryUnreadable(error.message, target=str(path), advice=error.advice) from error
        except BaseException:
            self.close()
            raise

    def ask(self, operation: str, *arguments: object) -> Any:  # noqa: ANN401 - JSON
        """What the worker's method of that name returns.

        Raises:
            RegistryUnreadable: The process ended, or did not answer in time.
            RegistryError: It refused, or hivex did; the message says why.
        """
        answer = self._answer(json.dumps([operation, *arguments]))
        if not answer:
            raise RegistryUnreadable(
                f"The hive {self._path} is broken: reading it ended the reader, or never ended.",
                target=str(self._path),
                advice="Take a whole copy of it while the account is logged off.",
            )
        good, result = json.loads(answer)
        if good:
            return result
        raise RegistryError(
            f"The hive {self._path} cannot be used: {result}.",
            target=str(self._path),
            advice="Load it in Windows and use winreg:, or take a whole copy of it while the account is logged off.",
        )

    def close(self) -> None:
        """End the process; calling it twice does no harm."""
        process = self._process
        with suppress(OSError):
            if process.stdin:
                process.stdin.close()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()

    def _answer(self, line: str) -> str:
        process = self._process
        if process.stdin is None or process.stdout is None:
            return ""
        try:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            # Nothing is left in the reader's buffer: an answer is one line, and each is read before the next is asked.
            if select.select([process.stdout], [], [], self._timeout)[0]:
                return process.stdout.readline()
            process.kill()
        except OSError:  # it ended before
            pass
        return ""


def _started() -> subprocess.Popen[str]:
    # Isolated: nothing of this environment's paths gets into another Python.
    return subprocess.Popen(  # noqa: S603
        [_python_with_hivex(), "-I", str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="ascii",
    )


@cache
def _python_with_hivex() -> str:
    for python in _pythons():
        if subprocess.run([python, "-Ic", "import hivex"], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return python
    raise UsageError(
        "Hive files are read with hivex, which no Python here has.",
        advice="Install it (Debian, Ubuntu: apt install python3-hivex); on Windows use winreg: instead.",
    )


def _pythons() -> Iterator[str]:
    """This one, and those that distributions put their packages into."""
    found = (sys.executable, "/usr/bin/python3", shutil.which("python3"))
    yield from dict.fromkeys(python for python in found if python and Path(python).exists())
