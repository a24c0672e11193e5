"""``pyupsync zones`` in-process, over a ``.reg`` file."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import suppress
from pathlib import Path

import pytest

from pyupsync import ZoneJob
from pyupsync.cli import main
from pyupsync.model import Change
from pyupsync.workflows import plan_zones

HEAD = "Windows Registry Editor Version 5.00\r\n\r\n"
MAP = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
START = f'{HEAD}[{MAP}\\Domains\\fabrikam.com\\ähnlich]\r\n"http"=dword:00000002\r\n\r\n'
URLS = ("https://mysite.contoso.com/my", "http://mysite", "http://10.0.0.7:8080")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "dienst.reg"
    path.write_bytes("\ufeff".encode("utf-16-le") + START.encode("utf-16-le"))
    return path


def zones(action: str, file: Path, *args: str) -> int:
    return main(["zones", action, *args, "--registry", f"reg:{file}"])


def test_plan_add_test_remove(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    assert zones("test", file, *URLS) == 3
    assert zones("plan", file, *URLS) == 3
    assert zones("add", file, *URLS, "--what-if") == 0
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file], "neither a plan nor what-if leaves anything"
    assert zones("add", file, *URLS) == 0
    added = file.read_bytes()
    text = added.decode("utf-16")
    for tree in ("Domains", "EscDomains"):
        assert f"[{MAP}\\{tree}\\contoso.com\\mysite]" in text
        assert f"[{MAP}\\{tree}\\mysite]" in text
    assert f"[{MAP}\\Ranges\\Range1]" in text
    assert text.startswith(HEAD)
    assert zones("test", file, *URLS) == 0
    assert zones("plan", file, *URLS) == 0
    capsys.readouterr()
    assert zones("add", file, *URLS) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 applied")
    assert file.read_bytes() == added
    assert zones("remove", file, *URLS) == 0
    assert file.read_bytes() == before


def test_each_line_tells_its_tree_and_the_last_one_what_failed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert zones("plan", file, URLS[0], URLS[2]) == 3
    for job in (["--what-if"], []):
        assert zones("add", file, URLS[0], URLS[2], *job) == 0
    lines = capsys.readouterr().out.splitlines()
    trees = [found[1] for line in lines if (found := re.search(r"\((\w+)\)", line))]
    assert trees == ["Domains", "EscDomains", "Ranges"] * 3
    assert zones("test", file, URLS[0], "http://[::1]") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "no fault, 1 failed"


def test_the_command_that_mends_is_for_these_very_zones(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = file.rename(file.with_name("the service's.reg"))
    assert zones("test", named, URLS[0], "--json") == 3
    advice = json.loads(capsys.readouterr().out.splitlines()[0])["advice"]
    words = shlex.split(advice)
    assert words[:3] == ["pyupsync", "zones", "add"]
    assert main(words[1:]) == 0
    assert zones("test", named, URLS[0]) == 0


def test_the_undo_file_undoes(file: Path, tmp_path: Path) -> None:
    """What it says, imported into what add made, is what was there before."""
    assert zones("add", file, "https://ähnlich.fabrikam.com", "--undo-file", str(tmp_path / "undo.reg")) == 0
    undo = (tmp_path / "undo.reg").read_bytes().decode("utf-16")
    assert undo.startswith(HEAD)
    assert "[-" in undo
    assert zones("add", file, "http://x.contoso.com", "--undo-file", str(tmp_path / "undo.reg")) != 0, "never replaced"


def test_a_folder_takes_undo_files(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "undo"
    folder.mkdir()
    for url in URLS[:2]:
        assert zones("add", file, url, "--undo-file", str(folder)) == 0
    assert [path.name[:11] for path in folder.iterdir()] == ["zones-undo-"] * 2
    assert not list(tmp_path.glob("zones-undo-*"))


def test_another_zone_is_a_conflict(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = f'[{MAP}\\Domains\\contoso.com\\erp]\r\n"https"=dword:00000004\r\n\r\n'
    file.write_bytes("\ufeff".encode("utf-16-le") + f"{HEAD}{key}".encode("utf-16-le"))
    assert zones("add", file, "https://erp.contoso.com") == 1
    assert "ZoneConflict" in capsys.readouterr().out
    assert "dword:00000004" in file.read_bytes().decode("utf-16")
    assert zones("add", file, "https://erp.contoso.com", "--force") == 0
    assert "dword:00000004" not in file.read_bytes().decode("utf-16")


def test_the_reg_file_holds_what_would_be_written(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    assert zones("plan", file, URLS[0], "--reg-file", str(tmp_path / "out.reg")) == 3
    assert file.read_bytes() == before
    out = (tmp_path / "out.reg").read_bytes().decode("utf-16")
    assert out.count('"https"=dword:00000001') == 2


def test_list_and_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert zones("list", file, "--json") == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert record["facts"]["site"] == "ähnlich.fabrikam.com"
    assert record["facts"]["zone"] == 2


@pytest.mark.parametrize("url", ["https://*.contoso.com", "https://[::1]/", "https://user:pw@host.contoso.com", "com"])
def test_what_cannot_be_mapped_is_that_urls_failure(url: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert zones("add", file, url, URLS[0]) == 1
    out = capsys.readouterr().out
    assert "failed" in out
    assert "pw@" not in out
    assert "contoso.com\\mysite" in file.read_bytes().decode("utf-16")


def test_a_sid_is_another_users_hive(file: Path) -> None:
    sid = "S-1-5-21-1-2-3-1104"
    assert zones("add", file, URLS[0], "--account", sid) == 0
    assert f"[HKEY_USERS\\{sid}\\Software" in file.read_bytes().decode("utf-16")


def test_a_file_of_another_account_s_is_nobody_s_until_that_is_named(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ``reg export HKU\\SID…`` writes it: entries of the current user would be imported for the wrong one."""
    sid = "S-1-5-21-1-2-3-1104"
    file.write_bytes(
        file.read_bytes().decode("utf-16").replace("HKEY_CURRENT_USER", f"HKEY_USERS\\{sid}").encode("utf-16")
    )
    before = file.read_bytes()
    for action in ("test", "add", "remove"):
        assert zones(action, file, "http://mysite") == 1
        assert f"Name the account that is meant: {sid}." in capsys.readouterr().err
    assert file.read_bytes() == before
    assert zones("add", file, "http://mysite", "--account", sid) == 0
    assert "HKEY_CURRENT_USER" not in file.read_bytes().decode("utf-16")


