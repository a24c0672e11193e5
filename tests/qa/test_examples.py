"""The examples run as they stand, in a folder like the one a user would have."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import pictures

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
