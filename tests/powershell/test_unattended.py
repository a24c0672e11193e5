"""Export-UpsPhoto while nobody watches: lock, log, metrics."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pyupsync.adapters.file_lock import FileLock
from tests.powershell.conftest import MODULE, Start
from tests.unit.photo_farm import Farm


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, start: Start) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("unattended")
    Farm(folder).job()
    report = folder / "told.json"
    with FileLock(folder / "held.lock", 0, note="process 4711 on elsewhere"):
        process = start(Path(__file__).with_name("unattended.ps1"), *map(str, (MODULE, folder, report)))
        out, err = process.communicate(timeout=200)
    assert (process.returncode, err) == (0, ""), out
    return json.loads(report.read_text(encoding="utf-8"))


def test_a_run_is_logged_and_counted(told: dict[str, Any]) -> None:
    assert told["first"] == 6
    assert told["log"] == ["runBegun", *["outcome"] * 6, "runEnded"]
    assert told["same"] is True
    assert 'last_run_outcomes{name="photos",status="applied"} 6' in told["metrics"]


def test_what_cannot_be_is_an_error_record(told: dict[str, Any]) -> None:
    assert told["refused"]["id"] == "RunInProgress,Export-UpsPhoto"
    assert told["refused"]["category"] == "ResourceBusy"
    assert told["event_log"]["id"] == told["useless"]["id"] == "UsageInvalid,Export-UpsPhoto"


def test_the_system_s_logs_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"] == ["eventlog:"]


def test_a_schedule_is_registered_once(told: dict[str, Any]) -> None:
    assert told["schedule_what_if"] == ["Skipped WhatIf"] * 3
    assert [one["Status"] for one in told["scheduled"]] == ["Applied"] * 3
    assert told["scheduled_again"] == ["Unchanged"] * 3
    assert told["schedule_type"] == "PyUpSync.ScheduleOutcome"
    assert told["schedule_shown"].split() == ["Name", "Status", "Code", "Reason"]
    assert "<Interval>PT1H</Interval>" in told["task"]
    assert told["both"]["id"] == "UsageInvalid,Register-UpsPhotoSchedule"


def test_the_python_that_is_scheduled_is_a_python(told: dict[str, Any]) -> None:
    """In PowerShell the process is another program."""
    started = next(line for line in told["scheduled"][0]["Definition"].splitlines() if line.startswith("ExecStart="))
    python = started.removeprefix("ExecStart=").split(" ")[0]
    assert Path(python).name.startswith("python")
    done = subprocess.run(
        [python, "-m", "pyupsync", "--version"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.startswith("pyupsync ")
