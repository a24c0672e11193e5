"""The cmdlets on the User Profile service in the engine: one story of a farm in a file and of this server's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.model import NamingContext, PictureImport, PropertyMapping, SyncConnection
from pyupsync.wiring import save_profile_service
from tests.powershell.conftest import MODULE, Start
from tests.standins.object_model.service import read_service, write_service

STANDIN = Path(__file__).resolve().parents[1] / "standins" / "sharepoint"
STAFF = NamingContext(
    "DC=corp,DC=contoso,DC=com", "CORP", ("OU=Büro,DC=corp", "OU=Staff,DC=corp"), ("OU=T,OU=Staff,DC=corp",)
)
PICTURE = PropertyMapping("PictureURL", "thumbnailPhoto", imported=True)
CONNECTIONS = [
    SyncConnection("Contoso AD", "ActiveDirectory", "corp.contoso.com", True, "CORP\\svc-ü", (STAFF,), (PICTURE,)),
    SyncConnection("Import only", "ActiveDirectoryImport", "", False, "CORP\\svc", (STAFF,), ()),
]
IMPORTS = [PictureImport("https://mysite.contoso.com", "My Sites", exchange=True)]


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the script told."""
    folder = tmp_path_factory.mktemp("Profile für alle")
    save_profile_service(str(folder / "farm.json"), CONNECTIONS, IMPORTS)
    report = folder / "report.json"
    service = write_service(folder / "service", CONNECTIONS, IMPORTS)
    given = {
        "PYUPSYNC_STANDIN_ASSEMBLIES": str(request.getfixturevalue("object_model")),
        "PYUPSYNC_STANDIN_SERVICE": str(service),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        process = start(Path(__file__).with_name("profiles.ps1"), *map(str, (MODULE, folder, report, STANDIN)))
    out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert not service.exists()
    return {**told, "out": out, "err": err}


@pytest.fixture(params=["file", "sharepoint"])
def story(request: pytest.FixtureRequest, told: dict[str, Any]) -> dict[str, Any]:
    """The same steps at a farm in a file, and at this server's through its object model in this runspace."""
    story: dict[str, Any] = told[request.param]
    return story


def test_connections_are_objects_with_lists_of_containers(story: dict[str, Any]) -> None:
    first, second = story["connections"]
    assert story["type"] == "PyUpSync.SyncConnection"
    assert (first["Connection"], first["Kind"], first["Server"]) == (
        "Contoso AD",
        "ActiveDirectory",
        "corp.contoso.com",
    )
    assert (first["UseSsl"], first["Account"], first["Mappings"]) == (True, "CORP\\svc-ü", 1)
    assert (first["Included"], first["Excluded"]) == (list(STAFF.included), list(STAFF.excluded))
    assert first["NamingContexts"] == [STAFF.dn]
    assert first["Picture"] == ["import from thumbnailPhoto"]
    assert (second["Kind"], second["Picture"]) == ("ActiveDirectoryImport", [])
    assert story["connections_table"].splitlines()[0].split() == ["Connection", "Kind", "Server", "Account", "Picture"]


def test_each_connection_is_judged_and_what_competes_is_told(story: dict[str, Any]) -> None:
    assert story["before"] == [
        "Error ExportMappingMissing Contoso AD",
        "Error NoExportOnADImport Import only",
        "Warning PictureImportEnabled https://mysite.contoso.com",
    ]
    assert story["one"] == [*story["before"][1:]]
    assert story["mappings_table"].splitlines()[0].split() == ["Connection", "Status", "Cause", "Actual"]


def test_what_mends_it_is_said_as_a_cmdlet(told: dict[str, Any]) -> None:
    assert told["sharepoint"]["advice"][0] == "Set-UpsPictureMapping -Connection 'Contoso AD' -Force"
    mends = told["file"]["advice"][0]
    assert mends.startswith("Set-UpsPictureMapping -Connection 'Contoso AD' -Farm ")
    assert mends.endswith("farm.json' -Force")
    assert told["file"]["advice"][1].startswith("Use Export-UpsPhoto, ")
    assert told["file"]["advice"][2].startswith("$w = Get-SPWebApplication https://mysite.contoso.com;")


def test_an_import_is_removed_only_when_that_is_asked_for(story: dict[str, Any]) -> None:
    [failure] = story["refused"]
    assert (failure["id"], failure["category"]) == ("ImportAndExport,Set-UpsPictureMapping", "ResourceExists")
    assert failure["type"] == "PyUpSync.MappingOutcome"
    assert "Use -Force" in failure["advice"]
    assert any("takes people's pictures from Exchange" in text for text in story["warned"])
    assert story["what_if"] == ["Skipped WhatIf Contoso AD"] * 2
    assert story["untouched"][0] == story["before"][0]
    assert story["set"] == ["Applied Applied Contoso AD"] * 2
    assert story["set_table"].splitlines()[0].split() == ["Connection", "Status", "Code", "Reason"]
    assert story["again"] == ["Unchanged UpToDate Contoso AD"]
    assert story["after"][0] == "Ok  Contoso AD"


def test_what_cannot_export_is_an_error_of_its_own(story: dict[str, Any]) -> None:
    assert [(one["id"], one["category"]) for one in story["impossible"]] == [
        ("ConnectionNotFound,Set-UpsPictureMapping", "ObjectNotFound"),
        ("NoExportOnADImport,Set-UpsPictureMapping", "NotImplemented"),
    ]
    assert story["none"] == [], "a pipeline that brings no connection means none, not all"


def test_a_synchronization_is_started_and_waited_for(story: dict[str, Any], told: dict[str, Any]) -> None:
    assert story["sync_what_if"] == ["Skipped WhatIf"]
    assert story["synced_type"] == "PyUpSync.SynchronizationOutcome"
    assert story["synced_table"].splitlines()[0].split() == ["Action", "Status", "Code", "Reason"]
    assert told["file"]["synced"] == ["Applied NotSeenRunning"]
    assert told["sharepoint"]["synced"] == ["Applied Ended"]
    assert story["idle_wait"]["id"].startswith("UsageInvalid,")
    [failure] = told["running"]
    assert (failure["id"], failure["category"]) == ("SynchronizationRunning,Start-UpsSynchronization", "ResourceBusy")


def test_the_one_that_runs_is_stopped_and_where_none_runs_nothing_is(
    story: dict[str, Any], told: dict[str, Any]
) -> None:
    assert story["status"] == ["PyUpSync.Synchronization False Idle"]
    assert story["stopped"] == ["Unchanged UpToDate"]
    assert told["stop_what_if"] == ["Skipped WhatIf"]
    assert told["stopped"] == ["Applied Begun"]
    assert told["status_table"].split()[-3:] == ["sharepoint:", "False", "Canceled"]


def test_the_examples_of_the_help_do_what_they_say(told: dict[str, Any]) -> None:
    """As they stand, where the farm of this server is the stand-in and farm.json the administrator's."""
    assert len(told["examples"]) == 12
    failing = [line for line in told["examples"] if not line.endswith(": 0")]
    # The second connection is one of Active Directory Import.
    assert [line.partition(" |")[0] for line in failing] == [
        "Set-UpsPictureMapping -WhatIf: 1",
        "Get-UpsSyncConnection -Farm farm:farm.json",
    ]


def test_names_and_addresses_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"] == ["'Contoso AD'"]
    assert told["completed_farm"] == ["om:"]


def test_what_is_not_there_ends_the_cmdlet(told: dict[str, Any]) -> None:
    assert told["missing_farm"]["id"] == "FarmFailed,Get-UpsSyncConnection"
    assert (told["gone"]["id"], told["gone"]["category"]) == (
        "ProfileServiceMissing,Get-UpsPictureMapping",
        "ObjectNotFound",
    )


def test_nothing_is_written_beside_the_objects(told: dict[str, Any]) -> None:
    assert told["err"] == ""


def test_the_stand_in_keeps_rows_as_they_were_written(tmp_path: Path) -> None:
    """The tests' own reader and writer agree."""
    rows = read_service(write_service(tmp_path / "rows", CONNECTIONS[:1], IMPORTS, ("denied",)))
    assert [row[0] for row in rows] == [
        *("connection", "context", "included", "included", "excluded", "mapping", "pictures", "denied")
    ]
