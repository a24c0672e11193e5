"""The zone cmdlets in the PowerShell engine: one story of a ``.reg`` file and of a hive, told by one process."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pyupsync.adapters.registry.hive import HiveRegistry
from pyupsync.model import RegistryValue
from pyupsync.wiring import save_farm_file
from pyupsync.zones.snapshot import POLICIES
from tests.contract.test_farm_sites import ACCOUNTS, MAPPINGS, expected
from tests.powershell.conftest import MODULE, Start
from tests.standins.hives import empty_hive, missing_hive_tools

STANDIN = Path(__file__).resolve().parents[1] / "standins" / "sharepoint"
MAP = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
HEAD = "Windows Registry Editor Version 5.00"
ERP = f"{MAP}\\Domains\\contoso.com\\erp"
SITES = list(dict.fromkeys(re.sub(r":\d+$", "", one.url) for one in expected()))
"""The farm's addresses, each scheme and host once."""
CONFLICT = "https://erp.contoso.com"


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script told."""
    folder = tmp_path_factory.mktemp("Zonen für alle")
    save_farm_file(str(folder / "carried.json"), expected(), ACCOUNTS)
    key = f'[{ERP}]\r\n"https"=dword:00000004'
    (folder / "account.reg").write_bytes(f"\ufeff{HEAD}\r\n\r\n{key}\r\n\r\n".encode("utf-16-le"))
    (folder / "fresh.reg").write_bytes((folder / "account.reg").read_bytes())
    wide = f'[{MAP}\\Ranges\\Range1]\r\n":Range"="10.0.0.1-9"\r\n"http"=dword:00000004'
    policy = f'[HKEY_CURRENT_USER\\{POLICIES}\\ZoneMapKey]\r\n"x.example"="1"'
    (folder / "mends.reg").write_text(f"{HEAD}\r\n\r\n{key}\r\n\r\n{wide}\r\n\r\n", "utf-16", newline="")
    (folder / "policy.reg").write_text(f"{HEAD}\r\n\r\n{policy}\r\n\r\n", "utf-16", newline="")
    registries = ["reg:account.reg"]
    if not missing_hive_tools():
        (folder / "account.dat").write_bytes(empty_hive())
        hive = HiveRegistry(str(folder / "account.dat"))
        hive.write(ERP, RegistryValue("https", "REG_DWORD", 4))
        hive.close()
        registries.append("hive:account.dat")
    report = folder / "report.json"
    script = Path(__file__).with_name("zones.ps1")
    process = start(script, *map(str, (MODULE, folder, report, STANDIN, ",".join(registries))))
    out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {**told, "out": out, "err": err}


@pytest.fixture(params=["reg", "hive"])
def story(request: pytest.FixtureRequest, told: dict[str, Any]) -> dict[str, Any]:
    """The same steps at a ``.reg`` file and at a hive."""
    if request.param not in told:
        pytest.skip(f"No hives: {missing_hive_tools()}")
    story: dict[str, Any] = told[request.param]
    return story


def each_twice(fate: str, *without: str) -> list[str]:
    """That fate for both trees of each of the farm's sites, as they were named."""
    urls = [url for url, _, _ in MAPPINGS] + [one.url for one in expected() if one.origin.startswith("host-named")]
    return sorted(f"{fate} {url}" for url in urls if url not in without for _ in range(2))


def test_the_farm_s_addresses_come_by_the_pipeline_each_site_once(story: dict[str, Any]) -> None:
    """Five web applications, twelve mappings, two host-named sites, http and https."""
    assert [site["Url"] for site in story["before"]] == SITES
    assert story["before_type"] == "PyUpSync.SiteZone"
    assert story["before_quiet"] == [False]


def test_a_site_out_of_the_zone_is_told_with_what_decides_and_the_cmdlet_that_mends(story: dict[str, Any]) -> None:
    site = story["before"][SITES.index("https://mysite.contoso.com")]
    assert (site["Status"], site["Zone"], site["ZoneNumber"]) == ("Error", "Internet", 3)
    assert site["SendsCredentials"] is False
    assert site["DecidedBy"] == "the rule for sites without an entry"
    assert site["Advice"].startswith("Add-UpsIntranetSite -Url https://mysite.contoso.com -Registry ")
    assert story["mended"] == ["Applied Applied https://mysite.contoso.com"] * 2, "the advice was run as it is"
    assert story["mend"].endswith(" -Account S-1-5-21-1-2-3-1104")
    assert story["mended_zone"]["Status"] == "Ok"


def test_what_if_leaves_every_byte_and_writes_the_reg_file_asked_for(story: dict[str, Any]) -> None:
    assert sorted(story["what_if"]) == each_twice("Skipped WhatIf")
    assert story["what_if_kept"] is True
    assert story["what_if_undo"] == 0
    assert story["reg_file"].count("=dword:00000001") == 2 * len(SITES)


