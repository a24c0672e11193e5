"""The examples run as they stand, in a folder like the one a user would have."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import mint, pictures

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ("anna", "żaneta")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    head = "version: 1\n\ndn: DC=contoso,DC=example\nobjectClass: domainDNS\n"
    entries = [f"dn: CN=u{n},DC=contoso,DC=example\nobjectClass: user\nsAMAccountName: u{n}\n" for n in range(2)]
    (tmp_path / "directory.ldif").write_text("\n".join([head, *entries]))
    rows = ["AccountName,PictureURL,PreferredName"] + [f"CONTOSO\\u{n},u{n}_LThumb.jpg,{PEOPLE[n]}" for n in range(2)]
    (tmp_path / "profiles.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    for n in range(2):
        (tmp_path / "pictures" / f"u{n}_LThumb.jpg").write_bytes(pictures.portrait(n))
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_the_python_example(folder: Path) -> None:
    script = str(ROOT / "examples" / "python" / "export.py")
    addresses = ("csv:profiles.csv", "folder:pictures", "ldif:directory.ldif")
    first = run(folder, sys.executable, script, *addresses)
    assert (first.returncode, first.stdout) == (0, "2 applied\n"), first.stderr
    (folder / "pictures" / "u1_LThumb.jpg").unlink()
    second = run(folder, sys.executable, script, *addresses)
    assert second.returncode == 1
    assert second.stdout.startswith("CONTOSO\\u1: ")
    assert second.stdout.endswith("1 failed, 1 unchanged\n")
    assert run(folder, sys.executable, script, "csv:none.csv", *addresses[1:]).returncode in {1, 2}


def test_the_automation_example_says_what_its_comments_say(folder: Path) -> None:
    shutil.copy(ROOT / "examples" / "automation" / "photos.toml", folder)
    command = (sys.executable, "-m", "pyupsync", "photos")
    assert run(folder, *command, "plan", "--config", "photos.toml").returncode == 3
    assert run(folder, *command, "export", "--config", "photos.toml").returncode == 0
    assert run(folder, *command, "plan", "--config", "photos.toml").returncode == 0


@pytest.fixture
def farm(folder: Path) -> Path:
    """A farm's files beside the people: nothing is trusted, in the zone or exported yet."""
    (folder / "certificates").mkdir()
    (folder / "certificates" / "root.cer").write_bytes(mint.mint("CN=Contoso Root CA").der)
    (folder / "undo").mkdir()
    (folder / "service.reg").write_bytes(
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n\r\n".encode("utf-16")
    )
    (folder / "farm.json").write_text('{"version": 1, "connections": [{"name": "contoso"}]}')
    shutil.copy(ROOT / "examples" / "automation" / "pyupsync.toml", folder)
    return folder


def test_the_desired_state_says_what_its_comments_say(farm: Path) -> None:
    command = (sys.executable, "-m", "pyupsync", "deploy")
    text = (farm / "pyupsync.toml").read_text(encoding="utf-8")
    said = re.findall(r"^# pyupsync deploy (.*?)  +exit code (\d):", text, re.MULTILINE)
    assert len(said) == 4
    for words, code in said:
        done = run(farm, *command, *words.split())
        assert done.returncode == int(code), done.stderr + done.stdout


def test_the_pipeline(farm: Path) -> None:
    shell = str(ROOT / "examples" / "automation" / "pipeline.sh")
    (farm / "bin").mkdir()
    tool = farm / "bin" / "pyupsync"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pyupsync "$@"\n')
    tool.chmod(0o755)
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    for said in ("to change", "nothing to change"):
        done = subprocess.run(
            ["sh", shell, "pyupsync.toml"], cwd=farm, env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert said in done.stdout
    assert (farm / "plan.html").exists()
    assert (farm / "verify.html").exists()


def test_the_python_example_of_a_desired_state(farm: Path) -> None:
    script = str(ROOT / "examples" / "python" / "deploy.py")
    first = run(farm, sys.executable, script, "pyupsync.toml")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == [
        "photos: 2 to change",
        "profiles: 1 to change",
        "trust: 1 to change",
        "zones: 2 to change",
        "6 applied",
    ]
    second = run(farm, sys.executable, script, "pyupsync.toml")
    assert second.stdout == "6 unchanged\n", second.stderr
    (farm / "farm.json").unlink()
    third = run(farm, sys.executable, script, "pyupsync.toml")
    assert third.returncode == 1
    assert "profiles: farm.json: " in third.stdout
    assert run(farm, sys.executable, script, "none.toml").returncode == 2
