"""Whose zones: a name becomes a SID in the lab's directory, and the SID is the part of the file that is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import Lab, directory, people


@pytest.mark.parametrize("form", ["sam", "upn", "sid", "managed"])
def test_an_accounts_zones_in_a_file_of_all_users(lab: Lab, tmp_path: Path, form: str) -> None:
    sids = directory.sids(lab.directory)
    one = people.person("umlaut")
    sid = sids[directory.MANAGED_ACCOUNT if form == "managed" else one.sam]
    managed = f"CORP\\{directory.MANAGED_ACCOUNT}"
    names = {"sam": f"CORP\\{one.sam}", "upn": one.user_principal_name, "sid": sid, "managed": managed}
    file = tmp_path / "users.reg"
    file.write_text("Windows Registry Editor Version 5.00\r\n\r\n", encoding="utf-16", newline="")
    command = [sys.executable, "-m", "pyupsync", "zones", "add", f"https://{lab.web_host}", "--registry", f"reg:{file}"]
    extra = ["--account", names[form], "--directory", lab.directory_address, "--ca-file", str(lab.ca_bundle)]
    env = {**os.environ, **lab.env(), "KRB5CCNAME": f"FILE:{lab.ticket()}"}
    done = subprocess.run(
        [*command, *extra], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"[HKEY_USERS\\{sid}\\Software" in file.read_text(encoding="utf-16")


def test_nobody_of_that_name(lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "users.reg"
    file.write_text("Windows Registry Editor Version 5.00\r\n\r\n", encoding="utf-16", newline="")
    before = file.read_bytes()
    command = [sys.executable, "-m", "pyupsync", "zones", "add", "http://x", "--registry", f"reg:{file}"]
    extra = ["--account", "CORP\\nobody", "--directory", lab.directory_address, "--ca-file", str(lab.ca_bundle)]
    env = {**os.environ, **lab.env(), "KRB5CCNAME": f"FILE:{lab.ticket()}"}
    done = subprocess.run(
        [*command, *extra], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "nobody" in done.stderr
    assert file.read_bytes() == before
