"""ProfileSource: one contract, kept by CSV and by JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pyupsync.adapters.profiles.csv_file import CsvProfiles
from pyupsync.adapters.profiles.json_lines import JsonLinesProfiles
from pyupsync.errors import ProfileError
from pyupsync.model import Profile
from pyupsync.ports import ProfileSource

Rows = list[dict[str, str]]
ROWS: Rows = [
    {"AccountName": "CORP\\müller", "PictureURL": "https://my/ü_MThumb.jpg?t=1", "PreferredName": "Jürgen Müller"},
    {"AccountName": "i:0#.w|corp\\ivanova", "PictureURL": "", "PreferredName": 'Анна "Аня", Иванова'},
    {"AccountName": "山田@corp.example.test", "PictureURL": "https://my/a b.jpg", "PreferredName": "two\nlines"},
]


def csv_text(rows: Rows) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(ROWS[0]), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def jsonl_text(rows: Rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


Kind = tuple[type[CsvProfiles] | type[JsonLinesProfiles], Callable[[Rows], str]]


@pytest.fixture(params=["csv", "jsonl"])
def kind(request: pytest.FixtureRequest) -> Kind:
    return {"csv": (CsvProfiles, csv_text), "jsonl": (JsonLinesProfiles, jsonl_text)}[request.param]


@pytest.fixture
def make(kind: Kind, tmp_path: Path) -> Callable[..., ProfileSource]:
    """Writes rows into a file with a name of its own and opens it."""
    opener, text = kind

    def made(rows: Rows, encoding: str = "utf-8") -> ProfileSource:
        path = tmp_path / "Zoë's profiles.txt"
        path.write_bytes(text(rows).encode(encoding))
        return opener(str(path))

    return made


def plain(profiles: list[Profile]) -> list[tuple[str, str, str]]:
    return [(one.account, one.picture_url, one.name) for one in profiles]


WANTED = [(row["AccountName"], row["PictureURL"], row["PreferredName"]) for row in ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_profile_is_read_in_order(make: Callable[..., ProfileSource], encoding: str) -> None:
    assert plain(list(make(ROWS, encoding).read())) == WANTED


def test_reading_twice_gives_the_same_again(make: Callable[..., ProfileSource]) -> None:
    source = make(ROWS)
    assert list(source.read()) == list(source.read())


def test_the_origin_names_file_and_line(make: Callable[..., ProfileSource]) -> None:
    origins = [one.origin for one in make(ROWS).read()]
    assert all(origin.startswith("Zoë's profiles.txt, line ") for origin in origins)
    first = int(origins[0].rpartition(" ")[2])
    assert [int(origin.rpartition(" ")[2]) - first for origin in origins] == [0, 1, 2]


def test_the_count_is_that_of_the_profiles(make: Callable[..., ProfileSource]) -> None:
    assert make(ROWS).count() == 3
    assert make([]).count() == 0


def test_no_profiles_are_none(make: Callable[..., ProfileSource]) -> None:
    assert list(make([]).read()) == []


def test_a_row_without_account_does_not_stop_the_rest(make: Callable[..., ProfileSource]) -> None:
    broken = {"AccountName": " ", "PictureURL": "https://my/x.jpg", "PreferredName": "Nobody"}
    found = list(make([ROWS[0], broken, ROWS[1]]).read())
    assert plain([found[0], found[2]]) == WANTED[:2]
    assert found[1].account == ""
    assert found[1].picture_url == ""
    assert found[1].origin.endswith(": no account")


def test_closing_twice_does_no_harm_and_gives_the_file_back(make: Callable[..., ProfileSource]) -> None:
    source = make(ROWS)
    reading = source.read()
    next(reading)
    source.close()
    source.close()
    assert list(reading) == []


def test_a_file_that_is_not_there_is_said(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="No such file") as caught:
        kind[0](str(tmp_path / "none"))
    assert caught.value.advice


def test_a_folder_is_no_file(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        kind[0](str(tmp_path))


def test_the_windows_code_page_is_refused_not_guessed(make: Callable[..., ProfileSource]) -> None:
    """After 20,000 rows that are the same in both, so that it shows while reading."""
    rows = [{"AccountName": f"CORP\\user{n}", "PictureURL": "", "PreferredName": ""} for n in range(20_000)]
    source = make([*rows, ROWS[0]], "cp1252")
    assert source.count() is None
    with pytest.raises(ProfileError, match="neither UTF-8 nor UTF-16") as caught:
        list(source.read())
    assert "Save it as UTF-8" in caught.value.advice


def test_profiles_are_yielded_as_they_are_read(make: Callable[..., ProfileSource]) -> None:
    """The first comes before the end of a file that breaks at its end."""
    rows = [{"AccountName": f"CORP\\user{n}", "PictureURL": "", "PreferredName": ""} for n in range(20_000)]
    reading = make([*rows, ROWS[0]], "cp1252").read()
    assert next(reading).account == "CORP\\user0"


def test_a_line_without_end_is_refused(make: Callable[..., ProfileSource]) -> None:
    """When it is opened where that is the first line, else when it is read."""
    with pytest.raises(ProfileError, match=r"line \d, is longer than 1,048,576"):
        list(make([{"AccountName": "CORP\\a", "PictureURL": "x" * 1_100_000, "PreferredName": ""}]).read())
