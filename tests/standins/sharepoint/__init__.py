"""SharePoint's cmdlets and iisreset, kept in a file, for processes that are started with `environment`."""

from __future__ import annotations

import json
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent


def environment(folder: Path, pwsh: str | Path, **switches: str) -> dict[str, str]:
    """What to add to a process's environment: the farm of ``folder``, the cmdlets, iisreset, the PowerShell to ask.

    Args:
        folder: An existing folder; ``farm.json`` and ``iisreset.log`` in it are the farm's.
        pwsh: The PowerShell.
        switches: What the head of the module names: ``DELAY``, ``FAIL``, ``SERVERS``, ``IISRESET_DENIED``; that
            of Sites.ps1: ``PROFILES``, ``HOSTED``, ``SYNC``.
    """
    values = {
        "PYUPSYNC_POWERSHELL": str(pwsh),
        "PYUPSYNC_STANDIN_FARM": str(folder / "farm.json"),
        "PYUPSYNC_STANDIN_IISRESET": str(folder / "iisreset.log"),
        "PSModulePath": str(HERE),
        "PATH": os.pathsep.join((str(HERE / "bin"), os.environ.get("PATH", ""))),
    }
    return values | {f"PYUPSYNC_STANDIN_{name}": value for name, value in switches.items()}


def authorities(folder: Path) -> list[str]:
    """The names in the farm's trust store as its file has them, ``local`` among them; none before it is made."""
    file = folder / "farm.json"
    if not file.exists():
        return []
    return [entry["name"] for entry in json.loads(file.read_text(encoding="utf-8"))["authorities"]]


def restarts(folder: Path) -> list[str]:
    """What iisreset was called with, call by call."""
    file = folder / "iisreset.log"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
