"""Pictures from a folder: by the name in PictureURL, and never a file outside; and the addresses both sources try."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pyupsync.adapters.photos.folder import FolderPhotos
from pyupsync.adapters.photos.urls import Place, candidates, named_site, parse_sites, place, site_name
from pyupsync.errors import FetchError, ImageTooLarge, PhotoDenied, PhotoMissing, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of pictures, beside a secret."""
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    pictures = tmp_path / "Bilder"
    (pictures / "Köln").mkdir(parents=True)
    for name in ("alice_LThumb.jpg", "alice_MThumb.jpg", "Köln/jürgen.jpg", "50% off #1.png"):
        (pictures / name).write_bytes(name.encode())
    return pictures


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://my/User%20Photos/alice_MThumb.jpg?t=6", "alice_LThumb.jpg"),
        ("https://my/User%20Photos/ALICE_mthumb.JPG", "alice_LThumb.jpg"),
        ("alice_MThumb.jpg", "alice_LThumb.jpg"),
        ("https://my/x/50%25%20off%20%231.png", "50% off #1.png"),
        ("Köln/jürgen.jpg", "Köln/jürgen.jpg"),
        ("köln\\JÜRGEN.jpg", "Köln/jürgen.jpg"),
        ("/Köln/jürgen.jpg", "Köln/jürgen.jpg"),
    ],
)
def test_the_file_is_found(folder: Path, url: str, name: str) -> None:
    assert FolderPhotos(str(folder)).fetch(url).data == name.encode()


@pytest.mark.parametrize(
    "url",
    [
        "https://my/..%2Fsecret.jpg",
        "https://my/%2e%2e/secret.jpg",
        "../secret.jpg",
        "..\\secret.jpg",
        "Köln/../../secret.jpg",
        "link.jpg",
        "linked/secret.jpg",
        "https://my/",
        "",
        ".",
        "Köln",
        "a\0b.jpg",
        "alice_LThumb.jpg/x",
        "x" * 150,
    ],
)
def test_nothing_outside_and_nothing_else_is_read(folder: Path, url: str) -> None:
    (folder / "link.jpg").symlink_to(folder.parent / "secret.jpg")
    (folder / "linked").symlink_to(folder.parent)
    with pytest.raises(PhotoMissing) as caught:
        FolderPhotos(str(folder)).fetch(url)
    assert caught.value.advice


def test_an_absolute_path_is_taken_below_the_folder(folder: Path) -> None:
    with pytest.raises(PhotoMissing):
        FolderPhotos(str(folder)).fetch(str(folder.parent / "secret.jpg"))


def test_a_name_too_long_for_a_file_is_an_error_of_that_picture(folder: Path) -> None:
    with pytest.raises(FetchError):
        FolderPhotos(str(folder)).fetch("x" * 5000)


def test_a_circle_of_links_is_an_error_of_that_picture(folder: Path) -> None:
    (folder / "round.jpg").symlink_to(folder / "round.jpg")
    with pytest.raises(FetchError):
        FolderPhotos(str(folder)).fetch("round.jpg")


def test_a_file_beyond_the_limit_is_refused(folder: Path) -> None:
    with pytest.raises(ImageTooLarge, match="5 bytes"):
        FolderPhotos(str(folder), max_bytes=5).fetch("alice_LThumb.jpg")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(folder: Path) -> None:
    (folder / "alice_LThumb.jpg").chmod(0)
    with pytest.raises(PhotoDenied):
        FolderPhotos(str(folder)).fetch("alice_LThumb.jpg")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        FolderPhotos(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("url", "tried"),
    [
        (
            "https://my/User%20Photos/a_MThumb.jpg?t=63",
            ("https://my/User%20Photos/a_LThumb.jpg", "https://my/User%20Photos/a_MThumb.jpg?t=63"),
        ),
        ("https://my/a_mthumb.JPG", ("https://my/a_LThumb.JPG", "https://my/a_mthumb.JPG")),
        ("https://my/a_LThumb.jpg?t=63", ("https://my/a_LThumb.jpg?t=63",)),
        ("https://my/logo.png?size=M", ("https://my/logo.png?size=M",)),
        ("https://my/get?file=a_MThumb.jpg", ("https://my/get?file=a_MThumb.jpg",)),
        ("https://my/a_MThumb.jpg/b.jpg", ("https://my/a_MThumb.jpg/b.jpg",)),
        (
            "https://my/Fotos de usuario/ü_MThumb.jpg",
            ("https://my/Fotos de usuario/ü_LThumb.jpg", "https://my/Fotos de usuario/ü_MThumb.jpg"),
        ),
        ("a_MThumb.jpg", ("a_LThumb.jpg", "a_MThumb.jpg")),
    ],
)
def test_the_large_thumbnail_is_tried_first(url: str, tried: tuple[str, ...]) -> None:
    assert candidates(url) == tried


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://MySite.Contoso.com/a", Place("https", "mysite.contoso.com", 443)),
        ("HTTP://mysite:8080/a", Place("http", "mysite", 8080)),
        ("https://bücher.example/a", Place("https", "xn--bcher-kva.example", 443)),
        ("https://[::1]:8443/a", Place("https", "::1", 8443)),
    ],
)
def test_a_place_is_scheme_host_and_port(url: str, wanted: Place) -> None:
    assert place(url) == wanted


