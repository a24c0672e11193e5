"""Windows' Task Scheduler through schtasks.exe, and a folder of task files that stands for it.

https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pyupsync.adapters.schedule.files import read_definition, write_definition
from pyupsync.errors import ScheduleError

_DECLARATION = '<?xml version="1.0" encoding="UTF-16"?>\n'
_DECLARED = re.compile(r"\s*<\?xml[^>]*\?>\s*")


def _file(text: str) -> bytes:
    return (_DECLARATION + text).encode("utf-16")


def _text(text: str | None) -> str | None:
    return None if text is None else _DECLARED.sub("", text, count=1)


class TaskFolder:
    """Task files in a folder, ready for ``schtasks /Create /XML``; nothing starts them."""

    def __init__(self, root: str) -> None:
        self._root = Path(root).absolute()

    def place(self, name: str) -> str:
        """The task's file."""
        return str(self._root / f"{name}.xml")

    def read(self, name: str) -> str | None:
        """The task's XML."""
        return _text(read_definition(Path(self.place(name)), "utf-16"))

    def write(self, name: str, text: str) -> None:
        """Write the task's file."""
        write_definition(Path(self.place(name)), _file(text))

    def enabled(self, name: str) -> bool:
        """A task is enabled by being there."""
        return self.read(name) is not None

    def enable(self, name: str) -> None:
        """Nothing is left to do."""


class TaskScheduler:
    """The tasks of this Windows.

    Args:
        schtasks: What runs schtasks.exe.
    """

    def __init__(self, schtasks: Sequence[str] = ("schtasks",)) -> None:
        self._schtasks = tuple(schtasks)

    def place(self, name: str) -> str:
        """The task's path in the Task Scheduler."""
        return f"\\{name}"

    def read(self, name: str) -> str | None:
        """The task's XML as Windows keeps it; None for none, which schtasks tells by its exit code alone."""
        done = self._run("/Query", "/XML", "/TN", self.place(name))
        text = _decoded(done.stdout)
        return _text(text) if done.returncode == 0 and "<Task" in text else None

    def write(self, name: str, text: str) -> None:
        """Register the task, over an earlier one."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "task.xml"
            path.write_bytes(_file(text))
            done = self._run("/Create", "/XML", str(path), "/TN", self.place(name), "/F")
        if done.returncode:
            said = _decoded(done.stderr or done.stdout).strip()
            raise ScheduleError(
                f"The task {name} was not registered: {said or done.returncode}",
                target=self.place(name),
                advice="Run it as an administrator.",
            )

    def enabled(self, name: str) -> bool:
        """A task is enabled by being there."""
        return self.read(name) is not None

    def enable(self, name: str) -> None:
        """Nothing is left to do."""

    def _run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run([*self._schtasks, *words], capture_output=True, check=False, timeout=90)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            said = f"schtasks cannot be run: {error}."
            raise ScheduleError(said, advice="It is part of Windows; use --root DIR elsewhere.") from error


def _decoded(data: bytes) -> str:
    """What schtasks says: in UTF-16, or in the console's code page; our XML is ASCII in both."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[1:2] == b"\0":
        return data.decode("utf-16-le" if data[:2] != b"\xfe\xff" else "utf-16", "replace").removeprefix("\ufeff")
    return data.decode("utf-8", "backslashreplace")
