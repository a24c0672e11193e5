"""Every address of a farm into the zone map and out of it again: SharePoint's stand-in, a ``.reg`` file and a hive."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pyupsync.cli import main
from tests.conftest import _without
from tests.lab import Lab, directory
from tests.standins.hives import empty_hive, missing_hive_tools, sequences
from tests.standins.sharepoint import environment

MAP = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
EXPORT = (
    "Windows Registry Editor Version 5.00\r\n\r\n"
    f'[{MAP}\\Domains\\contoso.com\\büro]\r\n"http"=dword:00000002\r\n\r\n'
    f'[{MAP}\\Domains\\fabrikam.example\\shop]\r\n"https"=dword:00000002\r\n\r\n'
    f'[{MAP}\\EscDomains\\wfe2]\r\n"http"=dword:00000001\r\n\r\n'
)
SITES = {
    "https://portal.contoso.com": ("Default", "alternate access mapping, web application"),
    "http://portal": ("Intranet", "alternate access mapping"),
    "https://mysite.contoso.com": ("Default", "alternate access mapping, web application, My Site host"),
    "http://mysite.contoso.com": ("Default", "alternate access mapping"),
    "http://mysite": ("Intranet", "alternate access mapping"),
    "https://mysite": ("Intranet", "alternate access mapping"),
    "http://teams.contoso.com": ("Default", "alternate access mapping, web application"),
    "https://teams.contoso.com": ("Internet", "alternate access mapping"),
    "https://extranet.contoso.com": ("Default", "alternate access mapping, web application"),
    "https://partner.fabrikam.example": ("Extranet", "alternate access mapping"),
    "https://wfe1": ("Default", "alternate access mapping, web application"),
    "http://wfe1": ("Custom", "alternate access mapping"),
    "https://marketing.contoso.com": ("Default", "host-named site collection"),
    "http://marketing": ("Intranet", "host-named site collection"),
    "https://projekte.contoso.com": ("Default", "host-named site collection"),
}
Zones = Callable[..., list[dict]]


@pytest.fixture(scope="module")
def farm(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The farm as a child PowerShell told it once, in a file."""
    folder = tmp_path_factory.mktemp("Farm ü")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, pwsh).items():
            patch.setenv(name, value)
        assert main(["farm", "urls", "--farm", "sharepoint:", "--save", str(folder / "saved.json")]) == 0
    return f"farm:{folder / 'saved.json'}"


@pytest.fixture
def zones(farm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Zones:
    """Run ``pyupsync zones`` on the farm; what it printed."""
    monkeypatch.chdir(tmp_path)

    def run(action: str, registry: str, *extra: str, expected: int = 0) -> list[dict]:
        capsys.readouterr()
        code = main(["zones", action, "--farm", farm, "--registry", registry, "--json", *extra])
        said = capsys.readouterr()
        assert code == expected, said.out[-2000:] + said.err
        return [json.loads(line) for line in said.out.splitlines()]

    return run


def test_a_reg_file_takes_every_address_once_and_is_the_same_again_without_them(zones: Zones, tmp_path: Path) -> None:
    file = tmp_path / "dienst.reg"
    file.write_text(EXPORT, encoding="utf-16", newline="")
    before, address = file.read_bytes(), f"reg:{file}"
    told = {one["facts"]["site"]: one["facts"] for one in zones("plan", address, expected=3) if one["type"] == "record"}
    assert {site: (facts["farmZone"], facts["origin"]) for site, facts in told.items()} == SITES
    findings = [one for one in zones("test", address, expected=3) if one["type"] == "finding"]
    assert {one["subject"]: (one["facts"]["farmZone"], one["facts"]["origin"]) for one in findings} == SITES

    assert zones("add", address)[-1]["applied"] == 2 * len(SITES)
    added = file.read_bytes()
    assert file.read_text(encoding="utf-16").count("dword:00000001") == 2 * len(SITES) + 1
    assert zones("test", address)[-1]["faults"] == 0
    assert zones("add", address)[-1]["unchanged"] == 2 * len(SITES)
    assert file.read_bytes() == added

    assert zones("remove", address)[-1]["applied"] == 2 * len(SITES)
    assert file.read_bytes() == before


def test_a_hive_is_not_written_by_a_second_run(zones: Zones, tmp_path: Path) -> None:
    if reason := missing_hive_tools():
        _without(f"No hives: {reason}")
    file = tmp_path / "NTUSER.DAT"
    file.write_bytes(empty_hive())
    address = f"hive:{file}"
    untouched = sequences(file)
    assert zones("add", address)[-1]["applied"] == 2 * len(SITES)
    added, numbers = file.read_bytes(), sequences(file)
    assert numbers > untouched
    assert zones("test", address)[-1]["faults"] == 0
    assert zones("add", address)[-1]["unchanged"] == 2 * len(SITES)
    assert (file.read_bytes(), sequences(file)) == (added, numbers)
    assert zones("remove", address)[-1]["applied"] == 2 * len(SITES)
    assert not [one for one in zones("list", address) if one.get("kind") == "zoneEntry"]


def test_the_farm_itself_is_asked_for_its_addresses_and_for_the_account(
    zones: Zones, tmp_path: Path, pwsh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its account is of a domain, and nobody was named who knows the SID: nothing is written for anybody else."""
    for name, value in environment(tmp_path, pwsh).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "dienst.reg"
    file.write_text(EXPORT, encoding="utf-16", newline="")
    events = zones("plan", f"reg:{file}", "--farm", "sharepoint:", expected=3)
    assert {one["facts"]["site"] for one in events if one["type"] == "record"} == SITES.keys()
    zones("add", f"reg:{file}", "--farm", "sharepoint:", "--account", "service", expected=1)
    assert file.read_text(encoding="utf-16") == EXPORT.replace("\r\n", "\n")


def test_the_service_account_of_a_farm_is_looked_up_with_the_login_that_was_given(
    zones: Zones, lab: Lab, tmp_path: Path
) -> None:
    account = {"name": f"CORP\\{directory.MANAGED_ACCOUNT}", "role": "User Profile service application"}
    content = {"version": 1, "urls": [{"url": "http://mysite"}], "accounts": [account]}
    (tmp_path / "farm.json").write_text(json.dumps(content), encoding="utf-8")
    file = tmp_path / "users.reg"
    file.write_text(EXPORT, encoding="utf-16", newline="")
    whose = ("--farm", f"farm:{tmp_path / 'farm.json'}", "--account", "service", "--directory", lab.directory_address)
    login = ("--auth", "kerberos", "--user", lab.principal, "--keytab", str(lab.keytab()))
    zones("add", f"reg:{file}", *whose, "--ca-file", str(lab.ca_bundle), *login)
    sid = directory.sids(lab.directory)[directory.MANAGED_ACCOUNT]
    assert file.read_text(encoding="utf-16").count(f"[HKEY_USERS\\{sid}\\Software") == 2
