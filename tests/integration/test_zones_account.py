"""Whose zones: a name becomes a SID in the lab's directory, and the SID is the part of the file that is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.faces import ROOT, run_script
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


SCRIPT = """
param($Module, $Registry, $Account, $Directory, $CAFile, $User, $Keytab)
$ErrorActionPreference = 'Stop'
Import-Module $Module
Set-Location -LiteralPath $PSScriptRoot
$whose = @{ Registry = $Registry; Account = $Account; Directory = $Directory; CAFile = $CAFile }
$password = ConvertTo-SecureString -String $env:LAB_PASSWORD -AsPlainText -Force
$login = @{ Credential = New-Object -TypeName pscredential -ArgumentList $User, $password; Authentication = 'Simple' }
$keys = @{ UserName = $User; Keytab = $Keytab }
$null = Add-UpsIntranetSite -Url https://mysite.corp.example @whose @keys -WarningAction Ignore
Test-UpsIntranetSite -Url https://mysite.corp.example @whose @login | ForEach-Object { "$($_.Status) $($_.DecidedBy)" }
Test-UpsIntranetSite -Url http://mysite.corp.example @whose @login | ForEach-Object { $_.Advice }
"""


def test_from_powershell_with_a_keytab_and_with_a_password(
    lab: Lab, pwsh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", lab.password)
    one = people.person("umlaut")
    sid = directory.sids(lab.directory)[one.sam]
    file = tmp_path / "users.reg"
    file.write_text("Windows Registry Editor Version 5.00\r\n\r\n", encoding="utf-16", newline="")
    settings = {
        "Module": str(ROOT / "powershell" / "PyUpSync"),
        "Registry": f"reg:{file}",
        "Account": f"CORP\\{one.sam}",
        "Directory": lab.directory_address,
        "CAFile": str(lab.ca_bundle),
        "User": lab.principal,
        "Keytab": str(lab.keytab()),
    }
    args = [part for name, value in settings.items() for part in (f"-{name}", value)]
    done = run_script(lab, pwsh, SCRIPT, *args, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    decides, advice = done.stdout.splitlines()
    assert len(list(tmp_path.glob("zones-undo-*.reg"))) == 1, "in PowerShell's location"
    assert decides.startswith(f"Ok HKEY_USERS\\{sid}\\Software")
    assert advice.endswith(" -Authentication Simple -CAFile " + str(lab.ca_bundle) + " -Credential (Get-Credential)")
    assert f"[HKEY_USERS\\{sid}\\Software" in file.read_text(encoding="utf-16")
