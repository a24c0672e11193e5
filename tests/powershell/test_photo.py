"""``Get-UpsPhoto`` in the PowerShell engine: what it tells, the bytes it gives, the files it writes."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.mint import mint
from tests.lab.pictures import portrait
from tests.powershell.conftest import MODULE, Start

PICTURE = portrait(3, 96)
ODD = b"\xff\xd8 no picture"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("Bilder für alle")
    entries = ["dn: DC=corp,DC=test\nobjectClass: domainDNS\n"]
    for name, photo in (("ann", PICTURE), ("bob", None), ("eve", ODD)):
        entry = f"dn: CN={name},DC=corp,DC=test\nobjectClass: user\nsAMAccountName: {name}\n"
        entries.append(entry + (f"thumbnailPhoto:: {base64.b64encode(photo).decode()}\n" if photo else ""))
    (made / "people.ldif").write_text("\n".join(entries), encoding="utf-8")
    (made / "root.cer").write_bytes(mint("O=Lab/CN=Wurzel Köln", start=-10, end=36500).der)
    (made / "zones.reg").write_text("Windows Registry Editor Version 5.00\n\n", encoding="utf-16")
    return made


@pytest.fixture(scope="module")
def told(folder: Path, start: Start) -> dict[str, Any]:
    report = folder / "report.json"
    process = start(Path(__file__).with_name("photo.ps1"), *map(str, (MODULE, folder, report)))
    out, err = process.communicate(timeout=200)
    assert (process.returncode, err) == (0, ""), out
    return json.loads(report.read_text(encoding="utf-8"))


def test_each_person_is_an_object_with_size_hash_and_format(told: dict[str, Any]) -> None:
    ann, bob = told["photos"]
    assert ann == {
        "Account": "CORP\\ann",
        "Bytes": len(PICTURE),
        "Format": "JPEG",
        "Width": 96,
        "Height": 96,
        "Sha256": hashlib.sha256(PICTURE).hexdigest(),
        "Person": "CN=ann,DC=corp,DC=test",
    }
    assert (bob["Account"], bob["Bytes"], bob["Sha256"]) == ("bob", None, None)
    assert told["type"] == "PyUpSync.Photo"
    assert "Data" not in told["properties"]
    assert told["shown"].split() == ["Account", "Bytes", "Format", "Width", "Sha256"]
    assert told["problems"] == ["PersonNotFound,Get-UpsPhoto"]


def test_the_bytes_are_the_directory_s(told: dict[str, Any]) -> None:
    assert told["bytes_type"] == "Byte[]"
    assert base64.b64decode(told["bytes"]) == PICTURE
    assert told["streams"] == [len(PICTURE), len(ODD)], "an array a picture, and none for whoever has none"


def test_files_are_written_whole_and_only_where_they_may(told: dict[str, Any], folder: Path) -> None:
    assert told["what_if"] is False
    assert told["saved"] == ["ann.jpg", "eve.bin"]
    assert (folder / "saved" / "ann.jpg").read_bytes() == PICTURE
    assert (folder / "saved" / "eve.bin").read_bytes() == ODD
    assert told["unwritable"] == [None]
    assert told["denied"][-1] == "PhotoFailed,Get-UpsPhoto"
    assert told["both"]["id"].startswith("AmbiguousParameterSet")


def test_names_that_the_session_has_seen_are_completed(told: dict[str, Any]) -> None:
    assert told["completed"] == {
        "person": ["CORP\\ann"],
        "persons": ["ann", "bob", "CORP\\ann", "eve", "nobody"],
        "name": ["'Wurzel Köln'"],
        "url": ["http://mysite"],
        "image": ["large", "lync"],
    }


def test_addresses_that_the_session_has_used_are_completed_without_asking_anybody(
    told: dict[str, Any], folder: Path
) -> None:
    offer = told["offer"]
    assert f"'csv:{folder / 'none.csv'}'" in offer["Export-UpsPhoto Profiles"]
    assert "ldaps://dc1/DC=corp" in offer["Restore-UpsPhoto Directory"]
    assert not any("secret" in text for texts in offer.values() for text in texts)
    assert offer["Get-UpsPhotoPlan Site"] == ["mysite.corp.test"]
    assert f"'sqlite:{folder / 'state.db'}'" in offer["Get-UpsPhotoHistory State"]
    assert told["asked"] is False


def test_a_fresh_session_offers_forms_alone_and_starts_no_python(told: dict[str, Any], folder: Path) -> None:
    """Where a completer has nothing to offer PowerShell itself offers the files of its location."""
    files = {path.name for path in folder.iterdir()}
    offered = {text for texts in told["fresh"].values() for text in texts}
    forms = {text for text in offered if Path(text.strip("'")).name not in files}
    assert forms >= {"csv:", "ldaps://", "sharepoint:", "winreg:", "sqlite:"}
    assert all(text.rstrip("/").endswith(":") or text == "http" for text in forms)
    assert not forms & set(told["fresh"]["Get-UpsPhoto Person"])
    assert told["started"] == 0
