"""The command line around the state: exports that keep it, history, restore, purge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyupsync.cli import main
from tests.unit.photo_farm import NAMES, Farm


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Farm:
    """A farm whose settings stand in a configuration file; the current folder is its own."""
    made = Farm(tmp_path)
    made.job()
    monkeypatch.chdir(tmp_path)
    settings = ["profiles = 'csv:people.csv'", "photos = 'folder:pictures'", "directory = 'ldif:people.ldif'"]
    settings += ["state = 'sqlite:state.db'", "clear-missing = true", "max-clear = 2", "keep-days = 30"]
    (tmp_path / "photos.toml").write_text("\n".join(["[photos]", *settings]), encoding="utf-8")
    return made


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["photos", *args])
    said = capsys.readouterr()
    return code, said.out, said.err


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_export_is_listed_and_undone(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    farm.put("ann", b"\xff\xd8 before")
    assert run(capsys, "export", "--config", "photos.toml")[:2][0] == 0
    code, listed, _ = run(capsys, "history", "--state", "sqlite:state.db")
    assert code == 0
    assert "job=export" in listed
    assert "applied=6" in listed
    code, changes, _ = run(capsys, "history", "--state", "sqlite:state.db", "--run", "1", "--json")
    records = lines(changes)[:-1]
    assert {record["kind"] for record in records} == {"photoChange"}
    assert {record["facts"]["account"] for record in records} == {f"CORP\\{name}" for name in NAMES}
    code, said, _ = run(capsys, "restore", "--config", "photos.toml", "--run", "1", "--what-if")
    assert (code, said.splitlines()[-1]) == (0, "0 applied, 0 unchanged, 6 skipped, 0 failed")
    code, said, _ = run(capsys, "restore", "--config", "photos.toml", "--person", "ann")
    assert (code, said.splitlines()[-1]) == (0, "1 applied, 0 unchanged, 0 skipped, 0 failed")
    assert farm.photo("ann") == b"\xff\xd8 before"
    farm.put("bob", b"\xff\xd8 theirs")
    code, said, _ = run(capsys, "restore", "--config", "photos.toml", "--run", "1")
    assert code == 1
    assert "ForeignPhoto" in said
    code, said, _ = run(capsys, "restore", "--config", "photos.toml", "--run", "1", "--force")
    assert (code, [farm.photo(name) for name in NAMES]) == (0, [b"\xff\xd8 before", *[None] * 5])


def test_a_restore_is_told_in_a_report_of_its_own(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    with (farm.root / "photos.toml").open("a", encoding="utf-8") as settings:
        settings.write("\nreport = 'export.html'")
    run(capsys, "export", "--config", "photos.toml")
    exported = (farm.root / "export.html").read_bytes()
    restore = ["restore", "--config", "photos.toml", "--run", "1", "--report", "back.json", "--report", "back.html"]
    assert run(capsys, *restore)[0] == 0
    told = json.loads((farm.root / "back.json").read_text(encoding="ascii"))
    assert told["run"]["job"] == "photos.restore"
    assert told["run"]["where"]["Run"] == "1"
    assert told["summary"]["applied"] == 6
    assert "Profile pictures: restore" in (farm.root / "back.html").read_text(encoding="utf-8")
    assert (farm.root / "export.html").read_bytes() == exported
    code, _, said = run(capsys, *restore[:-1], "restored.pdf")
    assert (code, "restored.pdf" in said) == (2, True)


def test_options_win_over_the_configuration(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", "--config", "photos.toml")
    farm.blank = {"ann", "bob", "eve"}
    farm.job()
    farm.put("fay", b"\xff\xd8 theirs")
    code, said, error = run(capsys, "export", "--config", "photos.toml")
    assert code == 1
    assert said.count("ClearLimitExceeded") == 3
    assert "3 of 6 people's pictures would be cleared, and this run may clear 2; none was." in error
    code, said, _ = run(capsys, "export", "--config", "photos.toml", "--max-clear", "50%")
    assert (code, said.splitlines()[-1]) == (0, "3 applied, 2 unchanged, 1 skipped, 0 failed")
    assert "ForeignPhoto" in said
    code, said, _ = run(capsys, "export", "--config", "photos.toml", "--overwrite-foreign")
    assert (code, said.splitlines()[-1]) == (0, "1 applied, 2 unchanged, 3 skipped, 0 failed")


def test_what_is_kept_can_be_forgotten(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    farm.put("ann", b"\xff\xd8 before")
    run(capsys, "export", "--config", "photos.toml")
    assert "unchanged" in run(capsys, "purge", "--state", "sqlite:state.db")[1]
    purge = ("purge", "--state", "sqlite:state.db", "--keep-mb", "0")
    before = (farm.root / "state.db").read_bytes()
    assert "WhatIf" in run(capsys, *purge, "--what-if")[1]
    assert (farm.root / "state.db").read_bytes() == before
    code, said, _ = run(capsys, *purge, "--json")
    assert (code, lines(said)[1]["status"], lines(said)[1]["before"]) == (0, "applied", {"pictures": 1, "bytes": 9})
    code, said, _ = run(capsys, "restore", "--config", "photos.toml", "--person", "ann")
    assert (code, "PreviousNotKept" in said) == (1, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("history",), "--state"),
        (("history", "--state", "x.db"), "sqlite:"),
        (("history", "--state", "sqlite:none.db"), "no state file none.db"),
        (("restore", "--state", "sqlite:state.db", "--directory", "ldif:people.ldif"), "--run"),
        (("restore", "--state", "sqlite:none.db", "--directory", "ldif:people.ldif", "--run", "1"), "none.db"),
        (("restore", "--run", "1"), "state"),
        (("purge", "--state", "sqlite:none.db"), "no state file"),
        (("plan", "--config", "photos.toml", "--max-clear", "lots"), "max-clear"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    farm: Farm, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], said: str
) -> None:
    code, out, error = run(capsys, *args)
    assert code in {1, 2}
    assert (out, len(error.splitlines())) == ("", 1)
    assert said in error
    assert not (farm.root / "none.db").exists()
