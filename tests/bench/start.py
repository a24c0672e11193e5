"""How long until something comes: the module's first cmdlet beside a bare Python, the command line beside an empty one.

In PowerShell: Import-Module and a first cmdlet in a fresh process, the module installed as ``pyupsync module install``
does, beside what hosting takes at the least in the same engine (load pythonnet, start Python, import ``sys``), and
beside a module that does no more than that and read one JSON text. On the command line: ``pyupsync --version`` beside
``python -c pass``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 1
"""Starts a round."""
ROOT = Path(__file__).resolve().parents[2]
FIRST, BARE = "Import-Module and first cmdlet", "bare Python in the same engine"
FLOOR = "a module with one function"
VERSION, EMPTY = "pyupsync --version", "python -c pass"
_LDIF = (
    "dn: DC=corp,DC=test\nobjectClass: domainDNS\n\n"
    "dn: CN=ann,DC=corp,DC=test\nobjectClass: user\nsAMAccountName: ann\n"
)


def measure(size: int) -> None:
    """Start each several times over."""
    times, spent = Times(), Times()
    program = Path(sys.executable).with_name("pyupsync")
    for _ in range(ROUNDS):
        for name, command in ((VERSION, [str(program), "--version"]), (EMPTY, [sys.executable, "-c", "pass"])):
            times.take(name, lambda command=command: _repeat(command, size))
    theirs = times.best(EMPTY)
    Comparison("Command line's start", size, times.best(VERSION), [theirs], theirs[1], goal=2.0).show()
    with tempfile.TemporaryDirectory(prefix="pyupsync-bench-") as folder:
        module = _install(Path(folder))
        (Path(folder) / "people.ldif").write_text(_LDIF)
        for _ in range(ROUNDS):
            for name, way in ((FIRST, "ours"), (FLOOR, "floor"), (BARE, "bare")):
                told = [_started(way, module, folder) for _ in range(size)]
                times.seconds.setdefault(name, []).append(sum(seconds for seconds, _ in told))
                spent.seconds.setdefault(name, []).append(sum(seconds for _, seconds in told))
    notes = [f"processor time of {name}: {spent.best(name)[1]:.2f} s" for name in (FIRST, FLOOR, BARE)]
    theirs = [times.best(FLOOR), times.best(BARE)]
    Comparison("Module's start", size, times.best(FIRST), theirs, theirs[1][1], goal=1.5, notes=notes).show()


def _repeat(command: list[str], size: int) -> None:
    for _ in range(size):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def powershell() -> str:
    """The PowerShell that the tests use; leave where there is none."""
    beside = ROOT.parent / "shared" / "powershell" / "pwsh"
    found = shutil.which(os.environ.get("PYUPSYNC_PWSH", "") or "pwsh") or shutil.which(beside)
    return found or sys.exit("No PowerShell: neither PYUPSYNC_PWSH nor pwsh on PATH names one.")


def _install(folder: Path) -> Path:
    """Install the module for a user who has nothing else; returns where it is."""
    (folder / "bin").mkdir()
    (folder / "bin" / "pwsh").symlink_to(powershell())
    path = os.pathsep.join((str(folder / "bin"), os.environ["PATH"]))
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "PATH": path}
    command = [sys.executable, "-m", "pyupsync", "module", "install", "--for", "PowerShell"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return next(folder.rglob("python.json")).parent


def _started(way: str, module: Path, folder: str) -> tuple[float, float]:
    """Seconds by the clock and of processor time, as the process itself tells them."""
    script = str(Path(__file__).with_suffix(".ps1"))
    command = [powershell(), "-NoProfile", "-NonInteractive", "-File", script, way, str(module), folder]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYUPSYNC_")}
    told = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    clock, processor = told.split()[-2:]
    return float(clock), float(processor)
