"""IIS logs in the PowerShell engine: one session, told by one process."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, Start
from tests.unit.iis_lines import BOB, DENIED, FIRST, GRANTED, SECOND, line, log

pytestmark = pytest.mark.pwsh

ALICE_REQUESTS = [
    "10.1.0.7 401.2 5 contoso_alice L",
    "10.1.0.7 401.1 2148074254 contoso_alice L",
    "10.1.0.7 200.0 0 contoso_alice L",
]
BOB_REQUESTS = ["10.1.0.66 401.2 5 contoso_bob M", "10.1.0.66 401.1 2148074254 contoso_bob M"]


def lay_out(folder: Path) -> None:
    for name in ("W3SVC1", "W3SVC2"):
        (folder / name).mkdir()
    first = [line(0, FIRST), line(0, SECOND), line(1, GRANTED, cs_username="CONTOSO\\älice")]
    service = {"c_ip": "10.1.0.66", "cs_uri_stem": BOB, "cs_User_Agent": "FIM+Sync"}
    second = [line(2, FIRST, **service), line(3, ("401", "1", "-2146893042"), **service)]
    (folder / "W3SVC1" / "u_ex250303.log").write_bytes(log(first, until=None))
    (folder / "W3SVC1" / "u_ex250304.log.gz").write_bytes(gzip.compress(log(second)))
    (folder / "W3SVC1" / "u_in250303.log").write_bytes(b"x")
    denied = {"c_ip": "10.0.0.6"}
    (folder / "W3SVC2" / "u_ex250303.log").write_bytes(log([line(0, FIRST, **denied), line(0, DENIED, **denied)]))
    (folder / "u_nc250303.log").write_bytes(b'10.0.0.1 - x [08/Apr/2025:17:39:04 -0800] "GET / HTTP/1.0" 200 3401\n')
    fields = "date time cs-uri-stem c-ip sc-status"
    (folder / "few.log").write_bytes(log([line(0, FIRST, fields=fields)], fields=fields))


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Protokolle für IIS")
    lay_out(folder)
    report = folder / "report.json"
    process = start(Path(__file__).with_name("logs.ps1"), str(MODULE), str(folder), str(report))
    out, err = process.communicate(timeout=600)
    assert report.exists(), out + err
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {**told, "out": out, "err": err}


def test_requests_are_listed_as_they_are_logged(told: dict[str, Any]) -> None:
    assert told["requests"] == ALICE_REQUESTS + BOB_REQUESTS
    assert told["type"] == "PyUpSync.PhotoRequest"
    last = told["last"]
    assert last["Address"] == "/User Photos/Profile Pictures/contoso_bob_MThumb.jpg"
    assert (last["Utc"], last["Agent"], last["Server"], last["Port"]) == (
        "2025-03-03T08:00:03",
        "FIM Sync",
        "10.0.0.5",
        443,
    )
    assert last["File"].endswith("u_ex250304.log.gz")
    assert (last["User"], last["HostName"]) == ("", "")


def test_paths_come_by_wildcard_literally_and_by_the_pipeline(told: dict[str, Any]) -> None:
    assert told["piped"] == told["wildcard"] == BOB_REQUESTS
    assert told["literal"] == told["requests"]


def test_person_client_time_and_path_choose(told: dict[str, Any]) -> None:
    assert told["one_person"] == told["since"] == BOB_REQUESTS
    assert told["one_client"] == ALICE_REQUESTS
    assert told["pattern"] == ["/"]


def test_what_was_refused_for_good_is_told_with_its_cause(told: dict[str, Any]) -> None:
    assert told["found"] == ["Error LogonDenied 10.0.0.6 1", "Error NoCredentialsSent 10.1.0.66 1"]
    assert told["found_type"] == "PyUpSync.RequestFinding"
    first = told["first"]
    assert (first["Answer"], first["CodeName"], first["Requests"]) == ("401.1 2148074252", "SEC_E_LOGON_DENIED", 2)
    assert first["Begun"] == "2025-03-03T08:00:00"
    assert first["Picture"] == ["contoso_alice"]
    assert len(first["Evidence"]) == 2
    assert "setspn" in first["Advice"]
    assert told["verbose"][-1].startswith("3 logs, 7 requests")


def test_quiet_is_a_boolean(told: dict[str, Any]) -> None:
    assert told["quiet"] == [False]
    assert told["quiet_good"] == [True]
    assert told["quiet_unread"] == [], "nothing is known of a log that was not read"


def test_the_server_s_own_addresses_and_the_window_are_heeded(told: dict[str, Any]) -> None:
    assert told["loopback"] == ["LoopbackCheck"]
    assert told["window"] == [], "within an hour it may still be granted"


def test_what_cannot_be_read_is_one_error_each_and_the_rest_is_read(told: dict[str, Any]) -> None:
    assert [(one["id"], one["category"]) for one in told["failures"]] == [
        ("LogMissing,Get-UpsPhotoRequest", "ObjectNotFound"),
        ("LogUnsupported,Get-UpsPhotoRequest", "NotImplemented"),
    ]
    assert told["mixed"] == ["10.0.0.6 401.2 5 contoso_alice L", "10.0.0.6 401.1 2148074252 contoso_alice L"]
    assert "IIS format" in told["out"], "a warning names what a folder has beside its logs"


def test_fields_that_are_not_logged_are_told(told: dict[str, Any]) -> None:
    assert told["fields"] == ["Warning LogFieldsMissing", "Error LogonUnfinished"]
    assert len(told["warned"]) == 1
    assert "sc-win32-status" in told["warned"][0]


def test_what_is_no_question_is_refused(told: dict[str, Any]) -> None:
    assert told["no_address"]["id"] == "UsageInvalid,Get-UpsPhotoRequest"
    assert told["nothing"] == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("table", ["Client", "Time", "Status", "Code", "Picture"]),
        ("found_table", ["Client", "Status", "Cause", "Count", "Last"]),
    ],
)
def test_the_tables_have_what_matters(told: dict[str, Any], table: str, columns: list[str]) -> None:
    assert told[table].splitlines()[0].split() == columns


def test_the_process_ends_well(told: dict[str, Any]) -> None:
    assert told["err"] == ""