def test_adding_twice_writes_once(story: dict[str, Any]) -> None:
    """Also for a hive, whose sequence numbers are among its bytes."""
    assert sorted(story["first"]) == each_twice("Applied Applied")
    assert sorted(story["second"]) == each_twice("Unchanged UpToDate")
    assert story["second_kept"] is True
    assert (story["first_undo"], story["second_undo"]) == (1, 1), "one undo file, in PowerShell's location"
    assert any("importing it undoes this run" in text for text in story["first_verbose"])
    [warning] = [text for text in story["first_warned"] if "restart" in text]
    assert "reads its zones once" in warning


def test_an_outcome_tells_the_value_and_the_zones(story: dict[str, Any]) -> None:
    outcome = story["first_object"]
    assert outcome["Target"] == f"{MAP}\\Domains\\contoso.com\\portal\\https"
    assert (outcome["Tree"], outcome["BeforeZone"], outcome["AfterZone"]) == ("Domains", None, 1)


def test_afterwards_every_site_is_in_the_zone_with_what_the_farm_says_of_it(story: dict[str, Any]) -> None:
    assert story["after_quiet"] == [True]
    assert [(site["Url"], site["Status"], site["ZoneNumber"]) for site in story["after"]] == [
        (url, "Ok", 1) for url in SITES
    ]
    assert all(site["SendsCredentials"] is True and site["Advice"] == "" for site in story["after"])
    portal = story["after"][0]
    assert (portal["FarmZone"], portal["WebApplication"]) == ("Default", "Portal Köln")
    assert portal["Origin"] == "alternate access mapping, web application"


def test_entries_are_listed_all_or_those_that_hold_for_a_site(story: dict[str, Any]) -> None:
    assert [(entry["Site"], entry["Tree"]) for entry in story["of_one"]] == [
        ("mysite", "Domains"),
        ("mysite", "EscDomains"),
    ]
    [entry] = story["listed"]
    assert (entry["Url"], entry["Zone"], entry["Origin"]) == (CONFLICT, "Restricted sites", "account")
    assert story["listed_after"] == story["listed"]


def test_what_cannot_be_mapped_is_one_error_each_and_nothing_is_written(story: dict[str, Any]) -> None:
    assert [(item["id"], item["category"], item["name"]) for item in story["failures"]] == [
        ("SiteTooWide,Add-UpsIntranetSite", "InvalidArgument", "https://*.contoso.com"),
        ("SiteUnsupported,Add-UpsIntranetSite", "NotImplemented", "https://[::1]"),
        ("SiteRefused,Add-UpsIntranetSite", "InvalidArgument", "https://…@h.contoso.com"),
        ("ZoneConflict,Add-UpsIntranetSite", "ResourceExists", CONFLICT),
    ]
    assert all(item["type"] == "PyUpSync.ZoneOutcome" and item["advice"] for item in story["failures"])
    assert story["failures_kept"] is True
    assert story["stopped"]["id"] == "ZoneConflict,Add-UpsIntranetSite"
    assert [(one["Status"], one["BeforeZone"], one["AfterZone"]) for one in story["forced"]] == [
        ("Applied", 4, 1),
        ("Applied", None, 1),
    ]


def test_a_site_without_a_place_has_no_zone_and_is_never_well(story: dict[str, Any]) -> None:
    assert sorted(story["refused"]) == ["Error https://*.contoso.com ", "Ok http://mysite Local intranet"]
    assert story["refused_quiet"] == [False]


def test_removal_asks_and_restores(story: dict[str, Any], told: dict[str, Any]) -> None:
    """The ``.reg`` file byte for byte; a hive says the same again."""
    assert sorted(story["remove_what_if"]) == each_twice("Skipped WhatIf")
    assert "NonInteractive" in story["remove_asks"]["message"], "it asked, and nobody was there"
    assert story["remove_kept"] is True
    assert story["by_value"] == ["Applied Applied http://mysite"] * 2
    assert story["by_value_undo"] is True
    assert story["by_entry"] == ["Applied Applied https://mysite"] * 2
    gone = ("http://mysite", "https://mysite")
    assert sorted(story["removed"]) == sorted(
        each_twice("Applied Applied", *gone) + [f"Unchanged NotThere {url}" for url in gone for _ in range(2)]
    )
    assert {fate.rpartition(" ")[0] for fate in story["removed_again"]} == {"Unchanged NotThere"}
    assert told["reg"]["restored"] is True


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("before_table", ["Url", "Status", "Zone", "SendsCredentials", "DecidedBy"]),
        ("first_table", ["Url", "Tree", "Status", "Code", "Reason"]),
        ("listed_table", ["Site", "Scheme", "Zone", "Origin", "Tree"]),
    ],
)
def test_the_tables_begin_with_the_site(told: dict[str, Any], table: str, columns: list[str]) -> None:
    assert told["reg"][table].splitlines()[0].split() == columns


