"""What the cmdlets of every area make of what the pipeline brings, and how they fail, told by one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.wiring import save_profile_service
from tests.powershell import first_ten_minutes, test_events
from tests.powershell.conftest import MODULE, Start
from tests.powershell.test_profiles import CONNECTIONS, IMPORTS
from tests.unit.test_cli_access import account, domain, held

FIELDS = "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus sc-win32-status"
CASES = {
    "Export-UpsPhoto": ("PersonNotFound", "ImageNotAPicture"),
    "Get-UpsPhotoPlan": ("PersonNotFound", "ImageNotAPicture"),
    "Get-UpsPhoto": ("PersonNotFound",),
    "Import-UpsTrustedRoot": ("CertificateUnreadable",),
    "Grant-UpsDirectoryAccess": ("DirectoryAccessDenied",),
    "Set-UpsPictureMapping": ("ConnectionNotFound", "NoExportOnADImport"),
    "Get-UpsPhotoRequest": ("LogMissing",),
    "Test-UpsPhotoRequest": ("LogMissing",),
    "Get-UpsCertificateEvent": ("EventsUnreadable",),
    "Start-UpsSynchronization": ("FarmFailed",),
    "Test-UpsPhotoFlow": ("UsageInvalid",),
}
"""Things of which some fail: the codes."""
ALONE = {"Grant-UpsDirectoryAccess", "Set-UpsPictureMapping", "Import-UpsTrustedRoot"}
"""Of these nothing is well."""
WHOLE = {
    "Test-UpsDirectoryAccess": "ServiceAccountUnknown",
    "Revoke-UpsDirectoryAccess": "AccessUndoUnusable",
    "Get-UpsSyncConnection": "FarmFailed",
    "Test-UpsPhotoSync": "UsageInvalid",
    "Register-UpsPhotoSchedule": "UsageInvalid",
    "Test-UpsMetaverse": "MetaverseUnreadable",
}
"""Jobs that cannot begin."""


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Alles über Röhren")
    first_ten_minutes.make_farm(folder)
    test_events.lay_out(folder)
    save_profile_service(str(folder / "farm.json"), CONNECTIONS, IMPORTS)
    people = account("alice", "S-1-5-21-7-7-7-1200", **held()) + account("hidden", "S-1-5-21-7-7-7-1203")
    (folder / "corp.ldif").write_text(domain() + people)
    request = "2026-05-13 08:00:00 10.0.0.5 GET /photos/ann_LThumb.jpg 80 - 10.0.0.7 401 2 5"
    (folder / "iis.log").write_text(f"#Fields: {FIELDS}\n{request}\n2026-05-13 09:00:00{request[19:]}\n")
    for name in ("empty", "undo"):
        (folder / name).mkdir()
    report = folder.parent / "told.json"
    process = start(Path(__file__).with_name("pipelines.ps1"), *map(str, (MODULE, folder, report)))
    out, err = process.communicate(timeout=400)
    assert report.exists(), out + err
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", CASES)
def test_what_fails_is_an_error_beside_what_is_well(told: dict[str, Any], name: str) -> None:
    case = told["cases"][name]
    assert "thrown" not in case
    assert case["fine"] is False, "that is $?"
    assert set(case["errors"]) == {f"{code},{name}" for code in CASES[name]}
    assert name in ALONE or case["given"] >= 1
    assert case["advice"]
    assert case["category"] != "NotSpecified"


@pytest.mark.parametrize("name", CASES)
def test_the_first_error_stops_it_where_that_is_asked(told: dict[str, Any], name: str) -> None:
    assert told["cases"][name]["stopped"]["id"] in {f"{code},{name}" for code in CASES[name]}


@pytest.mark.parametrize("name", ["Get-UpsPhotoRequest", "Test-UpsPhotoRequest", "Get-UpsCertificateEvent"])
def test_an_unreadable_log_is_a_path_to_the_error(told: dict[str, Any], name: str) -> None:
    assert told["cases"][name]["target"] == "System.String"


@pytest.mark.parametrize("name", WHOLE)
def test_a_job_that_cannot_begin_ends_its_statement_either_way(told: dict[str, Any], name: str) -> None:
    case = told["whole"][name]
    assert case["thrown"] == case["stopped"]["id"] == f"{WHOLE[name]},{name}"
    assert case["errors"] == [case["thrown"]]
    assert case["advice"]
    assert case["category"] != "NotSpecified"


def test_what_finds_faults_has_not_failed(told: dict[str, Any]) -> None:
    for name, case in told["well"].items():
        assert (case["fine"], case["errors"], case["stopped"]) == (True, [], "none"), name
        assert case["given"] >= 1, name


def test_an_empty_pipeline_is_nothing_to_do(told: dict[str, Any]) -> None:
    assert set(told["empty"].values()) == {"none"}
    assert set(told["empty_quiet"].values()) == {0}


def test_who_failed_is_asked_about_by_name(told: dict[str, Any]) -> None:
    assert sorted(told["failed"]) == ["CONTOSO\\emil", "CONTOSO\\frank"]
    assert sorted(told["asked"]) == [f"SharePoint knows {who}." for who in sorted(told["failed"])]


def test_a_file_of_people_can_be_piped(told: dict[str, Any]) -> None:
    assert told["from_csv"] == 6
    assert told["photos_from_csv"] == [f"CONTOSO\\{who}" for who in ("alice", "bob", "dora", "emil", "zoë")]


def test_names_are_completed_by_what_they_name(told: dict[str, Any]) -> None:
    assert told["names"] == ["Contoso AD", "Import only"], "what is not there is no name"
    assert told["connections"] == ["'Contoso AD'"]
    assert told["sources"] == ["mv:./people", "mv:./people.csv", "mv:./people.ldif"]
