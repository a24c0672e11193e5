"""The three faces of an export, each run as a user would run it, each giving the same plain rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyupsync import Login, PhotoJob, export_photos
from tests.lab import Lab

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """What a face said about one profile."""

    status: str
    code: str
    reason: str
    advice: str


Face = Callable[[Lab, str], "dict[str, Row]"]


def by_python(lab: Lab, _pwsh: str) -> dict[str, Row]:
    """``import pyupsync``, with the ticket cache of the environment."""
    job = PhotoJob(
        profiles=f"csv:{lab.profiles}",
        directory=lab.directory_address,
        sites=(lab.web_host,),
        login=Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab())),
        site_login=Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab())),
        ca_file=str(lab.ca_bundle),
    )
    outcomes = list(export_photos(job))
    rows = {one.subject: Row(one.status, one.code, one.reason, one.advice) for one in outcomes}
    assert len(rows) == len(outcomes)
    return rows


def command_line(lab: Lab, *extra: str, action: str = "export") -> list[str]:
    """The command that a user of the lab types; a directory named in ``extra`` stands in the lab's place."""
    directory = [] if "--directory" in extra else ["--directory", lab.directory_address]
    return [
        *(sys.executable, "-m", "pyupsync", "photos", action),
        *("--profiles", f"csv:{lab.profiles}", *directory),
        *("--site", lab.web_host, "--ca-file", str(lab.ca_bundle)),
        *("--auth", "kerberos", "--user", lab.principal, "--keytab", str(lab.keytab())),
        *extra,
    ]


def run_command(
    lab: Lab, *extra: str, action: str = "export", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it; ``extra`` comes last and so wins over what stands before."""
    command = command_line(lab, *extra, action=action)
    environment = {**lab.env(), **(env or {})}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def by_command_line(lab: Lab, _pwsh: str) -> dict[str, Row]:
    """``pyupsync photos export --json``."""
    done = run_command(lab, "--json")
    assert done.stderr == ""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1]["type"] == "summary"
    assert done.returncode == lines[-1]["exit_code"]
    outcomes = [line for line in lines if line["type"] == "outcome"]
    rows = {one["subject"]: Row(one["status"], one["code"], one["reason"], one["advice"]) for one in outcomes}
    assert len(rows) == len(outcomes)
    return rows


SCRIPT = """
param($Module, $Profiles, $Directory, $Site, $CAFile, $User, $Keytab)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$login = @{ Authentication = 'Kerberos'; UserName = $User; Keytab = $Keytab }
$export = @{ Profiles = $Profiles; Directory = $Directory; Site = $Site; CAFile = $CAFile }
$rows = @(Export-UpsPhoto @export @login -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems)
$ids = @($problems | ForEach-Object { $_.FullyQualifiedErrorId } | Select-Object -Unique)
$rows = @($rows | Select-Object Account, Status, Code, Reason, Advice)
ConvertTo-Json -Depth 4 -InputObject @{ rows = $rows; ids = $ids }
"""


def run_script(lab: Lab, pwsh: str, script: str, *args: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a PowerShell process that hosts this very Python."""
    file = folder / "script.ps1"
    file.write_text(script, encoding="ascii")
    environment = {**os.environ, **lab.env(), "PYUPSYNC_PYTHON": sys.executable}
    command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(file), *args]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


def by_powershell(lab: Lab, pwsh: str) -> dict[str, Row]:
    """``Export-UpsPhoto`` in a PowerShell process; its error records must tell of the same failures."""
    settings = {
        "Module": str(ROOT / "powershell" / "PyUpSync"),
        "Profiles": f"csv:{lab.profiles}",
        "Directory": lab.directory_address,
        "Site": lab.web_host,
        "CAFile": str(lab.ca_bundle),
        "User": lab.principal,
        "Keytab": str(lab.keytab()),
    }
    args = [part for name, value in settings.items() for part in (f"-{name}", value)]
    done = run_script(lab, pwsh, SCRIPT, *args, folder=lab.root)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    rows = {
        one["Account"]: Row(one["Status"].lower(), one["Code"], one["Reason"], one["Advice"] or "")
        for one in answer["rows"]
    }
    assert len(rows) == len(answer["rows"])
    failed = {f"{row.code},Export-UpsPhoto" for row in rows.values() if row.status == "failed"}
    assert set(answer["ids"]) == failed
    return rows


FACES: dict[str, Face] = {"python": by_python, "command line": by_command_line, "powershell": by_powershell}
