"""The example scripts do what they say."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

from tests.powershell.conftest import MODULE, ROOT, Farm

EXAMPLES = ROOT / "examples" / "powershell"


def test_plan_then_export_and_the_nightly_report(pwsh: str, farm: Farm) -> None:
    """Both in one process: the first asks for nothing when told so, the second reports and ends with 1."""
    farm.write({"ágnes": "/1.jpg", "bob": "/2.jpg", "carol": "", "emil": "/missing.jpg"})
    script = f"""
        Import-Module -Name '{MODULE}'
        $job = @{{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif' }}
        & '{EXAMPLES / "Export-Photos.ps1"}' @job -WhatIf
        "changes: $(Test-Path -Path people.changes.ldif)"
        & '{EXAMPLES / "Export-Photos.ps1"}' @job -Confirm:$false
        & '{EXAMPLES / "Export-Photos.ps1"}' @job -Confirm:$false
        & '{EXAMPLES / "Invoke-NightlyExport.ps1"}' @job -Reports reports
        "exit code $LASTEXITCODE"
    """
    done = subprocess.run(
        [pwsh, "-NoProfile", "-NonInteractive", "-Command", script],
        cwd=farm.folder,
        env={**os.environ, "PYUPSYNC_PYTHON": sys.executable, "LC_ALL": "C"},  # as a scheduled job may run
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    lines = done.stdout.split("\n")
    assert "    2 Planned" in lines, done.stdout + done.stderr
    assert "changes: False" in lines
    assert 'What if: Performing the operation "Write 2 photos" on target "ldif:people.ldif".' in lines
    assert any(line.startswith("Applied CORP\\ágnes:") for line in lines)
    assert any(line.startswith("Failed CORP\\emil:") for line in lines)
    assert lines.count("Nothing to change.") == 1
    assert "exit code 1" in lines
    [report] = (farm.folder / "reports").glob("photos-*.csv")
    rows = {row["Account"]: row["Status"] for row in csv.DictReader(report.read_text("utf-8-sig").splitlines())}
    assert rows == {
        "CORP\\ágnes": "Unchanged",
        "CORP\\bob": "Unchanged",
        "CORP\\carol": "Skipped",
        "CORP\\emil": "Failed",
    }
    assert done.stderr == ""
