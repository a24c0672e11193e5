"""What ``zones add`` writes, by each kind of registry, is asked of Wine's urlmon: the site is in, its neighbours not.

A .reg file goes into Wine by ``reg import``; a hive is read by libregf, which is not what wrote it; the live registry
is Wine's own.
"""

from __future__ import annotations

import json
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.adapters.registry.hive import HiveRegistry
from pyupsync.adapters.registry.reg_file import RegFileRegistry
from pyupsync.adapters.registry.typed import unpack
from pyupsync.adapters.registry.winreg_live import LiveRegistry
from pyupsync.cli import main
from pyupsync.model import RegistryValue
from pyupsync.ports import Registry
from tests.conftest import _without
from tests.integration.test_registry_hive import by_libregf
from tests.lab.wine import Hives
from tests.standins.hives import empty_hive, missing_hive_tools
from tests.standins.winreg_wine import installed

HKCU = "HKEY_CURRENT_USER"
ZONES = rf"{HKCU}\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
URLS = ("https://mysite.corp.contoso.com:8443/Person.aspx", "http://intranet", "https://fotos.example.co.uk")
NEIGHBOURS = (
    "http://mysite.corp.contoso.com",
    "ftp://mysite.corp.contoso.com",
    "https://contoso.com",
    "https://corp.contoso.com",
    "https://www.contoso.com",
    "https://portal.corp.contoso.com",
    "https://sub.mysite.corp.contoso.com",
    "https://mysite.contoso.com",
    "https://mysite.corp.contoso.com.example",
    "https://mysite.corp.notcontoso.com",
    "https://notmysite.corp.contoso.com",
    "https://intranet",
    "http://intranet2",
    "http://intranet.contoso.com",
    "http://fotos.example.co.uk",
    "https://example.co.uk",
    "https://sub.fotos.example.co.uk",
    "https://fotos2.example.co.uk",
    "https://fotos.other.co.uk",
    "https://fotos.co.uk",
    "https://notexample.com",
    "https://trusted.example.org",
)


def seed(registry: Registry) -> None:
    """What urlmon needs to answer, and another's entry."""
    rules = {"IntranetName": 0, "ProxyByPass": 0, "UNCAsIntranet": 0, "AutoDetect": 0}
    defaults = {"@ivt": 1, "file": 3, "ftp": 3, "http": 3, "https": 3}
    for path, values in {
        ZONES: rules,
        rf"{ZONES}\ProtocolDefaults": defaults,
        rf"{ZONES}\Domains\example.org\trusted": {"https": 2},
    }.items():
        for name, number in values.items():
            registry.write(path, RegistryValue(name, "REG_DWORD", number))


def of_hive(wine, file: Path, number: int) -> Hives:
    """A hive as libregf reads it, brought into Wine."""
    top = rf"{HKCU}\Carried{number}"
    keys = {
        path.replace(HKCU, top): [unpack(name, kind, bytes.fromhex(data)) for name, kind, data in values]
        for path, values in by_libregf(file).items()
        if path != HKCU
    }
    wine.import_keys({path: values for path, values in keys.items() if values})
    return Hives(user=rf"HKCU\Carried{number}")


def of_reg(wine, file: Path, number: int) -> Hives:
    """A .reg file by ``reg import``, below a key of its own."""
    wine.import_file(file.read_bytes().decode("utf-16").replace(HKCU, rf"{HKCU}\Imported{number}"))
    return Hives(user=rf"HKCU\Imported{number}")


@pytest.fixture(params=["reg", "hive", "winreg"])
def place(request, wine, tmp_path, monkeypatch):
    """An address, what seeds it, and what asks Wine about what is in it now."""
    monkeypatch.chdir(tmp_path)
    count = iter(range(1, 100))
    number = {"reg": 100, "hive": 200, "winreg": 300}[request.param]
    if request.param == "winreg":
        with installed(wine):
            with closing(LiveRegistry()) as registry:
                seed(registry)
            yield "winreg:", lambda: wine.zones(*URLS, *NEIGHBOURS)
        return
    file = tmp_path / f"dienst.{request.param}"
    if request.param == "hive":
        if reason := missing_hive_tools():
            _without(f"No hives: {reason}")
        file.write_bytes(empty_hive())
    else:
        file.write_bytes("Windows Registry Editor Version 5.00\r\n\r\n".encode("utf-16"))
    with closing(HiveRegistry(str(file)) if request.param == "hive" else RegFileRegistry(str(file))) as registry:
        seed(registry)
    carry = of_hive if request.param == "hive" else of_reg
    yield (
        f"{request.param}:{file}",
        lambda: wine.zones(*URLS, *NEIGHBOURS, hives=carry(wine, file, number + next(count))),
    )


