"""``pyupsync profiles``: what its words and options mean, and which are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyupsync.cli import main
from pyupsync.model import PictureImport, PropertyMapping, SyncConnection
from pyupsync.wiring import save_profile_service

PICTURE = PropertyMapping("PictureURL", "thumbnailPhoto", imported=True)
CONNECTIONS = (
    SyncConnection("Contoso AD", "ActiveDirectory", "corp.contoso.com", True, "CORP\\svc", mappings=(PICTURE,)),
    SyncConnection("Lab\x1b[2J", "ActiveDirectory", mappings=()),
)


@pytest.fixture
def at(tmp_path: Path) -> list[str]:
    """The farm, as the command line has it."""
    save_profile_service(str(tmp_path / "farm.json"), CONNECTIONS, [PictureImport("https://mysite", online=True)])
    return ["--farm", f"farm:{tmp_path / 'farm.json'}"]


def test_connections_are_listed_a_line_each_without_control_characters(
    at: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["profiles", "connections", *at]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Contoso AD  kind=ActiveDirectory  kindName=Active Directory, by the User Profile")
    assert "account=CORP\\svc  contexts=  included=" in first
    assert first.endswith("mappings=1  picture=import from thumbnailPhoto")
    assert second.startswith("Lab\\x1b[2J  ")


@pytest.mark.parametrize("step", [[], ["show"]])
def test_showing_is_what_mapping_does_when_nothing_is_said(
    at: list[str], step: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["profiles", "mapping", *step, *at, "--json"]) == 3
    *findings, summary = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    causes = [finding["facts"]["cause"] for finding in findings]
    assert causes == ["ExportMappingMissing", "ExportMappingMissing", "PictureImportEnabled"]
    assert (summary["faults"], summary["exit_code"]) == (2, 3)


def test_plan_tells_what_set_does_and_set_does_it_once(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "mapping", "plan", *at, "--force"]) == 3
    planned = capsys.readouterr().out
    assert planned.count("change  ") == 3
    assert "Remove the mapping: PictureURL to thumbnailPhoto -> nothing" in planned
    assert main(["profiles", "mapping", "set", *at, "--force", "--what-if"]) == 0
    assert "3 skipped" in capsys.readouterr().out
    assert main(["profiles", "mapping", "set", *at, "--force"]) == 0
    assert "3 applied" in capsys.readouterr().out
    assert main(["profiles", "mapping", "plan", *at]) == 0
    assert "0 to change, 2 unchanged" in capsys.readouterr().out
    assert main(["profiles", "mapping", *at]) == 0


def test_one_connection_is_set_and_the_other_left(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "mapping", "set", *at, "--connection", CONNECTIONS[1].name]) == 1
    assert "ImportAndExport: PictureURL is imported from thumbnailPhoto by Contoso AD" in capsys.readouterr().out
    assert main(["profiles", "mapping", "set", *at, "--connection", "None", "--json"]) == 1
    outcome = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if '"outcome"' in line)
    assert (outcome["code"], outcome["target"]) == ("ConnectionNotFound", "None")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mapping", "show", "--force"], "'force' has no use"),
        (["mapping", "--what-if"], "--what-if has no use with show"),
        (["mapping", "plan", "--what-if"], "--what-if has no use with plan"),
        (["sync", "--full"], "'full' has no use"),
        (["sync", "stop", "--wait"], "'wait' has no use"),
        (["sync", "--what-if"], "--what-if has no use with status"),
        (["sync", "start", "--interval", "3"], "nobody waits"),
    ],
)
def test_an_option_without_a_use_is_refused(
    at: list[str], words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["profiles", *words, *at]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("address", ["folder:x", "nonsense", "sharepoint:remote"])
def test_a_farm_in_no_known_form_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "connections", "--farm", address]) == 2
    assert "om:" in capsys.readouterr().err or address.startswith("sharepoint:")


def test_the_synchronization_is_told_started_and_stopped(at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "sync", *at]) == 0
    assert capsys.readouterr().out.endswith("running=False  state=Idle\n")
    assert main(["profiles", "sync", "start", *at, "--full", "--what-if"]) == 0
    assert "skipped" in capsys.readouterr().out
    assert main(["profiles", "sync", "start", *at, "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out.splitlines()[1])
    assert (outcome["action"], outcome["code"]) == ("Start an incremental synchronization", "Begun")
    assert main(["profiles", "sync", "stop", *at]) == 0
    assert "No synchronization is running." in capsys.readouterr().out


def test_saving_keeps_what_the_file_holds_besides(at: list[str], tmp_path: Path) -> None:
    carried = tmp_path / "carried.json"
    carried.write_text('{"version": 1, "accounts": [{"name": "CORP\\\\svc"}]}', encoding="utf-8")
    assert main(["profiles", "connections", *at, "--save", str(carried)]) == 0
    content = json.loads(carried.read_text(encoding="utf-8"))
    assert content["accounts"] == [{"name": "CORP\\svc"}]
    assert [one["name"] for one in content["connections"]] == [one.name for one in CONNECTIONS]
    assert "password" not in carried.read_text(encoding="utf-8")
