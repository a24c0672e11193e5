"""``Get-UpsAlternateUrl`` in the PowerShell engine, with the farm's cmdlets in its own runspace; one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.wiring import save_farm_file
from tests.contract.test_farm_sites import ACCOUNTS, expected
from tests.powershell.conftest import MODULE, Start

STANDIN = Path(__file__).resolve().parents[1] / "standins" / "sharepoint"
ROWS = [
    {"Url": one.url, "Zone": one.zone, "WebApplication": one.web_application, "Origin": one.origin}
    for one in expected()
]


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script told."""
    folder = tmp_path_factory.mktemp("Farm ü")
    save_farm_file(str(folder / "carried.json"), expected(), ACCOUNTS)
    report = folder / "report.json"
    script = Path(__file__).with_name("farm.ps1")
    process = start(script, *map(str, (MODULE, folder, report, STANDIN)))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (0, "", "")
    return json.loads(report.read_text(encoding="utf-8"))


def test_the_farm_of_this_server_is_asked_in_this_runspace(told: dict[str, Any]) -> None:
    """Five web applications, twelve mappings, the My Site host and two host-named sites, over http and https."""
    assert told["asked"] == ROWS
    assert told["type"] == "PyUpSync.AlternateUrl"
    assert told["ran_here"] is True


def test_the_table_begins_with_the_address(told: dict[str, Any]) -> None:
    head, _, first, *_ = told["table"].splitlines()
    assert head.split() == ["Url", "Zone", "WebApplication", "Origin"]
    assert first.split() == [
        "https://portal.contoso.com",
        "Default",
        "Portal",
        "Köln",
        "alternate",
        "access",
        "mapping",
    ]


def test_the_pipeline_can_end_it(told: dict[str, Any]) -> None:
    assert told["first"] == [row["Url"] for row in ROWS[:2]]


def test_a_file_says_the_same(told: dict[str, Any]) -> None:
    assert told["from_file"] == ROWS


@pytest.mark.parametrize(
    ("name", "error", "category"),
    [
        ("no_farm", "FarmFailed", "ResourceUnavailable"),
        ("missing_file", "FarmFailed", "ResourceUnavailable"),
        ("nonsense", "UsageInvalid", "InvalidArgument"),
        ("denied", "FarmFailed", "ResourceUnavailable"),
    ],
)
def test_in_vain_is_one_error(told: dict[str, Any], name: str, error: str, category: str) -> None:
    assert (told[name]["id"], told[name]["category"]) == (f"{error},Get-UpsAlternateUrl", category)


def test_a_refusal_says_who_may(told: dict[str, Any]) -> None:
    assert "Add-SPShellAdmin" in told["denied"]["advice"]
    assert "--save" in told["missing_file"]["advice"]


def test_addresses_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"] == ["sharepoint:", "farm:"]
