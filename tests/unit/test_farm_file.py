"""``farm:FILE``: what people write by hand, what is refused, and what is never half written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyupsync.adapters.farm.json_file import MAX_BYTES, FarmFile, write_farm_file
from pyupsync.errors import FarmError
from pyupsync.model import FarmUrl, ServiceAccount


def farm(folder: Path, content: object, encoding: str = "utf-8") -> FarmFile:
    path = folder / "Färm.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding=encoding)
    return FarmFile(str(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_address_and_an_account_are_enough(tmp_path: Path, encoding: str) -> None:
    """In each encoding that Windows PowerShell's Out-File writes."""
    read = farm(tmp_path, {"version": 1, "urls": [{"url": "https://büro/"}], "accounts": [{"name": "C\\ü"}]}, encoding)
    assert read.urls() == (FarmUrl("https://büro", "", "", "alternate access mapping"),)
    assert read.accounts() == (ServiceAccount("C\\ü", "User Profile service application"),)


def test_a_file_may_hold_one_kind_alone(tmp_path: Path) -> None:
    assert farm(tmp_path, {"version": 1}).urls() == ()
    assert farm(tmp_path, {"version": 1}).accounts() == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ([], "version 1"),
        ({"version": 2}, "version 1"),
        ({"version": 1, "urls": {}}, "no list"),
        ({"version": 1, "urls": ["https://x"]}, "no list of objects"),
        ({"version": 1, "urls": [{"zone": "Default"}]}, "no url"),
        ({"version": 1, "urls": [{"url": " "}]}, "no url"),
        ({"version": 1, "urls": [{"url": 1}]}, "no text"),
        ({"version": 1, "urls": [{"url": "https://x", "zone": "Zuhause"}]}, "Default, Intranet"),
        ({"version": 1, "urls": [{"url": "https://x", "origin": "hearsay"}]}, "My Site host"),
        ({"version": 1, "urls": [{"url": "https://x", "Zone": "Default"}]}, "'Zone'; known are url, zone"),
        (" " * (MAX_BYTES + 1), "more than"),
    ],
)
def test_what_is_not_of_the_form_is_refused_with_the_reason(tmp_path: Path, content: object, words: str) -> None:
    with pytest.raises(FarmError, match=words) as caught:
        farm(tmp_path, content).urls()
    assert "Färm.json" in caught.value.message
    assert caught.value.advice


def test_a_role_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FarmError, match="one of User Profile Synchronization service"):
        farm(tmp_path, {"version": 1, "accounts": [{"name": "C\\ü", "role": "cook"}]}).accounts()


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FarmError) as caught:
        FarmFile(str(tmp_path / "none.json")).urls()
    assert "--save" in caught.value.advice


def test_where_it_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    """A folder in its place stays, and so does no part."""
    (tmp_path / "farm.json").mkdir()
    with pytest.raises(FarmError, match="cannot be written"):
        write_farm_file(str(tmp_path / "farm.json"), [], [])
    with pytest.raises(FarmError, match="cannot be written"):
        write_farm_file(str(tmp_path / "none" / "farm.json"), [], [])
    assert [path.name for path in tmp_path.iterdir()] == ["farm.json"]
