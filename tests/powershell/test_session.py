"""A whole session in PowerShell: import, help, errors, streams, -WhatIf, secrets, runspaces. One process for all."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, SECRET, Farm, Start

PEOPLE = {
    "ágnes": "/1.jpg",
    "bob": "/2.jpg",
    "carol": "",
    "dora": "/login",
    "emil": "/missing.jpg",
    "frank": "/3.jpg",
    "unknown": "/4.jpg",
}
DONE = {
    "CORP\\ágnes": ("Applied", "Applied"),
    "CORP\\bob": ("Applied", "Applied"),
    "CORP\\carol": ("Skipped", "NoPicture"),
    "CORP\\dora": ("Failed", "ImageNotAPicture"),
    "CORP\\emil": ("Failed", "PhotoNotFound"),
    "CORP\\frank": ("Applied", "Applied"),
    "CORP\\unknown": ("Failed", "PersonNotFound"),
}
SOUND = {
    "executable": "/opt/python",
    "implementation": "cpython",
    "version": [3, 12, 1],
    "bits": 64,
    "prefix": "/opt",
    "library": "/opt/lib/libpython3.12.so",
    "runtime": "/opt/Python.Runtime.dll",
    "pythonnet": "3.1.0",
    "pyupsync": "/opt/bridge.py",
    "site": [],
}
UNSOUND = {
    "narrow": ({"bits": 32}, "32-bit"),
    "old": ({"version": [3, 9, 18]}, "3.9.18"),
    "other": ({"implementation": "pypy"}, "pypy"),
    "static": ({"library": ""}, "shared library"),
    "bare": ({"pyupsync": ""}, "pyupsync"),
    "unbound": ({"runtime": ""}, "pythonnet"),
    "outdated": ({"pythonnet": "3.0.5"}, "3.0.5"),
}


def fake_pythons(folder: Path) -> Path:
    """Programs that answer as a Python would that cannot be hosted, and one that answers nothing."""
    folder.mkdir()
    answers = {name: json.dumps({**SOUND, **change}) for name, (change, _) in UNSOUND.items()} | {"mute": ""}
    for name, answer in answers.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'a start-up file printed this'\necho '{answer}'\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def session(farm: Farm, start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the session told, and how its process ended."""
    farm.write(PEOPLE)
    (farm.folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    folder = tmp_path_factory.mktemp("told")
    report, pythons = folder / "report.json", fake_pythons(folder / "pythons")
    script = Path(__file__).with_name("session.ps1")
    process = start(script, str(MODULE), str(farm.folder), str(report), str(pythons))
    out, err = process.communicate(timeout=300)
    ended = time.time()
    assert report.exists(), out + err
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {**told, "out": out, "err": err, "code": process.returncode, "lasted": ended - report.stat().st_mtime}


def test_the_process_ends_promptly_with_its_exit_code_and_its_own_output(session: dict[str, Any]) -> None:
    assert session["code"] == 7
    assert session["lasted"] < 2
    lines = session["out"].splitlines()
    assert [line for line in lines if line and not line.startswith("What if:")] == ["the one line of output"]


def test_it_exports_what_the_manifest_says_with_approved_verbs(session: dict[str, Any]) -> None:
    assert session["exported"] == sorted(path.stem for path in (MODULE / "Public").glob("*.ps1"))
    assert session["private_verbs"] == []


def test_help_is_found_and_whole(session: dict[str, Any]) -> None:
    for item in session["help"]:
        assert item["synopsis"].endswith(".")
        assert item["examples"] >= 2
        assert item["undescribed"] == []
        assert any(name.startswith("PyUpSync.") for name in item["outputs"])


def test_it_is_written_in_windows_powershell_5_1(session: dict[str, Any]) -> None:
    if not session["syntax_checked"]:
        pytest.skip("This PowerShell has no Test-Ps51Syntax.")
    assert session["syntax"] == []


def test_addresses_are_completed_from_what_is_known(session: dict[str, Any]) -> None:
    assert session["completed"] == ["ldaps://", "ldap+starttls://", "ldif:"]
    assert any(re.search(r"^'?csv:.*people\.csv'?$", text) for text in session["completed_file"])


@pytest.mark.skipif(os.name == "nt", reason="The stand-ins for Pythons are shell scripts.")
@pytest.mark.parametrize("name", [*UNSOUND, "mute"])
def test_a_python_that_cannot_be_hosted_is_refused_in_words(session: dict[str, Any], name: str) -> None:
    trouble = session["pythons"][name]
    assert trouble["id"] == "PythonUnusable,Get-UpsPhotoPlan"
    assert trouble["category"] == "NotInstalled"
    assert UNSOUND.get(name, ({}, "could not be asked"))[1] in trouble["message"]
    assert trouble["advice"]


def test_a_python_that_is_not_there_is_named(session: dict[str, Any]) -> None:
    trouble = session["pythons"]["absent"]
    assert trouble["id"] == "PythonNotFound,Get-UpsPhotoPlan"
    assert "no-such-python" in trouble["message"]


@pytest.mark.parametrize(
    ("name", "code", "cmdlet", "category"),
    [
        ("plaintext", "UsageInvalid", "Export-UpsPhoto", "InvalidArgument"),
        ("two_logins", "UsageInvalid", "Get-UpsPhotoPlan", "InvalidArgument"),
        ("proxy", "UsageInvalid", "Export-UpsPhoto", "InvalidArgument"),
        ("no_site", "UsageInvalid", "Get-UpsPhotoPlan", "InvalidArgument"),
        ("provider", "UsageInvalid", "Get-UpsPhotoPlan", "InvalidArgument"),
        ("report", "UsageInvalid", "Export-UpsPhoto", "InvalidArgument"),
        ("taken", "UsageInvalid", "Get-UpsPhotoPlan", "InvalidArgument"),
    ],
)
def test_a_job_that_cannot_begin_is_one_terminating_error(
    session: dict[str, Any], name: str, code: str, cmdlet: str, category: str
) -> None:
    trouble = session["began_badly"][name]
    assert trouble["id"] == f"{code},{cmdlet}"
    assert trouble["category"] == category
    assert trouble["advice"]
    assert not trouble["nonterminating"]


def test_a_missing_file_is_named_in_full(session: dict[str, Any], farm: Farm) -> None:
    """Relative paths start at PowerShell's location, not at the process's folder."""
    assert str(farm.folder / "none.csv") in session["began_badly"]["no_file"]["message"]


def test_what_if_tells_everybody_s_outcome_and_changes_nothing(session: dict[str, Any]) -> None:
    expected = {who: ("Skipped", "WhatIf") if what[0] == "Applied" else what for who, what in DONE.items()}
    assert {item["Account"]: (item["Status"], item["Code"]) for item in session["what_if"]} == expected
    assert not session["what_if_changed"]
    asked = [line for line in session["out"].splitlines() if line.startswith("What if:")]
    assert len(asked) == sum(code == "WhatIf" for _, code in expected.values())
    assert all('"Set thumbnailPhoto" on target "CN=' in line for line in asked)


def test_the_plan_is_changes_and_outcomes_and_changes_nothing(session: dict[str, Any]) -> None:
    planned = {item["Account"]: item for item in session["plan"]}
    expected = {who: "Planned" if what[0] == "Applied" else what[0] for who, what in DONE.items()}
    assert {who: item["Status"] for who, item in planned.items()} == expected
    assert planned["CORP\\bob"]["Type"] == "PyUpSync.PhotoChange"
    assert 0 < planned["CORP\\bob"]["AfterBytes"] <= 10_240
    assert planned["CORP\\carol"]["Type"] == "PyUpSync.PhotoOutcome"
    assert not session["plan_changed"]


def test_reports_are_left_where_powershell_is(session: dict[str, Any], farm: Farm) -> None:
    with (farm.folder / "told.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["Account"]: row["Status"] for row in csv.DictReader(file)} == {
            item["Account"]: item["Status"].lower() for item in session["what_if"]
        }
    assert "Would change (3)" in (farm.folder / "told.html").read_text(encoding="utf-8")
    planned = json.loads((farm.folder / "told.json").read_text(encoding="ascii"))
    assert planned["run"]["job"] == "photos.plan"
    assert planned["summary"]["changes"] == 3
    assert (farm.folder / "people.csv").read_text(encoding="utf-8-sig").startswith("AccountName")


def test_the_export_tells_everybody_s_outcome(session: dict[str, Any]) -> None:
    outcomes = {item["Account"]: item for item in session["outcomes"]}
    assert {who: (item["Status"], item["Code"]) for who, item in outcomes.items()} == DONE
    assert outcomes["CORP\\ágnes"]["Person"] == "CN=Person ágnes,OU=Staff,DC=corp,DC=contoso,DC=com"
    assert len(outcomes["CORP\\ágnes"]["AfterSha256"]) == 64
    assert outcomes["CORP\\ágnes"]["BeforeBytes"] is None
    assert outcomes["CORP\\unknown"]["Person"] is None
    assert session["exported_changes"]
    assert session["again"] == ["Failed 3", "Skipped 1", "Unchanged 3"]


def test_a_failed_person_is_an_error_as_well(session: dict[str, Any]) -> None:
    failures = {item["account"]: item for item in session["failures"]}
    assert {who: (item["id"], item["category"]) for who, item in failures.items()} == {
        "CORP\\dora": ("ImageNotAPicture,Export-UpsPhoto", "InvalidData"),
        "CORP\\emil": ("PhotoNotFound,Export-UpsPhoto", "ObjectNotFound"),
        "CORP\\unknown": ("PersonNotFound,Export-UpsPhoto", "ObjectNotFound"),
    }
    assert all(who in item["message"] for who, item in failures.items())
    assert all(item["advice"] for item in failures.values())


def test_the_table_shows_whom_and_why(session: dict[str, Any]) -> None:
    header, _, *rows = session["table"].splitlines()
    assert header.split() == ["Account", "Status", "Code", "Reason"]
    assert any(row.startswith("CORP\\ágnes") and "Applied" in row for row in rows)


def test_confirmation_can_be_given_beforehand(session: dict[str, Any]) -> None:
    assert session["confirmed"] == 3


def test_the_plan_counts_what_a_named_output_holds_as_made(session: dict[str, Any]) -> None:
    assert session["planned_after"] == 0


def test_stopping_early_leaves_no_run_behind(session: dict[str, Any]) -> None:
    assert session["first"] == 1
    assert session["stopped"]["nonterminating"] or session["stopped"]["id"].endswith(",Export-UpsPhoto")
    assert session["stopped_seen"][-1] == "Failed"
    assert session["stopped_seen"].count("Failed") == 1
    assert session["runs_left"] == "0"


def test_a_password_crosses_and_shows_nowhere(session: dict[str, Any]) -> None:
    assert session["unreachable"]["id"] == "DirectoryUnavailable,Export-UpsPhoto"
    assert session["unreachable"]["category"] == "ConnectionError"
    assert session["bad_setting"]["id"] == "UsageInvalid,Export-UpsPhoto"
    assert not session["secret_in_errors"]
    assert not session["secret_shown"]
    assert session["settings_open"]
    assert session["settings"] == {"user": "CORP\\svc_ups", "site_user": "CORP\\svc_ups", "workers": 3, "same": True}


def test_the_hosted_python_is_the_one_that_was_named(session: dict[str, Any]) -> None:
    """A venv's packages are seen, and no others."""
    prefix, path, stdout = json.loads(session["hosted"])
    assert prefix == sys.prefix
    folders = {entry for entry in path if Path(entry).name in {"site-packages", "dist-packages"}}
    assert folders == {entry for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages"}}
    assert stdout == "_Printed"
    assert any("Hosting" in line for line in session["verbose"]) is False, "it was started before, by -WhatIf"


def test_it_is_used_again_by_a_reimported_module_and_by_other_runspaces(session: dict[str, Any]) -> None:
    assert session["reimported"] == len(PEOPLE)
    assert session["runspaces"] == [session["runspaces"][0]] * 3
    assert sorted(session["runspaces"][0]) == sorted(DONE)


def test_another_python_than_the_hosted_one_is_warned_of(session: dict[str, Any]) -> None:
    assert len(session["warned"]) == 1
    assert "already hosts" in session["warned"][0]
