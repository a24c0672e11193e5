"""The live registry and accounts, with advapi32's own calls in Wine: profiles are loaded, used and always unloaded.

Wine's RegLoadKey reads hives in Wine's own form of text, and its RegUnLoadKey does not save them; Windows' own does:
https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regunloadkeyw
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.adapters.accounts.windows import WindowsAccounts
from pyupsync.adapters.registry import windows
from pyupsync.adapters.registry.profiles import PROFILES
from pyupsync.adapters.registry.reg_file import RegFileRegistry
from pyupsync.adapters.registry.winreg_live import LiveRegistry
from pyupsync.errors import RegistryError, RegistryUnreadable, ServiceAccountError, ServiceProfileMissing
from pyupsync.model import RegistryValue
from tests.contract.test_registry import VALUES
from tests.standins.winreg_wine import installed
from tests.unit.test_reg_file import FORMS, KEY

SID = "S-1-5-21-111-222-333-1105"
LISTED = f"HKEY_LOCAL_MACHINE\\{PROFILES}\\{SID}"
ZONES = rf"HKEY_USERS\{SID}\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap\Domains"
HIVE = """WINE REGISTRY Version 2
;; All keys relative to \\\\User\\\\S-1-5-21-111-222-333-1105

#arch=win64

[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Internet Settings\\\\ZoneMap\\\\Domains\\\\example.com] 1
"https"=dword:00000002

"""


@pytest.fixture(scope="module")
def winreg(wine) -> Iterator[object]:
    with installed(wine) as module:
        yield module


@pytest.fixture
def profile(wine, winreg) -> Iterator[Path]:
    """The NTUSER.DAT of an account that is not logged on, listed as a profile."""
    folder = wine.folder / "prefix" / "drive_c" / "users" / "dienst ü"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "NTUSER.DAT"
    file.write_text(HIVE, encoding="ascii")
    with closing(LiveRegistry()) as registry:
        registry.write(LISTED, RegistryValue("ProfileImagePath", "REG_EXPAND_SZ", r"%SystemDrive%\users\dienst ü"))
        users = registry.keys("HKEY_USERS")
    yield file
    with closing(LiveRegistry()) as registry:
        assert registry.keys("HKEY_USERS") == users, "a profile stayed loaded"
        registry.delete_value(LISTED, "ProfileImagePath")
        registry.delete_key(LISTED)
    assert not [handle for handle in winreg.open if handle.handle], "a key stayed open"


def one(name: str, data: int = 1) -> RegistryValue:
    return RegistryValue(name, "REG_DWORD", data)


def mounted(winreg) -> list[str]:
    with closing(LiveRegistry()) as registry:
        return [name for name in registry.keys("HKEY_USERS") if name.startswith("pyupsync")]


def test_a_profile_that_is_not_loaded_is_loaded_for_a_while(profile, winreg) -> None:
    """Under a name of its own, though it is spoken of by the account's SID."""
    registry = LiveRegistry(SID)
    assert mounted(winreg) == [f"pyupsync-{SID}"]
    assert registry.keys(ZONES) == ["example.com"]
    assert registry.values(rf"{ZONES.lower()}\example.com") == [one("https", 2)]
    registry.write(rf"{ZONES}\contoso.com\mysite", one("http"))
    with closing(LiveRegistry()) as other:
        below = ZONES.replace(SID, f"pyupsync-{SID}")
        assert other.values(rf"{below}\contoso.com\mysite") == [one("http")]
        assert other.keys(rf"HKEY_USERS\{SID}") is None
    registry.close()
    registry.close()
    assert mounted(winreg) == []


def test_it_is_unloaded_whatever_happens(profile, winreg) -> None:
    def use() -> None:
        with closing(LiveRegistry(SID)) as registry:
            assert mounted(winreg)
            registry.write(rf"{ZONES}\contoso.com", one("http"))
            registry.write("HKEY_USERS", one("x"))

    with pytest.raises(RegistryError, match="Nothing is written"):
        use()
    assert mounted(winreg) == []


def test_what_a_killed_run_left_loaded_is_taken_over(profile, winreg) -> None:
    windows.load_hive(f"pyupsync-{SID}", r"C:\users\dienst ü\NTUSER.DAT")
    with closing(LiveRegistry(SID)) as registry:
        assert registry.keys(ZONES) == ["example.com"]
    assert mounted(winreg) == []


def test_a_profile_that_is_loaded_is_used_where_it_is(profile, winreg) -> None:
    windows.load_hive(SID, r"C:\users\dienst ü\NTUSER.DAT")
    try:
        with closing(LiveRegistry(SID)) as registry:
            registry.write(rf"{ZONES}\contoso.com", one("http"))
            assert mounted(winreg) == []
        with closing(LiveRegistry()) as registry:
            assert registry.values(rf"{ZONES}\contoso.com") == [one("http")]
    finally:
        windows.unload_hive(SID)


