"""systemd's own journald, in a mount namespace with a /run of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lab.processes import LabError

DAEMON = "/lib/systemd/systemd-journald"
_START = "mount -t tmpfs tmpfs /run && mkdir -p /run/log/journal /run/systemd/journal && exec $0"


def missing_journal() -> str:
    """Why there can be no journal here; empty when there can."""
    if not Path(DAEMON).exists() or not shutil.which("journalctl"):
        return "no systemd-journald (Debian: systemd)"
    return "" if os.geteuid() == 0 else "only root can give it a /run of its own"


@dataclass
class Journal:
    """A running one.

    Attributes:
        run: Its /run, as seen from here.
    """

    run: str

    @property
    def socket(self) -> str:
        """Where it takes entries."""
        return f"{self.run}/systemd/journal/socket"

    def entries(self, identifier: str) -> list[dict[str, str]]:
        """What came from one sender; everything sent so far is in it."""
        command = ["journalctl", "-D", f"{self.run}/log/journal", "-a", "-o", "json", f"SYSLOG_IDENTIFIER={identifier}"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        return [json.loads(line) for line in shown.splitlines()]


@contextmanager
def running_journal() -> Iterator[Journal]:
    """Start one, and end it."""
    command = ["unshare", "-m", "--propagation", "private", "sh", "-c", _START, DAEMON]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        journal = Journal(f"/proc/{process.pid}/root/run")
        try:
            for _ in range(300):
                if Path(journal.socket).exists():
                    break
                time.sleep(0.1)
            else:
                raise LabError("systemd-journald did not come up.")
            yield journal
        finally:
            process.terminate()
