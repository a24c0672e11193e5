"""The command line, in-process, over the embedded adapters."""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pyupsync.cli import main, photos
from pyupsync.config import Manners, PhotoJob, photo_job
from pyupsync.model import Change, Outcome
from pyupsync.workflows import photo_export_events
from tests.lab import pictures


@pytest.fixture
def farm(tmp_path: Path) -> list[str]:
    """Two people, one without a picture; the addresses as options."""
    entries = [
        f"dn: CN={name},DC=corp,DC=example\nobjectClass: user\nsAMAccountName: {name}\n" for name in ("anna", "bodo")
    ]
    head = "version: 1\n\ndn: DC=corp,DC=example\nobjectClass: domainDNS\n"
    (tmp_path / "people.ldif").write_text("\n".join([head, *entries]), encoding="utf-8")
    rows = ["AccountName,PictureURL", "CORP\\anna,anna_LThumb.jpg", "CORP\\bodo,"]
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "anna_LThumb.jpg").write_bytes(pictures.portrait(1))
    return [
        *("--profiles", f"csv:{tmp_path}/people.csv", "--photos", f"folder:{tmp_path}/pictures"),
        *("--directory", f"ldif:{tmp_path}/people.ldif"),
    ]


def test_plan_export_plan(farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = tmp_path / "people.ldif.changes.ldif"
    assert main(["photos", "plan", *farm]) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "1 to change, 0 unchanged, 1 skipped, 0 failed"
    assert main(["photos", "export", *farm, "--what-if"]) == 0
    assert not list(tmp_path.glob("*.changes.ldif"))
    assert main(["photos", "export", *farm]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 applied, 0 unchanged, 1 skipped, 0 failed"
    written = next(iter(tmp_path.glob("*changes.ldif")), changes).read_text()
    assert "changetype: modify" in written
    assert main(["photos", "plan", *farm]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 to change, 1 unchanged, 1 skipped, 0 failed"


def test_output_names_the_change_file(farm: list[str], tmp_path: Path) -> None:
    assert main(["photos", "export", *farm, "--output", str(tmp_path / "out.ldif")]) == 0
    text = (tmp_path / "out.ldif").read_text().replace("\n ", "")
    photo = next(line.split(":: ")[1] for line in text.splitlines() if line.startswith("thumbnailPhoto:: "))
    assert base64.b64decode(photo).startswith(b"\xff\xd8")


def test_an_output_that_is_something_else_is_refused_and_kept(
    farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Naming the profiles themselves as the output costs nothing."""
    profiles = tmp_path / "people.csv"
    before = profiles.read_bytes()
    assert main(["photos", "export", *farm, "--output", str(profiles)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"pyupsync: {profiles} is no file of changes")
    assert len(said.splitlines()) == 1
    assert profiles.read_bytes() == before


def test_one_export_at_a_time_writes_to_a_change_file(
    farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second one is refused before it fetches anything; a plan and a what-if are not."""
    running = photo_export_events(job_of(farm))
    assert isinstance(next(event for event in running if isinstance(event, Change)), Change)
    assert main(["photos", "export", *farm]) == 1
    said = capsys.readouterr()
    assert "Another run" in said.err
    assert said.out == ""
    assert main(["photos", "plan", *farm]) == 3
    assert main(["photos", "export", *farm, "--what-if"]) == 0
    assert [event.status for event in running if isinstance(event, Outcome)] == ["applied"]
    assert main(["photos", "plan", *farm]) == 0
    assert not list(tmp_path.glob("*.lock"))


def job_of(options: list[str]) -> PhotoJob:
    return photo_job({name.removeprefix("--"): value for name, value in zip(options[::2], options[1::2], strict=True)})


def test_a_plan_counts_the_changes_of_a_named_output_as_made(
    farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The plan after an export with --output has nothing to change, and writes nothing itself."""
    output = tmp_path / "änderungen.ldif"
    assert main(["photos", "plan", *farm, "--output", str(output)]) == 3
    assert not output.exists()
    assert main(["photos", "export", *farm, "--output", str(output)]) == 0
    before = output.read_bytes()
    capsys.readouterr()
    assert main(["photos", "plan", *farm, "--output", str(output)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 to change, 1 unchanged, 1 skipped, 0 failed"
    assert main(["photos", "plan", *farm]) == 3
    assert output.read_bytes() == before


def test_json_is_one_object_a_line(farm: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["photos", "plan", *farm, "--json"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["outcome", "change", "summary"]
    assert lines[0]["subject"] == "CORP\\bodo"
    assert lines[1]["after"]["width"] == 96
    assert "payload" not in lines[1]
    assert lines[2] == {
        "type": "summary",
        "changes": 1,
        "applied": 0,
        "unchanged": 0,
        "skipped": 1,
        "failed": 0,
        "exit_code": 3,
    }


def test_a_missing_picture_is_that_persons_failure(
    farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pictures" / "anna_LThumb.jpg").unlink()
    assert main(["photos", "export", *farm]) == 1
    assert "failed    CORP\\anna" in capsys.readouterr().out


def test_the_configuration_file_and_the_command_line_over_it(
    farm: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "photos.toml"
    file.write_text(f'[photos]\nprofiles = "{farm[1]}"\nphotos = "{farm[3]}"\ndirectory = "ldif:none.ldif"\n')
    assert main(["photos", "plan", "--config", str(file)]) == 2 or "none.ldif" in capsys.readouterr().err
    assert main(["photos", "plan", "--config", str(file), "--directory", farm[5]]) == 3


def test_manners_come_from_the_file_and_from_the_command_line(farm: list[str], tmp_path: Path) -> None:
    (tmp_path / "nightly.toml").write_text("[photos]\nrate = 5\nper-host = 2\nretries = 0\n", encoding="utf-8")
    options = ["--config", str(tmp_path / "nightly.toml"), "--rate", "0.5", "--proxy", "http://proxy.example.test:3128"]
    parser = argparse.ArgumentParser()
    photos.add(parser.add_subparsers())
    job = photos.job_from(parser.parse_args(["photos", "plan", *farm, "--photos", "http", *options]))
    assert job.manners == Manners(rate=0.5, per_host=2, retries=0, proxy="http://proxy.example.test:3128")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rate", "-1"], "rate is -1"),
        (["--per-host", "99"], "per-host is 99"),
        (["--retries", "-1"], "retries is -1"),
        (["--proxy", "proxy:3128"], "http://HOST:PORT"),
        (["--rate", "5"], "pictures from a site"),
    ],
)
def test_manners_that_cannot_be_kept_are_2(
    farm: list[str], capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert main(["photos", "plan", *farm, *options]) == 2
    assert said in capsys.readouterr().err


def test_a_password_in_the_configuration_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "photos.toml"
    file.write_text('[photos]\nprofiles = "csv:a"\ndirectory = "ldif:a"\nsite-password = "s3cret"\n')
    assert main(["photos", "plan", "--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert "password-file" in said
    assert "s3cret" not in said


def test_no_password_and_nobody_to_ask(farm: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["photos", "export", *farm, "--auth", "simple", "--user", "svc@corp.example"]) == 2
    assert "PYUPSYNC_PASSWORD" in capsys.readouterr().err


@pytest.mark.parametrize("args", [[], ["photos"], ["photos", "plan", "--image", "huge"], ["nothing"]])
def test_usage_is_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    assert "usage:" in capsys.readouterr().err


def test_missing_settings_are_2_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["photos", "plan"]) == 2
    assert capsys.readouterr().err == "pyupsync: The setting 'profiles' is missing.\n"


def test_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["photos", "export", "--help"]) == 0
    assert "--what-if" in capsys.readouterr().out


def test_an_output_that_cannot_be_written_in_full_ends_nothing(farm: list[str], tmp_path: Path) -> None:
    """A code page that lacks a letter, text or JSON, spoils no run; a reader that leaves early gets no traceback."""
    (tmp_path / "people.csv").write_text("AccountName,PictureURL\nCORP\\жанна,\nCORP\\anna,\n", encoding="utf-8")
    command = [sys.executable, "-m", "pyupsync", "photos", "plan", *farm]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for extra in ([], ["--json"]):
        done = subprocess.run([*command, *extra], env=env, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (1, "")
        assert "\\u0436" in done.stdout
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
