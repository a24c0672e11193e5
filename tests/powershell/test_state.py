"""The cmdlets around the state in the PowerShell engine: one story told by one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, Start
from tests.unit.photo_farm import NAMES, Farm

OLD = b"\xff\xd8 ann's old picture"


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Farm:
    """After a run; since then one profile has become blank, and somebody changed another's picture."""
    made = Farm(tmp_path_factory.mktemp("Zustand für alle"))
    made.put("ann", OLD)
    made.export()
    made.blank = {"bob"}
    made.put("eve", b"\xff\xd8 theirs")
    made.job()
    (made.root / "both.csv").write_text("AccountName,PictureURL\nCORP\\fay,fay.jpg\nOTHER\\gus,ann.jpg\n")
    entry = "dn: CN=gus,DC=other,DC=test\nobjectClass: user\nsAMAccountName: gus\n"
    (made.root / "other.ldif").write_text(f"dn: DC=other,DC=test\n\n{entry}")
    return made


@pytest.fixture(scope="module")
def told(farm: Farm, start: Start) -> dict[str, Any]:
    report = farm.root / "report.json"
    script = Path(__file__).with_name("state.ps1")
    process = start(script, *map(str, (MODULE, farm.root, report)))
    out, err = process.communicate(timeout=200)
    assert (process.returncode, err) == (0, ""), out
    assert report.exists(), out
    return json.loads(report.read_text(encoding="utf-8"))


def fate(**others: str) -> dict[str, str]:
    return {f"CORP\\{name}": others.get(name, "Unchanged UpToDate") for name in NAMES}


def test_a_plan_knows_whose_picture_is_somebody_elses_and_what_would_be_cleared(told: dict[str, Any]) -> None:
    assert told["plan"] == fate(bob="Planned Planned", eve="Skipped ForeignPhoto")
    assert "Clear thumbnailPhoto: nothing for " in str(told["planned"])


def test_several_directories_are_each_asked_for_the_people_of_their_domain(told: dict[str, Any]) -> None:
    assert told["several"] == {"CORP\\fay": "Unchanged UpToDate", "OTHER\\gus": "Applied Applied"}
    assert told["alone"] == {"CORP\\fay": "Skipped OtherDomain", "OTHER\\gus": "Unchanged UpToDate"}


def test_clearing_beyond_the_limit_ends_the_run(told: dict[str, Any]) -> None:
    assert told["too_many"]["id"] == "ClearLimitExceeded,Export-UpsPhoto"
    assert told["too_many"]["category"] == "LimitsExceeded"
    assert "-MaxClear" in told["too_many"]["advice"]


def test_an_export_clears_and_overwrites_only_when_told(told: dict[str, Any]) -> None:
    assert told["export"] == fate(bob="Applied Applied", eve="Skipped ForeignPhoto")
    assert told["overwrite"] == fate(bob="Skipped NoPicture", eve="Applied Applied")
    assert told["no_state"]["id"] == "UsageInvalid,Export-UpsPhoto"


def test_the_history_lists_runs_and_changes_as_objects(told: dict[str, Any]) -> None:
    assert told["run_type"] == "PyUpSync.PhotoRun"
    assert [(run["Run"], run["Job"], run["Applied"]) for run in told["runs"]] == [
        (1, "Export", 6),
        (2, "Export", 0),
        (3, "Export", 1),
        (4, "Export", 1),
    ]
    assert [run["Ended"] for run in told["runs"]] == [True, False, True, True], "the second broke off"
    assert told["run_shown"].split() == ["Run", "Job", "Started", "Applied", "Failed"]
    assert told["changes"] == 6
    assert told["change"] == [
        {
            "Account": "CORP\\ann",
            "Run": 1,
            "Status": "Applied",
            "Code": "Applied",
            "Action": "Set thumbnailPhoto",
            "Person": "CN=ann,DC=corp,DC=test",
            "BeforeBytes": len(OLD),
            "IsKept": True,
        }
    ]
    assert (told["change_type"], told["person"]) == ("PyUpSync.PhotoHistory", 1)


def test_a_run_is_undone_and_failures_are_error_records(told: dict[str, Any], farm: Farm) -> None:
    would = dict.fromkeys(("ann", "çem", "dör", "fay"), "Skipped WhatIf")
    left = {"bob": "Unchanged UpToDate"}
    assert told["what_if"] == fate(**would, **left, eve="Skipped WhatIf")
    assert told["restore"] == fate(**dict.fromkeys(would, "Applied Applied"), **left, eve="Applied Applied")
    assert told["failures"] == []
    assert told["piped"] == fate()
    assert json.loads((farm.root / "undone.json").read_text("ascii"))["run"]["job"] == "photos.restore"
    assert told["piped_change"] == {"CORP\\ann": "Unchanged UpToDate"}
    assert [farm.photo(name) for name in NAMES] == [OLD, *[None] * 5]


def test_what_was_replaced_is_forgotten_when_told(told: dict[str, Any], farm: Farm) -> None:
    state = f"sqlite:{farm.root / 'state.db'}"
    [would] = told["forget_what_if"]
    assert (would["State"], would["Status"], would["Code"]) == (state, "Skipped", "WhatIf")
    assert would["Pictures"] >= 1
    assert would["Bytes"] >= len(OLD)
    assert (told["kept"], told["forgotten"]) == (True, False)
    assert told["forget"] == [{"State": state, "Status": "Applied", "Code": "Applied"}]
    assert (told["forget_type"], told["forget_impact"]) == ("PyUpSync.StateOutcome", ["High"])


def test_what_cannot_be_done_is_a_terminating_error(told: dict[str, Any]) -> None:
    assert told["nothing_named"]["id"] == "UsageInvalid,Restore-UpsPhoto"
    assert told["no_run"]["id"] == "UsageInvalid,Get-UpsPhotoHistory"
    assert told["no_file"]["id"] == "StateFailed,Get-UpsPhotoHistory"
    assert not told["no_file"]["nonterminating"]


def test_state_files_are_completed_those_of_this_session_first(told: dict[str, Any], farm: Farm) -> None:
    assert told["completed"] == ["sqlite:", *(f"'sqlite:{farm.root / name}'" for name in ("none.db", "state.db"))]
    assert all(text.startswith("sqlite:") and "state.db" in text for text in told["completed_file"])
    assert told["completed_file"]
