"""Looking at the pictures that people have in the directory."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from pyupsync import LookJob, UpSyncError, list_photos
from pyupsync.cli import main
from tests.lab.pictures import portrait

PICTURE = portrait(3, 96)
ODD = b"\xff\xd8 no picture"


@pytest.fixture
def directory(tmp_path: Path) -> str:
    entries = ["dn: DC=corp,DC=test\nobjectClass: domainDNS\n"]
    for name, photo in (("ann", PICTURE), ("bob", None), ("eve", ODD)):
        entry = f"dn: CN={name},DC=corp,DC=test\nobjectClass: user\nsAMAccountName: {name}\n"
        entries.append(entry + (f"thumbnailPhoto:: {base64.b64encode(photo).decode()}\n" if photo else ""))
    (tmp_path / "people.ldif").write_text("\n".join(entries), encoding="utf-8")
    return f"ldif:{tmp_path / 'people.ldif'}"


def test_each_picture_is_told_in_order(directory: str) -> None:
    eve, ann, bob = list_photos(LookJob(person=("eve", "ann@corp.test", "bob"), directory=directory))
    assert ann.facts["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert (ann.facts["bytes"], ann.facts["format"]) == (len(PICTURE), "JPEG")
    assert (ann.facts["width"], ann.facts["person"]) == (96, "CN=ann,DC=corp,DC=test")
    assert "data" not in ann.facts
    assert (eve.facts["bytes"], eve.facts["format"]) == (len(ODD), ""), "bytes that are no picture are told as such"
    assert "sha256" not in bob.facts


def test_the_command_line_gives_the_bytes_and_says_who_is_not_there(
    directory: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["photos", "get", "ann", "nobody", "--directory", directory, "--data", "--json"]) == 1
    ann, nobody, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert base64.b64decode(ann["facts"]["data"]) == PICTURE
    assert (nobody["code"], nobody["action"]) == ("PersonNotFound", "Read thumbnailPhoto")


def test_the_configuration_of_an_export_says_where_and_the_command_line_wins(
    directory: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ["profiles = 'csv:people.csv'", f"directory = '{directory}'", "state = 'sqlite:state.db'", "workers = 3"]
    (tmp_path / "photos.toml").write_text("\n".join(["[photos]", *settings]), encoding="utf-8")
    get = ["photos", "get", "ann", "--config", str(tmp_path / "photos.toml")]
    assert main(get) == 0
    assert hashlib.sha256(PICTURE).hexdigest() in capsys.readouterr().out
    assert main([*get, "--directory", f"ldif:{tmp_path / 'none.ldif'}"]) == 2
    assert "none.ldif" in capsys.readouterr().err


def test_nobody_named_is_refused() -> None:
    with pytest.raises(UpSyncError, match="Nobody was named"):
        LookJob(directory="ldif:people.ldif")