def test_ones_own_account_is_loaded_already(profile, winreg) -> None:
    with closing(LiveRegistry()) as registry:
        own = next(name for name in registry.keys("HKEY_USERS") if name.startswith("S-1-5-21"))
        registry.write(r"HKEY_CURRENT_USER\Software\PyUpSync own", one("x", 5))
    with closing(LiveRegistry(own)) as registry:
        assert registry.values(rf"HKEY_USERS\{own}\Software\PyUpSync own") == [one("x", 5)]
        assert mounted(winreg) == []
        registry.delete_value(r"HKEY_CURRENT_USER\Software\PyUpSync own", "x")
        registry.delete_key(r"HKEY_CURRENT_USER\Software\PyUpSync own")


@pytest.mark.parametrize("missing", ["profile", "file"])
def test_an_account_without_a_profile_is_told_how_to_get_one(profile, winreg, missing) -> None:
    if missing == "file":
        profile.unlink()
    sid = SID if missing == "file" else f"{SID}0"
    with pytest.raises(ServiceProfileMissing, match=sid) as caught:
        LiveRegistry(sid)
    assert "runas" in caught.value.advice
    assert mounted(winreg) == []


def test_a_file_that_is_no_hive_is_said(profile, winreg) -> None:
    profile.write_bytes(b"no hive")
    with pytest.raises(RegistryUnreadable, match="1017"):
        LiveRegistry(SID)
    assert mounted(winreg) == []


def test_a_profile_that_windows_will_not_unload_is_told_with_the_command(profile, winreg, monkeypatch) -> None:
    registry = LiveRegistry(SID)

    def refuse(name: str) -> None:
        error = PermissionError(13, "Access is denied.")
        error.winerror = 5
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(windows, "unload_hive", refuse)
        with pytest.raises(RegistryError) as caught:
            registry.close()
        assert f'reg unload "HKU\\pyupsync-{SID}"' in caught.value.advice
        with pytest.raises(RegistryError, match="Another process"):
            LiveRegistry(SID)
    registry.close()


def test_windows_knows_the_sids_of_its_accounts(winreg, monkeypatch) -> None:
    with closing(LiveRegistry()) as registry:
        own = next(name for name in registry.keys("HKEY_USERS") if name.startswith("S-1-5-21"))
    accounts = WindowsAccounts()
    user = winreg.ExpandEnvironmentStrings("%USERNAME%")
    monkeypatch.setenv("COMPUTERNAME", winreg.ExpandEnvironmentStrings("%COMPUTERNAME%"))
    assert accounts.sid(user) == own
    assert accounts.sid(f".\\{user}") == own
    assert accounts.sid("BUILTIN\\Administrators") == "S-1-5-32-544"
    with pytest.raises(ServiceAccountError, match="knows no account") as caught:
        accounts.sid("CORP\\niemand")
    assert caught.value.advice


def test_wine_imports_every_form_as_we_read_it(wine, winreg, tmp_path) -> None:
    """Deletions, continued and odd lines; but strings over several lines and numbers that are cut, which Wine mends."""
    file, text = tmp_path / "formen.reg", FORMS.replace("\n", "\r\n")
    file.write_bytes(text.encode("utf-16"))
    wine.import_file(text)
    with closing(LiveRegistry()) as live, closing(RegFileRegistry(str(file))) as ours:
        found, expected = ({value.name: value for value in registry.values(KEY)} for registry in (live, ours))
        assert {name for name in {*found, *expected} if found.get(name) != expected.get(name)} == {
            "zwei\r\nZeilen",
            "odd",
        }
        assert len(found) > 10
        assert live.keys(KEY) == ours.keys(KEY)
        for name in ours.keys(KEY):
            assert list(live.values(rf"{KEY}\{name}")) == list(ours.values(rf"{KEY}\{name}"))


def test_wine_reads_reg_files_as_we_do_and_we_read_its_own(wine, winreg, tmp_path) -> None:
    """Every type there and back: our file by ``reg import``, its ``reg export`` by us and unchanged."""
    top = r"HKEY_CURRENT_USER\Software\PyUpSync exchanged"
    file = tmp_path / "ours.reg"
    file.write_bytes("Windows Registry Editor Version 5.00\r\n\r\n".encode("utf-16"))
    with closing(RegFileRegistry(str(file))) as registry:
        for value in VALUES:
            registry.write(top, value)
            registry.write(rf"{top}\Büro [x]\ключ", value)
    wine.import_file(file.read_bytes().decode("utf-16"))
    expected = {value.name: value for value in VALUES}
    with closing(LiveRegistry()) as registry:
        assert registry.keys(top) == ["Büro [x]"]
        for path in (top, rf"{top}\Büro [x]\ключ"):
            assert {value.name: value for value in registry.values(path)} == expected
    wine.export(top)
    theirs = wine.folder / "export.reg"
    before = theirs.read_bytes()
    with closing(RegFileRegistry(str(theirs))) as registry:
        for path in (top, rf"{top}\Büro [x]\ключ"):
            assert {value.name: value for value in registry.values(path)} == expected
        registry.write(rf"{top}\new", one("x"))
    with closing(RegFileRegistry(str(theirs))) as registry:
        registry.delete_value(rf"{top}\new", "x")
        registry.delete_key(rf"{top}\new")
    assert theirs.read_bytes() == before