def farm_in(folder: Path, account: str = "NT AUTHORITY\\NETWORK SERVICE") -> str:
    """A farm in a file: two addresses of one place, and one more."""
    urls = [
        {"url": url, "zone": "Default", "web_application": "Büro"} for url in ("http://a", "http://a:81", "https://b")
    ]
    content = {"version": 1, "urls": urls, "accounts": [{"name": account}] if account else []}
    (folder / "färm.json").write_text(json.dumps(content), encoding="utf-8")
    return f"farm:{folder / 'färm.json'}"


def test_a_farms_addresses_are_sites_and_its_service_account_is_asked_for_by_a_word(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A built-in account is looked up nowhere: neither is this Windows, nor is a directory named."""
    before = file.read_bytes()
    assert zones("add", file, "--farm", farm_in(tmp_path), "--account", "service", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["facts"]["site"] for event in events if event["type"] == "record"] == ["http://a", "https://b"]
    assert "NETWORK SERVICE" in "".join(event["text"] for event in events if event["type"] == "message")
    assert file.read_bytes().decode("utf-16").count("[HKEY_USERS\\S-1-5-20\\Software") == 4
    assert zones("remove", file, "--farm", farm_in(tmp_path), "--account", "service") == 0
    assert file.read_bytes() == before


def test_with_a_farm_the_list_shows_its_sites_and_what_holds_for_them(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert zones("add", file, "https://b", "http://elsewhere") == 0
    capsys.readouterr()
    assert zones("list", file, "--farm", farm_in(tmp_path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("http://a  farmZone=Default  webApplication=Büro  origin=alternate access mapping")
    assert [line.partition(" ")[0] for line in lines] == ["http://a", "https://b", "b", "b"]


@pytest.mark.parametrize(
    ("account", "words"), [("", "tells no account"), ("C\\svc", "not Windows"), ("i:0#.w|c\\x", "none of the known")]
)
def test_a_service_account_that_cannot_be_had_is_said(
    account: str, words: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert zones("add", file, "--farm", farm_in(tmp_path, account), "--account", "service") == 1
    assert words in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_farm_without_an_address_is_no_success(file: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "farm.json").write_text('{"version": 1}', encoding="utf-8")
    assert zones("test", file, "--farm", f"farm:{tmp_path / 'farm.json'}") == 1
    assert "tells no address" in capsys.readouterr().err


@pytest.mark.parametrize("action", [["plan"], ["add"], ["add", "--what-if"], ["remove"]])
@pytest.mark.parametrize("written", ["dienst.reg", "sub/../dienst.reg", "hard.reg", "link.reg", "färm.json"])
def test_the_reg_file_is_none_that_is_read(
    written: str, action: list[str], file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "hard.reg").hardlink_to(file)
    (tmp_path / "link.reg").symlink_to(file)
    args = [*action[1:], URLS[0], "--farm", farm_in(tmp_path), "--reg-file", written]
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert zones(action[0], file, *args) == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("kept", ["dienst.reg", "sub/un.reg"])
def test_the_undo_file_is_none_of_the_others(kept: str, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    (tmp_path / "sub").mkdir()
    assert zones("add", file, URLS[0], "--undo-file", kept, "--reg-file", "sub/../sub/un.reg") == 2
    assert file.read_bytes() == before
    assert not list((tmp_path / "sub").iterdir())


@pytest.mark.parametrize(
    "args", [["zones"], ["zones", "add", "--registry", "reg:x"], ["zones", "list", "--registry", "nowhere:x"]]
)
def test_usage_is_2(args: list[str]) -> None:
    assert main(args) == 2


def test_whoever_is_asked_for_a_planned_change_may_answer(file: Path) -> None:
    stream = plan_zones(ZoneJob(registry=f"reg:{file}", urls=("https://mysite.contoso.com",)))
    events = [next(stream)]
    with suppress(StopIteration):
        while True:
            events.append(stream.send(False))
    assert [event for event in events if isinstance(event, Change)]
