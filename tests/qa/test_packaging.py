"""The wheel carries all that an installation needs: the package, its types and the PowerShell module."""

from __future__ import annotations

import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import pyupsync

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_module_is_in_the_wheel(names: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pyupsync").rglob("*.py")}
    assert modules <= names
    assert "pyupsync/py.typed" in names


def test_the_powershell_module_is_in_the_wheel(names: set[str]) -> None:
    files = {
        path.relative_to(ROOT / "powershell").as_posix()
        for path in (ROOT / "powershell" / "PyUpSync").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {f"pyupsync/powershell/{name}" for name in files} <= names


def test_nothing_else_is_in_the_wheel(names: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pyupsync"}


def test_the_version_is_the_installed_one() -> None:
    assert pyupsync.__version__ == metadata.version("pyupsync")
