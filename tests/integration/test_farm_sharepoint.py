"""A farm's addresses and accounts through a child PowerShell: what is refused, and farms of other kinds."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from pyupsync.cli import main
from pyupsync.errors import FarmError, UsageError
from pyupsync.jobs import JOBS
from pyupsync.model import FarmUrl
from pyupsync.wiring import open_farm
from tests.standins.sharepoint import environment


@pytest.fixture
def farm_folder(tmp_path, pwsh, monkeypatch) -> Path:
    """A farm of this test's own, which this process and its children see."""
    for name, value in environment(tmp_path, pwsh).items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_without_rights_on_the_service_application_the_template_tells_the_my_site_host(
    farm_folder, monkeypatch
) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_PROFILES", "denied")
    with ExitStack() as stack:
        urls = open_farm("sharepoint:child", stack).urls()
    [host] = [one for one in urls if one.origin == "My Site host"]
    assert (host.url, host.zone, host.web_application) == ("https://mysite.contoso.com", "Default", "My Sites")
    assert len([one for one in urls if one.origin == "host-named site collection"]) == 3


def test_a_my_site_host_that_is_gone_is_told_all_the_same(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_PROFILES", "moved")
    with ExitStack() as stack:
        urls = open_farm("sharepoint:child", stack).urls()
    [host] = [one for one in urls if one.origin == "My Site host"]
    assert host == FarmUrl("https://old.contoso.com/my", "", "", "My Site host")


def test_a_host_name_without_a_root_site_collection_is_told_too(farm_folder, monkeypatch) -> None:
    """Get-SPSiteUrl cannot be asked for it."""
    monkeypatch.setenv("PYUPSYNC_STANDIN_HOSTED", "below")
    with ExitStack() as stack:
        urls = open_farm("sharepoint:child", stack).urls()
    assert [one.url for one in urls if one.origin == "host-named site collection"] == [
        "https://marketing.contoso.com",
        "http://marketing",
        "https://projekte.contoso.com",
        "https://alt.contoso.com",
    ]


@pytest.mark.parametrize("settings", [{}, {"farm": ""}, {"farm": 1}, {"farm": "farm:x", "zone": "Default"}])
def test_a_job_on_a_farm_takes_its_address_alone(settings) -> None:
    with pytest.raises(UsageError, match="'farm'"):
        JOBS["farm.urls"](settings, False)


def test_a_farm_without_the_synchronization_service_has_two_accounts(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_SYNC", "none")
    with ExitStack() as stack:
        roles = [one.role for one in open_farm("sharepoint:", stack).accounts()]
    assert roles == ["User Profile service application", "farm"]


@pytest.mark.parametrize(
    ("fault", "said", "advice"),
    [
        ("*=farm", "farm is not reached", "database"),
        ("Get-SPWebApplication=denied", "refuses this account", "Add-SPShellAdmin"),
        ("Get-SPAlternateURL=runtime", "PowerShell 2.0 only", "sharepoint:2010"),
        ("Get-SPSite=broken", "SharePoint refused the farm: An update conflict", ""),
    ],
)
def test_what_the_cmdlets_say_becomes_an_error_with_advice(farm_folder, monkeypatch, fault, said, advice) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_FAIL", fault)
    with ExitStack() as stack, pytest.raises(FarmError) as caught:
        open_farm("sharepoint:", stack).urls()
    assert said in caught.value.message
    assert advice in caught.value.advice


def test_an_unknown_way_to_the_farm_is_refused() -> None:
    with ExitStack() as stack, pytest.raises(UsageError, match="sharepoint:auto"):
        open_farm("sharepoint:remote", stack)
    with ExitStack() as stack, pytest.raises(UsageError, match="farm:"):
        open_farm("folder:x", stack)
    with ExitStack() as stack, pytest.raises(FarmError, match="hosts"):
        open_farm("sharepoint:current", stack)


def test_saved_on_the_server_and_listed_elsewhere(farm_folder, monkeypatch, capsys) -> None:
    """The same lines from the farm and, where there is no PowerShell, from its file."""
    file = str(farm_folder / "färm.json")
    assert main(["farm", "urls", "--farm", "sharepoint:", "--json", "--save", file]) == 0
    there = capsys.readouterr().out
    records = [json.loads(line) for line in there.splitlines()][:-1]
    assert [record["kind"] for record in records] == ["farmUrl"] * 21
    assert records[0]["facts"] == {
        "url": "https://portal.contoso.com",
        "zone": "Default",
        "webApplication": "Portal Köln",
        "origin": "alternate access mapping",
    }
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(farm_folder / "none"))
    assert main(["farm", "urls", "--farm", f"farm:{file}", "--json"]) == 0
    assert capsys.readouterr().out == there
    assert main(["farm", "accounts", "--farm", f"farm:{file}"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "CONTOSO\\svc-farm  role=User Profile Synchronization service",
        "CONTOSO\\svc-user-ü  role=User Profile service application",
        "CONTOSO\\svc-farm  role=farm",
    ]