def test_only_the_sites_that_were_asked_for_come_into_the_zone(place) -> None:
    """And go from it when they are removed."""
    address, ask = place
    before = ask()
    assert before == [3] * (len(before) - 1) + [2]
    assert main(["zones", "add", *URLS, "--registry", address]) == 0
    assert ask() == [1] * len(URLS) + before[len(URLS) :]
    assert main(["zones", "test", *URLS, "--registry", address]) == 0
    assert main(["zones", "remove", *URLS, "--registry", address]) == 0
    assert ask() == before
    assert main(["zones", "test", *URLS, "--registry", address]) == 3


def test_an_undo_file_puts_back_what_wine_said_before(wine, tmp_path, monkeypatch) -> None:
    """``reg import`` of what the run replaced, below the key that the .reg farm was imported to."""
    monkeypatch.chdir(tmp_path)
    file, undo = tmp_path / "dienst.reg", tmp_path / "undo.reg"
    file.write_bytes("Windows Registry Editor Version 5.00\r\n\r\n".encode("utf-16"))
    with closing(RegFileRegistry(str(file))) as registry:
        seed(registry)
    before = wine.zones(*URLS, *NEIGHBOURS, hives=of_reg(wine, file, 500))
    options = ["--registry", f"reg:{file}", "--undo-file", str(undo), "--force"]
    assert main(["zones", "add", *URLS, "https://trusted.example.org", *options]) == 0
    after = wine.zones(*URLS, *NEIGHBOURS, hives=of_reg(wine, file, 500))
    assert after == [1] * len(URLS) + before[len(URLS) : -1] + [1]
    of_reg(wine, undo, 500)
    assert wine.zones(*URLS, *NEIGHBOURS, hives=Hives(user=r"HKCU\Imported500")) == before


def test_the_reg_file_of_a_plan_brings_the_sites_in_when_it_is_imported(wine, tmp_path, monkeypatch) -> None:
    """``--reg-file``, for ``reg import``: the same zones as adding them gives, and nothing was changed before."""
    monkeypatch.chdir(tmp_path)
    file, out = tmp_path / "dienst.reg", tmp_path / "geplant.reg"
    file.write_bytes("Windows Registry Editor Version 5.00\r\n\r\n".encode("utf-16"))
    with closing(RegFileRegistry(str(file))) as registry:
        seed(registry)
    was = file.read_bytes()
    before = wine.zones(*URLS, *NEIGHBOURS, hives=of_reg(wine, file, 600))
    assert main(["zones", "plan", *URLS, "--registry", f"reg:{file}", "--reg-file", str(out)]) == 3
    assert file.read_bytes() == was
    assert wine.zones(*URLS, *NEIGHBOURS, hives=of_reg(wine, out, 600)) == [1] * len(URLS) + before[len(URLS) :]


def test_a_hive_is_left_alone_by_a_second_run(tmp_path, monkeypatch) -> None:
    """Of the whole command, not of the adapter alone."""
    if reason := missing_hive_tools():
        _without(f"No hives: {reason}")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "NTUSER.DAT"
    file.write_bytes(empty_hive())
    assert main(["zones", "add", *URLS, "--registry", f"hive:{file}"]) == 0
    once = file.read_bytes()
    assert main(["zones", "add", *URLS, "--registry", f"hive:{file}"]) == 0
    assert file.read_bytes() == once
    assert (
        subprocess.run(["reglookup", str(file)], capture_output=True, check=True).stdout.count(b"DWORD,0x00000001") == 6
    )
    assert json.dumps(sorted(by_libregf(file))).count("EscDomains") == 6
