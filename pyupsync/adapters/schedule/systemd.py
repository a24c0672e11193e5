"""systemd's units below a root: of the running system, or of one that is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pyupsync.adapters.schedule.files import read_definition, write_definition
from pyupsync.errors import ScheduleError

_UNITS = "etc/systemd/system"
_BOOTED = Path("/run/systemd/system")
"""Is there where systemd is the running system: sd_booted(3)."""


class SystemdUnits:
    """Unit files, and ``systemctl`` for what they are started by.

    Args:
        root: ``/`` for this system; else another one's root, where nothing is started.
    """

    def __init__(self, root: str = "/") -> None:
        self._root = Path(root).resolve()  # systemctl takes no root with .. in it
        self._live = self._root == Path("/") and _BOOTED.is_dir()

    def place(self, name: str) -> str:
        """The unit's file."""
        return str(self._root / _UNITS / name)

    def read(self, name: str) -> str | None:
        """The unit's text."""
        return read_definition(Path(self.place(name)), "utf-8")

    def write(self, name: str, text: str) -> None:
        """Write the unit's file, and let a running systemd read it."""
        write_definition(Path(self.place(name)), text.encode())
        if self._live:
            self._systemctl("daemon-reload")

    def enabled(self, name: str) -> bool:
        """As ``systemctl is-enabled`` says; what is not running here is only enabled."""
        words = ["systemctl", f"--root={self._root}", "is-enabled", "--quiet", name]
        return self._run(words).returncode == 0 and (not self._live or self._active(name))

    def enable(self, name: str) -> None:
        """Enable it, and start it where systemd is running."""
        if self._live:
            self._systemctl("enable", "--now", name)
        else:
            self._systemctl(f"--root={self._root}", "enable", name)

    def _active(self, name: str) -> bool:
        return self._run(["systemctl", "is-active", "--quiet", name]).returncode == 0

    def _systemctl(self, *words: str) -> None:
        done = self._run(["systemctl", *words])
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise ScheduleError(f"systemctl {' '.join(words)} failed: {said[-1] if said else done.returncode}")

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(words, capture_output=True, text=True, check=False, timeout=90)  # noqa: S603 - our words
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ScheduleError(f"{words[0]} cannot be run: {error}.", advice="It belongs to systemd.") from error
