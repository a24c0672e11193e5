"""The picture library as a source of profiles: one set of cases for a folder and for a site's lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pyupsync.adapters.profiles.picture_library import LibraryFolder, LibraryOnSite, account_of
from pyupsync.adapters.profiles.web import WebAccess
from pyupsync.config import Manners
from pyupsync.errors import ProfileDenied, ProfileError
from pyupsync.ports import ProfileSource
from tests.standins.profile_services import Farm, Library, Version, serving

ONCE = Manners(retries=0)
Make = Callable[..., ProfileSource]
# As a German farm names library and folder.
WHERE = "Benutzerfotos/Profilbilder"


@pytest.fixture(params=["folder", "site"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes a library of files, each named by its path."""
    with ExitStack() as stack:

        def as_folder(*files: str) -> ProfileSource:
            for file in files:
                path = tmp_path / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            return LibraryFolder(str(tmp_path))

        def on_site(*files: str) -> ProfileSource:
            libraries = (Library("Aufgaben", ("Aufgaben/1",), documents=False), Library("Benutzerfotos", files))
            source = LibraryOnSite(
                stack.enter_context(serving(Farm(libraries=libraries))), WebAccess(timeout=5, manners=ONCE)
            )
            stack.callback(source.close)
            return source

        yield as_folder if request.param == "folder" else on_site


def thumbs(stem: str) -> tuple[str, ...]:
    return tuple(f"{WHERE}/{stem}_{size}Thumb.jpg" for size in "LMS")


def test_each_large_thumbnail_is_a_profile(make: Make) -> None:
    """And no other file, whatever its name; names in any script, with underscores and dots."""
    source = make(*thumbs("corp_alice"), *thumbs("CORP_b_c.d"), *thumbs("corp_müller 山"), f"{WHERE}/team.jpg")
    assert sorted(one.account for one in source.read()) == ["CORP\\b_c.d", "corp\\alice", "corp\\müller 山"]
    assert source.count() is None


def test_the_address_of_the_picture_comes_with_it(make: Make) -> None:
    found = next(iter(make(*thumbs("corp_a b")).read()))
    assert found.picture_url.replace("%20", " ").endswith(f"{WHERE}/corp_a b_LThumb.jpg")
    assert found.origin


def test_reading_twice_gives_the_same_again(make: Make) -> None:
    source = make(*thumbs("corp_a"), *thumbs("corp_b"))
    assert list(source.read()) == list(source.read())


def test_an_empty_library_has_none(make: Make) -> None:
    assert list(make().read()) == []


def test_closing_twice_ends_the_reading(make: Make) -> None:
    source = make(*thumbs("corp_a"), *thumbs("corp_b"))
    reading = source.read()
    next(reading)
    source.close()
    source.close()
    assert list(reading) == []


@pytest.mark.parametrize(
    ("name", "account"),
    [
        ("corp_alice_LThumb.jpg", "corp\\alice"),
        ("corp_alice_lthumb.PNG", "corp\\alice"),
        ("alice_LThumb.jpg", "alice"),
        ("corp_alice_MThumb.jpg", ""),
        ("corp_alice.jpg", ""),
        ("_LThumb.jpg", ""),
        ("corp_alice_LThumb.jpg.aspx", ""),
    ],
)
def test_accounts_by_file_name(name: str, account: str) -> None:
    assert account_of(name) == account


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="There is no folder"):
        LibraryFolder(str(tmp_path / "none"))


def on_farm(farm: Farm) -> list[str]:
    with serving(farm) as address:
        source = LibraryOnSite(address, WebAccess(timeout=5, manners=ONCE))
        try:
            return [one.account for one in source.read()]
        finally:
            source.close()


@pytest.mark.parametrize("version", ["2010", "2013", "SE"])
def test_a_large_library_comes_page_by_page(version: Version) -> None:
    """Above the threshold of 5,000 that a farm sets, by identifier and with the folders below."""
    files = tuple(file for number in range(2100) for file in thumbs(f"corp_u{number}"))
    farm = Farm(version, libraries=(Library("Fotos", files),))
    assert on_farm(farm) == [f"corp\\u{number}" for number in range(2100)]
    assert [operation for _, _, operation in farm.asked] == ["GetListCollection"] + ["GetListItems"] * 4


def test_a_list_that_does_not_go_on_is_an_error() -> None:
    farm = Farm(libraries=(Library("Fotos", thumbs("corp_a") * 3),), page=2, stuck_page=True)
    with pytest.raises(ProfileError, match="does not go on listing the library Fotos"):
        on_farm(farm)
    assert len(farm.asked) < 5


def test_who_may_not_read_the_lists_is_told_so() -> None:
    with pytest.raises(ProfileDenied, match="403"):
        on_farm(Farm(raw={"GetListCollection": (403, "text/html", b"no")}))