@pytest.mark.parametrize(
    ("name", "error", "category"),
    [
        ("no_site", "UsageInvalid,Add-UpsIntranetSite", "InvalidArgument"),
        ("registry", "UsageInvalid,Get-UpsIntranetSite", "InvalidArgument"),
        ("no_file", "RegistryUnreadable,Add-UpsIntranetSite", "InvalidData"),
        ("no_farm", "FarmFailed,Test-UpsIntranetSite", "ResourceUnavailable"),
        ("no_service", "UsageInvalid,Test-UpsIntranetSite", "InvalidArgument"),
        ("no_directory", "UsageInvalid,Test-UpsIntranetSite", "InvalidArgument"),
        ("two_logins", "UsageInvalid,Test-UpsIntranetSite", "InvalidArgument"),
        ("undo_there", "RegistryFailed,Add-UpsIntranetSite", "ResourceUnavailable"),
        ("drive", "UsageInvalid,Get-UpsIntranetSite", "InvalidArgument"),
    ],
)
def test_a_job_that_cannot_begin_is_one_error(told: dict[str, Any], name: str, error: str, category: str) -> None:
    assert (told["troubles"][name]["id"], told["troubles"][name]["category"]) == (error, category)


def test_without_a_registry_it_is_this_computer_s(told: dict[str, Any]) -> None:
    assert "this is not Windows" in told["troubles"]["no_windows"]["message"]


def test_the_example_brings_a_farm_into_the_zone(told: dict[str, Any]) -> None:
    """-WhatIf ends with 1 and leaves it as it is; then all are in the zone, and the second time they were already."""
    assert told["example_what_if"][-1] == "exit code 1"
    assert told["example_kept"] is True
    assert told["example"][-2:] == [f"All {len(SITES)} sites are in the zone now.", "exit code 0"]
    assert any(line.startswith("Applied https://mysite.contoso.com:") for line in told["example"])
    assert told["example_again"] == [f"All {len(SITES)} sites are in the zone.", "exit code 0"]


def test_the_advised_command_is_for_the_same_account(told: dict[str, Any]) -> None:
    add = "Add-UpsIntranetSite -Url https://m.contoso.com"
    assert told["commands"] == [
        f"{add} -Farm sharepoint:",
        f"{add} -Account 'CONTOSO\\svc ups' -Directory 'ldaps://dc/OU=O''Neil' -Credential (Get-Credential)",
        f"{add} -Registry reg:a.reg -Account service -Farm farm:f.json",
        f"{add} -Force -Registry reg:a.reg",
    ]


def test_the_advice_is_a_command_only_where_one_helps(told: dict[str, Any]) -> None:
    """By force with what to know first; where that fails, or policy makes it void, what is to be changed instead."""
    my, erp, wide, address, refused, listed = told["mends"]
    assert [one["Mend"] for one in told["mends"]] == ["Add", "Force", "Force", "Entry", "", "Policy"]
    assert my["Advice"] == "Add-UpsIntranetSite -Url http://my.contoso.com -Registry reg:mends.reg"
    assert erp["Advice"].startswith(f"{ERP}\\https maps {CONFLICT} to the Restricted sites zone already. ")
    assert erp["Advice"].endswith(f" Add-UpsIntranetSite -Url {CONFLICT} -Force -Registry reg:mends.reg")
    assert "every host below contoso.com" in wide["Advice"]
    assert f'change ":Range" of {MAP}\\Ranges\\Range1' in address["Advice"]
    assert 'Add the line "http://my.contoso.com" with the value "1"' in listed["Advice"]
    assert refused["Advice"] == "Give every host by name, each with its scheme."
    assert "UpsIntranetSite" not in address["Advice"] + listed["Advice"]
    assert not any("pyupsync" in one["Advice"] for one in told["mends"])
    assert told["mends_forced"] == [f"Applied Applied {CONFLICT}"] * 2


def test_an_empty_pipeline_is_nothing_to_do(told: dict[str, Any]) -> None:
    assert told["nothing"] == told["nothing_listed"] == []


def test_addresses_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"][:3] == ["winreg:", "reg:", "hive:"]
    assert any(text.endswith("account.reg") for text in told["completed_file"])
    assert told["completed_farm"][:2] == ["sharepoint:", "farm:"]
    assert told["completed_directory"] == ["ldaps://", "ldap+starttls://"]


def test_the_process_ends_well(told: dict[str, Any]) -> None:
    assert told["err"] == ""
    noise = [line for line in told["out"].splitlines() if line and not line.startswith("What if:")]
    assert [line for line in noise if not line.startswith("WARNING:")] == []
