"""What is imported when: a start loads what it uses, and no more."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import pyupsync
from pyupsync import config, model, ports, wiring, workflows


def loaded_by(code: str) -> set[str]:
    """The modules that a Python of its own has imported after ``code``."""
    asked = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.splitlines()[-1].split())


def test_the_version_is_told_with_nothing_loaded() -> None:
    loaded = loaded_by("from pyupsync.cli import main\nmain(['--version'])")
    assert {name for name in loaded if name.startswith("pyupsync")} == {"pyupsync", "pyupsync.cli"}
    assert not loaded & {"argparse", "re", "importlib.metadata", "typing"}


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        ("from pyupsync import export_photos, PhotoJob", {"cryptography", "OpenSSL", "ldap3", "requests", "sqlite3"}),
        ("from pyupsync import import_trust", {"PIL", "ldap3", "requests", "sqlite3"}),
        ("from pyupsync import check_zones", {"PIL", "cryptography", "ldap3", "requests", "sqlite3"}),
        ("import pyupsync.bridge", {"PIL", "cryptography", "ldap3", "requests", "sqlite3", "rich"}),
        ("import pyupsync.bridge", {"pyupsync.model.photos", "pyupsync.config.photos", "pyupsync.ports"}),
        ("from pyupsync.cli.command_line import build_parser\nbuild_parser('zones')", {"PIL", "cryptography"}),
    ],
)
def test_an_area_loads_nothing_of_the_others(code: str, unused: set[str]) -> None:
    assert not loaded_by(code) & unused


def test_every_job_has_a_home() -> None:
    homes = {name: home for home, names in workflows._HOMES.items() for name in names}
    assert sorted(homes) == workflows.__all__
    for name, home in homes.items():
        assert getattr(workflows, name) is getattr(import_module(f"pyupsync.workflows.{home}"), name)


@pytest.mark.parametrize("room", [config, model, ports, wiring])
def test_every_name_of_a_room_is_found_and_those_of_type_checkers_are_the_same(room: ModuleType) -> None:
    tree = ast.parse(Path(str(room.__file__)).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    seen = {
        alias.name: node.module for node in imports for alias in node.names if node.module.startswith(room.__name__)
    }
    assert sorted(seen) == sorted(room.__all__)
    for name, home in seen.items():
        assert getattr(room, name) is getattr(import_module(home), name)


@pytest.mark.parametrize("module", [pyupsync, config, model, ports, wiring, workflows])
def test_a_name_that_is_not_there_is_no_attribute(module: object) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018
