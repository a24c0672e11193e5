"""The wheel carries all that an installation needs: the package, its types and the PowerShell module."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import pyupsync

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_module_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pyupsync").rglob("*.py")}
    assert modules <= names
    assert "pyupsync/py.typed" in names


def test_the_powershell_module_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    files = {
        path.relative_to(ROOT / "powershell").as_posix()
        for path in (ROOT / "powershell" / "PyUpSync").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {f"pyupsync/powershell/{name}" for name in files} <= set(wheel.namelist())


def test_nothing_else_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {"pyupsync"}


def test_the_version_is_the_installed_one() -> None:
    assert pyupsync.__version__ == "0.1.0"
