"""The cmdlets around rights in the PowerShell engine: one story of a dump, told by one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.access import rights
from pyupsync.access.aces import INHERITED, Ace
from pyupsync.access.descriptor import DACL_PROTECTED
from tests.powershell.conftest import MODULE, Start
from tests.unit.test_cli_access import STAFF, SVC, TEAM, account, domain, held

ENTRY = f"(OA;;WP;{rights.THUMBNAIL_PHOTO};;{SVC})"


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script told."""
    folder = tmp_path_factory.mktemp("Rechte für alle")
    inherited = Ace.make(TEAM, rights.WRITE_PROPERTY, object_type=rights.THUMBNAIL_PHOTO, flags=INHERITED)
    (folder / "corp.ldif").write_text(
        domain()
        + account("alice", "S-1-5-21-7-7-7-1200", **held())
        + account("bert", "S-1-5-21-7-7-7-1201", **held(inherited))
        + account("boss", "S-1-5-21-7-7-7-1202", adminCount="1", **held(control=DACL_PROTECTED))
        + account("hidden", "S-1-5-21-7-7-7-1203")
    )
    (folder / "denied.ldif").write_text(domain(ou=(Ace.make(TEAM, rights.WRITE_PROPERTY, flags=2, deny=True),)))
    report = folder / "report.json"
    process = start(Path(__file__).with_name("access.ps1"), *map(str, (MODULE, folder, report)))
    out, err = process.communicate(timeout=200)
    assert (process.returncode, err) == (0, ""), out
    assert report.exists(), out
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return told


def test_rights_and_people_are_objects_of_their_own(told: dict[str, Any]) -> None:
    assert {one["Check"]: (one["Status"], one["Cause"]) for one in told["rights"]} == {
        "writePhoto": ("Error", "NoWriteRight"),
        "createChild": ("Info", "NoRight"),
        "replicate": ("Info", "NoRight"),
    }
    photo = told["rights"][0]
    assert (photo["People"], photo["Writable"], photo["Protected"], photo["Granted"]) == (4, 1, 1, False)
    grantee, ou = "-Account CORP\\svc", f"-OrganizationalUnit '{STAFF}'"
    assert photo["Advice"].startswith("Run: Grant-UpsDirectoryAccess -Directory ")
    assert photo["Advice"].endswith(f" {grantee} {ou}")
    assert {one["Person"]: (one["Cause"], one["Granted"]) for one in told["people"]} == {
        "alice": ("NoWriteRight", False),
        "boss": ("ProtectedAccount", False),
        "hidden": ("DescriptorUnread", None),
    }
    assert told["people"][1]["AdminCount"] is True
    assert told["people"][1]["Inherits"] is False


def test_tables_begin_with_the_account(told: dict[str, Any]) -> None:
    assert told["rights_table"].split()[:5] == ["Account", "Check", "Status", "Cause", "Actual"]
    assert told["people_table"].split()[:5] == ["Account", "Person", "Granted", "Cause", "DistinguishedName"]
    assert told["first_table"].split()[:5] == ["Account", "Status", "Code", "Action", "DistinguishedName"]


def test_what_is_asked_for_is_an_error_where_it_is_missing(told: dict[str, Any]) -> None:
    assert told["required"] == ["createChild Error", "replicate Error"]
    assert (told["quiet_before"], told["quiet_after"], told["quiet_end"]) == ([False], [True], [False])


def test_a_grant_is_made_once_and_what_if_leaves_nothing(told: dict[str, Any]) -> None:
    assert told["what_if"] == ["Skipped WhatIf CORP\\svc "]
    assert told["what_if_left"] == 0
    assert told["first"] == [f"Applied Applied CORP\\svc {ENTRY}"]
    assert told["second"] == [f"Unchanged UpToDate CORP\\svc {ENTRY}"]
    assert told["undo_files"] == 1
    assert told["classic"] == [
        "Grant Write All Properties",
        "Grant Create Child Objects",
        "Grant Replicate Directory Changes",
    ]


def test_what_is_denied_is_warned_of(told: dict[str, Any]) -> None:
    [warning] = told["denied"]
    assert "denies it to team" in warning


def test_a_grant_is_taken_back_as_its_file_tells(told: dict[str, Any]) -> None:
    assert told["revoke_what_if"] == [f"Skipped WhatIf CORP\\svc {ENTRY}"]
    assert told["revoked"] == [f"Applied Applied CORP\\svc {ENTRY}"]
    assert told["revoked_twice"] == ["Unchanged UpToDate CORP\\svc "]
    assert told["impact"] == ["Medium", "High"]


def test_trouble_is_an_error_record(told: dict[str, Any]) -> None:
    assert told["whole"]["id"] == "UsageInvalid,Grant-UpsDirectoryAccess"
    assert "whole domain" in told["whole"]["message"]
    assert told["nobody"]["id"] == "ServiceAccountUnknown,Test-UpsDirectoryAccess"
    assert (told["no_undo"]["id"], told["no_undo"]["category"]) == (
        "AccessUndoUnusable,Revoke-UpsDirectoryAccess",
        "ReadError",
    )
    assert told["hidden"] == ["Failed DirectoryAccessDenied CORP\\svc "]
    assert told["hidden_error"] == ["DirectoryAccessDenied,Grant-UpsDirectoryAccess"]


def test_addresses_and_accounts_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"][:3] == ["ldaps://", "ldap+starttls://", "ldif:"]
    assert "CORP\\svc" in told["accounts"]
