"""ProfileSource: one contract, kept by files and by SharePoint's services."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from pyupsync.adapters.profiles.csv_file import CsvProfiles
from pyupsync.adapters.profiles.json_lines import JsonLinesProfiles
from pyupsync.adapters.profiles.people_manager import PeopleManager
from pyupsync.adapters.profiles.user_profile_service import UserProfileService
from pyupsync.adapters.profiles.web import WebAccess
from pyupsync.errors import ProfileError
from pyupsync.model import Profile
from pyupsync.ports import ProfileSource
from tests.standins.object_model import ChildObjectModel, environment, write_profiles
from tests.standins.profile_services import Farm, ProfileOnFarm, serving

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
Make = Callable[..., ProfileSource]
FILES: dict[str, Kind] = {"csv": (CsvProfiles, csv_text), "jsonl": (JsonLinesProfiles, jsonl_text)}


@pytest.fixture(params=list(FILES))
def kind(request: pytest.FixtureRequest) -> Kind:
    return FILES[request.param]


def write(kind: Kind, folder: Path, rows: Rows, encoding: str = "utf-8") -> ProfileSource:
    """Write rows into a file with a name of its own and open it."""
    opener, text = kind
    path = folder / "Zoë's profiles.txt"
    path.write_bytes(text(rows).encode(encoding))
    return opener(str(path))


@pytest.fixture
def make_file(kind: Kind, tmp_path: Path) -> Make:
    return partial(write, kind, tmp_path)


def farm_of(rows: Rows) -> Farm:
    """A farm with these profiles, with a gap after each."""
    fields = ("AccountName", "PictureURL", "PreferredName")
    return Farm(profiles=tuple(ProfileOnFarm(2 * n + 1, *(row[name] for name in fields)) for n, row in enumerate(rows)))


def serve(request: str, rows: Rows, folder: Path, stack: ExitStack) -> ProfileSource:
    """Serve rows as a farm does and open the service; a list of accounts says ``none`` for an empty one."""
    farm = farm_of(rows)
    address = stack.enter_context(serving(farm))
    listed = folder / "Zoë's accounts.txt"
    listed.write_text("".join(f"{one.account.strip() or 'none'}\n" for one in farm.profiles), encoding="utf-8")
    source: UserProfileService | PeopleManager
    if request == "rest":
        source = PeopleManager(address, str(listed), WebAccess())
    else:
        source = UserProfileService(address, WebAccess(), str(listed) if request == "soap by name" else "")
    stack.callback(source.close)
    return source


def by_object_model(assemblies: Path, rows: Rows, folder: Path, stack: ExitStack) -> ProfileSource:
    """Give rows to the assemblies and open the object model in a child process."""
    fields = ("AccountName", "PictureURL", "PreferredName")
    people = write_profiles(folder / "people", ((row[fields[0]], row[fields[1]], row[fields[2]]) for row in rows))
    source = ChildObjectModel(environment(assemblies, people))
    stack.callback(source.close)
    return source


@pytest.fixture(params=[*FILES, "soap", "soap by name", "rest", "om"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes a source of rows, whatever keeps them."""
    if request.param in FILES:
        yield partial(write, FILES[request.param], tmp_path)
        return
    with ExitStack() as stack:
        if request.param == "om":
            assemblies = request.getfixturevalue("object_model")
            yield lambda rows: by_object_model(assemblies, rows, tmp_path, stack)
        else:
            yield lambda rows: serve(request.param, rows, tmp_path, stack)


def plain(profiles: list[Profile]) -> list[tuple[str, str, str]]:
    return [(one.account, one.picture_url, one.name) for one in profiles]


WANTED = [(row["AccountName"], row["PictureURL"], row["PreferredName"]) for row in ROWS]


def test_every_profile_is_read_in_order(make: Make) -> None:
    assert plain(list(make(ROWS).read())) == WANTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_says_how_it_is_encoded(make_file: Make, encoding: str) -> None:
    assert plain(list(make_file(ROWS, encoding).read())) == WANTED


def test_reading_twice_gives_the_same_again(make: Make) -> None:
    source = make(ROWS)
    assert list(source.read()) == list(source.read())


def test_the_origin_names_file_and_line(make_file: Make) -> None:
    origins = [one.origin for one in make_file(ROWS).read()]
    assert all(origin.startswith("Zoë's profiles.txt, line ") for origin in origins)
    first = int(origins[0].rpartition(" ")[2])
    assert [int(origin.rpartition(" ")[2]) - first for origin in origins] == [0, 1, 2]


def test_the_count_is_that_of_the_profiles(make: Make) -> None:
    assert make(ROWS).count() == 3
    assert make([]).count() == 0


def test_no_profiles_are_none(make: Make) -> None:
    assert list(make([]).read()) == []


def test_a_row_without_account_does_not_stop_the_rest(make: Make) -> None:
    broken = {"AccountName": " ", "PictureURL": "https://my/x.jpg", "PreferredName": "Nobody"}
    found = list(make([ROWS[0], broken, ROWS[1]]).read())
    assert plain([found[0], found[2]]) == WANTED[:2]
    assert found[1].account == ""
    assert found[1].picture_url == ""
    assert ": " in found[1].origin


def test_closing_twice_does_no_harm_and_gives_the_file_back(make: Make) -> None:
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


def test_the_windows_code_page_is_refused_not_guessed(make_file: Make) -> None:
    """After 20,000 rows that are the same in both, so that it shows while reading."""
    rows = [{"AccountName": f"CORP\\user{n}", "PictureURL": "", "PreferredName": ""} for n in range(20_000)]
    source = make_file([*rows, ROWS[0]], "cp1252")
    assert source.count() is None
    with pytest.raises(ProfileError, match="neither UTF-8 nor UTF-16") as caught:
        list(source.read())
    assert "Save it as UTF-8" in caught.value.advice


def test_profiles_are_yielded_as_they_are_read(make_file: Make) -> None:
    """The first comes before the end of a file that breaks at its end."""
    rows = [{"AccountName": f"CORP\\user{n}", "PictureURL": "", "PreferredName": ""} for n in range(20_000)]
    reading = make_file([*rows, ROWS[0]], "cp1252").read()
    assert next(reading).account == "CORP\\user0"


def test_a_line_without_end_is_refused(make_file: Make) -> None:
    """When it is opened where that is the first line, else when it is read."""
    with pytest.raises(ProfileError, match=r"line \d, is longer than 1,048,576"):
        list(make_file([{"AccountName": "CORP\\a", "PictureURL": "x" * 1_100_000, "PreferredName": ""}]).read())