@pytest.mark.parametrize(
    ("site", "url", "named"),
    [
        ("mysite.contoso.com", "https://MYSITE.contoso.com/a", True),
        ("mysite.contoso.com", "https://mysite.contoso.com:8443/a", True),
        ("MYSITE.contoso.com:8443", "https://mysite.contoso.com:8443/a", True),
        ("mysite.contoso.com:443", "https://mysite.contoso.com/a", True),
        ("mysite.contoso.com:443", "http://mysite.contoso.com/a", False),
        ("mysite.contoso.com:8443", "https://mysite.contoso.com/a", False),
        ("https://mysite.contoso.com/my", "https://mysite.contoso.com/a", True),
        ("https://mysite.contoso.com", "https://mysite.contoso.com:9999/a", False),
        ("https://mysite.contoso.com", "http://mysite.contoso.com/a", False),
        ("HTTPS://mysite.contoso.com:8443/my", "https://mysite.contoso.com:8443/a", True),
        ("https://mysite.contoso.com:8443", "https://mysite.contoso.com/a", False),
        ("http://mysite.contoso.com", "http://mysite.contoso.com/a", True),
        ("http://mysite.contoso.com", "https://mysite.contoso.com/a", False),
        ("contoso.com", "https://mysite.contoso.com/a", False),
        ("mysite.contoso.com", "https://mysite.contoso.com.evil.example/a", False),
        ("mysite.contoso.com", "https://evilmysite.contoso.com/a", False),
        ("bücher.example", "https://xn--bcher-kva.example/a", True),
        ("[::1]:8443", "https://[::1]:8443/a", True),
    ],
)
def test_credentials_are_for_named_hosts(site: str, url: str, named: bool) -> None:
    assert named_site(place(url), parse_sites([site]), secret=False) is named


@pytest.mark.parametrize(
    ("site", "url", "named"),
    [
        ("mysite.contoso.com", "https://mysite.contoso.com/a", True),
        ("mysite.contoso.com", "https://mysite.contoso.com:9999/a", False),
        ("mysite.contoso.com:9999", "https://mysite.contoso.com:9999/a", True),
        ("https://mysite.contoso.com", "https://mysite.contoso.com:9999/a", False),
        ("https://mysite.contoso.com:9999", "https://mysite.contoso.com:9999/a", True),
    ],
)
def test_a_password_goes_to_the_port_that_was_named_or_the_schemes_own(site: str, url: str, named: bool) -> None:
    assert named_site(place(url), parse_sites([site]), secret=True) is named


@pytest.mark.parametrize("url", ["https://a.example/x", "https://a.example:8443/x", "http://[::1]:81/x"])
def test_what_a_site_is_called_in_an_advice_names_it(url: str) -> None:
    assert named_site(place(url), parse_sites([site_name(place(url))]), secret=True)


@pytest.mark.parametrize(
    ("first", "then", "leads"),
    [
        ("https://a/", "https://a/x", True),
        ("http://a/", "https://a/x", True),
        ("http://a/", "http://a/x", True),
        ("https://a/", "http://a/x", False),
        ("https://a/", "https://b/x", False),
    ],
)
def test_a_redirect_keeps_the_login_only_to_the_same_host(first: str, then: str, leads: bool) -> None:
    assert place(first).leads_on_to(place(then)) is leads
