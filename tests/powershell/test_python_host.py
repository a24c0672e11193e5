"""What the module asks a Python about itself, and how a hosted one is made to see what that one sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE

HOST = MODULE / "Private" / "python_host.py"


def ask(python: str, *args: str) -> Any:
    done = subprocess.run([python, "-B", *args], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    told: dict[str, Any] = ask(sys.executable, str(HOST))
    return told


def test_a_python_describes_itself(described: dict[str, Any]) -> None:
    assert described["prefix"] == sys.prefix
    assert described["version"] == list(sys.version_info[:3])
    assert described["bits"] == (64 if sys.maxsize > 2**32 else 32)
    assert Path(described["pyupsync"]).name == "bridge.py"
    assert Path(described["runtime"]).name == "Python.Runtime.dll"
    assert Path(described["library"]).name.lower().find("python") >= 0


@pytest.mark.skipif(sys.prefix == sys.base_prefix, reason="These tests do not run in a venv.")
def test_its_base_adopts_a_venv_s_packages_and_no_others(described: dict[str, Any]) -> None:
    """Where a host's Python starts as the base (a program's name is not heeded everywhere), it changes over."""
    code = (
        "import json, sys\n"
        f"exec(open({str(HOST)!r}).read())\n"
        f"first, again = adopt({json.dumps(described)!r}), adopt({json.dumps(described)!r})\n"
        "import importlib.util as util\n"
        "found = bool(util.find_spec('pyupsync') and util.find_spec('pythonnet'))\n"
        "print(json.dumps([first, again, sys.prefix, [e for e in sys.path if is_site(e)], found]))\n"
    )
    first, again, prefix, folders, found = ask(sys._base_executable, "-c", code)
    assert (first, again) == ("adopted", "same")
    assert prefix == sys.prefix
    assert folders == described["site"]
    assert found


def hosted(pwsh: str, folder: Path, others: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Host this Python in an environment with ``others`` in it."""
    report = folder / "report.json"
    script = str(Path(__file__).with_name("environment.ps1"))
    done = subprocess.run(
        [pwsh, "-NoProfile", "-NonInteractive", "-File", script, str(MODULE), str(report)],
        env={**os.environ, "PYUPSYNC_PYTHON": sys.executable, **others},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done, report


def test_the_environment_of_another_python_is_not_heeded(pwsh: str, tmp_path: Path) -> None:
    """PYTHONHOME would end the process, PYTHONPATH would bring in packages that the Python itself does not have."""
    (tmp_path / "idna.py").write_text("raise SystemExit('not the right one')\n")
    done, report = hosted(pwsh, tmp_path, {"PYTHONHOME": str(tmp_path), "PYTHONPATH": str(tmp_path)})
    assert report.exists(), done.stdout + done.stderr
    prefix, path, idna = json.loads(report.read_text(encoding="utf-8"))
    assert prefix == sys.prefix
    assert str(tmp_path) not in path
    assert Path(idna).is_relative_to(sys.prefix)


def test_pythonnet_s_variable_names_the_library(pwsh: str, tmp_path: Path, described: dict[str, Any]) -> None:
    library = tmp_path / "the library"
    library.symlink_to(described["library"])
    done, report = hosted(pwsh, tmp_path, {"PYTHONNET_PYDLL": str(library)})
    assert report.exists(), done.stdout + done.stderr
    report.unlink()
    library.unlink()
    done, report = hosted(pwsh, tmp_path, {"PYTHONNET_PYDLL": str(library)})
    assert not report.exists()
    assert str(library) in done.stderr.replace("\n", "")
