"""The engine that hosts Python: errors as PowerShell has them, streams kept apart, many imports, threads and calls."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, Farm, Start

FEW = {"bob": "/2.jpg", "dora": "/login", "emil": "/missing.jpg", "carol": ""}
MANY = 10_000
CALLS = 10_000


@pytest.fixture(scope="module")
def told(farm: Farm, start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    farm.write(FEW, "few")
    farm.write({f"person{number:05}": "" for number in range(MANY)}, "many")
    report = tmp_path_factory.mktemp("told") / "report.json"
    script = Path(__file__).with_name("engine.ps1")
    process = start(script, str(MODULE), str(farm.folder), str(report), str(CALLS))
    try:
        out, err = process.communicate(timeout=900)
    finally:
        process.kill()
    assert report.exists(), out + err
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {**found, "out": out, "err": err, "code": process.returncode}


def test_the_output_is_the_script_s_and_so_is_the_exit_code(told: dict[str, Any]) -> None:
    assert (told["out"].splitlines(), told["code"]) == (["the output"], 5)
    assert told["err"].count("cannot be read: ") == 1, "the error that nobody caught, and nothing else"
    assert told["err"].startswith("Get-UpsPhotoPlan: ")
    assert told["err"].count("Get-UpsPhotoPlan: ") == 1


def test_failures_are_errors_of_the_cmdlet_and_the_others_go_on(told: dict[str, Any]) -> None:
    errors = told["errors"]
    assert errors["continued"] == len(FEW)
    assert {item["id"] for item in errors["records"]} == {
        "ImageNotAPicture,Get-UpsPhotoPlan",
        "PhotoNotFound,Get-UpsPhotoPlan",
    }
    assert {item["whom"] for item in errors["records"]} == {"CORP\\dora", "CORP\\emil"}
    assert all(item["target"] == "PyUpSync.PhotoOutcome" and item["advice"] for item in errors["records"])


def test_the_automatic_variable_tells_whether_there_were_errors(told: dict[str, Any]) -> None:
    errors = told["errors"]
    assert errors["after_failures"] is False
    assert errors["after_none"] is True
    assert errors["ignored"] == 0, "what is ignored is not kept in $Error"


def test_error_action_stop_stops_at_the_first_failure(told: dict[str, Any]) -> None:
    errors = told["errors"]
    assert errors["stopped"]["id"] in {item["id"] for item in errors["records"]}
    assert errors["stopped"]["category"] in {"InvalidData", "ObjectNotFound"}
    assert errors["stopped"]["advice"]
    assert errors["seen"].count("Failed") == 1
    assert errors["seen"][-1] == "Failed", "its object came before"


def test_a_job_that_cannot_begin_ends_its_statement_whatever_the_error_action(told: dict[str, Any]) -> None:
    errors = told["errors"]
    assert errors["terminating"]["id"] == "ProfileUnreadable,Get-UpsPhotoPlan"
    assert not errors["terminating"]["nonterminating"]
    assert errors["after_terminating"] is False
    assert errors["reached"] == "yes", "the script itself goes on, as after any cmdlet"


def test_a_traceback_is_for_who_debugs(told: dict[str, Any]) -> None:
    errors = told["errors"]
    assert "Traceback" in errors["debugged"]
    assert "csv_file.py" in errors["debugged"]
    assert "none.csv" in errors["plain"]
    assert not re.search(r"Traceback|\.py\b", errors["plain"])


def test_streams_are_kept_apart_and_in_order(told: dict[str, Any]) -> None:
    lines = told["streams"]["order"]
    assert [line for line in lines if line.startswith("object")] == ["object 0", "object 1", "object 2"]
    for number in range(3):
        chatter = lines[: lines.index(f"object {number}")]
        for line in (f"debug debug {number}", f"verbose info {number}", f"warning warning {number}"):
            assert line in chatter, "before the object that it was told before"
            assert lines.count(line) == 1
        assert any(line.startswith("verbose") and f"printed {number}" in line for line in chatter)
        assert any(line.startswith("verbose") and f"helper {number}" in line for line in chatter)


def test_ten_thousand_objects_come_in_order_of_their_making(told: dict[str, Any]) -> None:
    many = told["many"]
    assert (many["count"], many["distinct"]) == (MANY, MANY)
    assert many["first"] < many["last"] / 2, "the first is out long before the last"


def test_the_module_is_imported_again_and_again(told: dict[str, Any]) -> None:
    assert told["reimported"] == [len(FEW)] * 20
    assert told["removed_midway"] == len(FEW)


def test_threads_share_the_one_python(told: dict[str, Any]) -> None:
    assert told["parallel"] == [f"{len(FEW)} 2"] * 7
    assert told["jobs"] == [f"{len(FEW)} 2"] * 3
    assert told["thread_jobs"] in (None, [f"{len(FEW)} 2"] * 3)
    assert told["runs_left"] == 0
    assert told["listeners_left"] == 1, "the one that there always is"


def test_memory_is_flat_over_ten_thousand_calls(told: dict[str, Any]) -> None:
    """A leaked event of each run would be ten times what is allowed."""
    before, after = told["memory_before"], told["memory_after"]
    assert after["python"] - before["python"] < 2_000, "blocks of Python's memory"
    assert after["net"] - before["net"] < 1_000_000, "bytes of .NET's"
    assert after["process"] - before["process"] < 40_000_000, "bytes of the process, freed ones among them"
