"""PhotoSource, asked whether a picture has changed: one contract for folder and site; then what HTTP says of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pyupsync.adapters.photos.folder import FolderPhotos
from pyupsync.adapters.photos.http import HttpPhotos
from pyupsync.errors import PhotoMissing
from pyupsync.model import Validators
from pyupsync.ports import PhotoSource
from tests.contract.https_site import Exchange, Site, page

TODAY = "Mon, 06 May 2024 10:00:00 GMT"
A_MINUTE_AGO = "Mon, 06 May 2024 09:59:00 GMT"
A_SECOND_AGO = "Mon, 06 May 2024 09:59:59 GMT"
YESTERDAY = "Sun, 05 May 2024 10:00:00 GMT"


@dataclass
class Versioned:
    """A page as a server keeps one: answers 304 to whom it may; ``asked`` holds the conditions that came."""

    body: bytes
    etag: str = ""
    last_modified: str = ""
    date: str = TODAY
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, exchange: Exchange) -> None:
        etag, since = (exchange.headers.get(name, "") for name in ("If-None-Match", "If-Modified-Since"))
        self.asked.append((etag, since))
        # RFC 9110, 13.2.2: the date counts only where no entity tag came; 13.1.2: tags are compared weakly.
        same = etag.removeprefix("W/") == self.etag.removeprefix("W/") if etag else since == self.last_modified != ""
        exchange.send_response_only(304 if same else 200)
        shown = {"date": self.date, "etag": self.etag, "last-modified": self.last_modified}
        for name, value in shown.items():
            if value:
                exchange.send_header(name, value)
        if not same:
            exchange.send_header("content-type", "image/jpeg")
            exchange.send_header("content-length", str(len(self.body)))
        exchange.end_headers()
        if not same:
            exchange.wfile.write(self.body)


@dataclass
class Shelf:
    """A source, what makes a PictureURL of a name, and what puts a picture there."""

    photos: PhotoSource
    url: Callable[[str], str]
    put: Callable[[str, bytes, int], None]


@pytest.fixture(params=["folder", "https"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path, site: Site, opened: Callable[..., HttpPhotos]) -> Shelf:
    if request.param == "folder":

        def write(name: str, data: bytes, version: int) -> None:
            (tmp_path / name).write_bytes(data)
            os.utime(tmp_path / name, (version, version))

        return Shelf(FolderPhotos(str(tmp_path)), lambda name: f"https://mysite/{name}", write)

    def publish(name: str, data: bytes, version: int) -> None:
        site.pages[f"/{name}"] = Versioned(data, f'"{{GUID}},{version}"')

    return Shelf(opened(f"localhost:{site.port}"), lambda name: site.url(f"/{name}"), publish)


def test_a_picture_that_did_not_change_is_not_read_again(shelf: Shelf) -> None:
    shelf.put("alice_LThumb.jpg", b"one", 1)
    first = shelf.photos.fetch(shelf.url("alice_MThumb.jpg?t=1"))
    again = shelf.photos.fetch(shelf.url("alice_MThumb.jpg?t=2"), first.validators)
    assert (first.data, first.not_modified, bool(first.validators)) == (b"one", False, True)
    assert (again.data, again.not_modified, again.validators) == (b"", True, first.validators)
    assert again.url == first.url


def test_a_picture_of_the_same_length_that_did_change_is_read(shelf: Shelf) -> None:
    shelf.put("alice_LThumb.jpg", b"one", 1)
    first = shelf.photos.fetch(shelf.url("alice_MThumb.jpg"))
    shelf.put("alice_LThumb.jpg", b"two", 2)
    again = shelf.photos.fetch(shelf.url("alice_MThumb.jpg"), first.validators)
    assert (again.data, again.not_modified) == (b"two", False)
    assert again.validators != first.validators
    assert shelf.photos.fetch(shelf.url("alice_MThumb.jpg"), again.validators).not_modified


def test_what_is_known_of_another_address_says_nothing(shelf: Shelf) -> None:
    """The medium picture was there first; then the large one has the same validators beside it, then it is gone."""
    shelf.put("alice_MThumb.jpg", b"medium", 1)
    url = shelf.url("alice_MThumb.jpg")
    medium = shelf.photos.fetch(url)
    assert shelf.photos.fetch(url, medium.validators).not_modified
    shelf.put("alice_LThumb.jpg", b"large!", 1)
    large = shelf.photos.fetch(url, medium.validators)
    assert (large.data, large.not_modified) == (b"large!", False)


def test_nothing_known_is_no_condition(shelf: Shelf) -> None:
    shelf.put("logo.png", b"logo", 1)
    for known in (None, Validators()):
        assert shelf.photos.fetch(shelf.url("logo.png"), known).data == b"logo"


def test_a_picture_that_is_gone_is_missing_whatever_is_known(shelf: Shelf) -> None:
    shelf.put("logo.png", b"logo", 1)
    first = shelf.photos.fetch(shelf.url("logo.png"))
    with pytest.raises(PhotoMissing):
        shelf.photos.fetch(shelf.url("gone.png"), replace(first.validators, url=shelf.url("gone.png")))


def test_a_file_that_was_replaced_by_one_as_old_and_as_long_is_read(tmp_path: Path) -> None:
    """As ``cp -p`` and ``rsync -t`` leave it; only the inode's own time of change tells."""
    photo = tmp_path / "alice.jpg"
    photo.write_bytes(b"one")
    os.utime(photo, (1, 1))
    source = FolderPhotos(str(tmp_path))
    known = source.fetch("alice.jpg").validators
    other = tmp_path / "other.jpg"
    other.write_bytes(b"two")
    os.utime(other, (1, 1))
    other.replace(photo)
    assert source.fetch("alice.jpg", known).data == b"two"


# What HTTP says of it.

Opened = Callable[..., HttpPhotos]


@pytest.mark.parametrize(
    ("given", "kept"),
    [  # ETag, Last-Modified, Date; the first two as they are sent back
        (('"a"', YESTERDAY, TODAY), ('"a"', YESTERDAY)),
        (('W/"a"', "", TODAY), ('W/"a"', "")),
        (('"{8A1F},3"', A_SECOND_AGO, TODAY), ('"{8A1F},3"', "")),
        (("", A_MINUTE_AGO, TODAY), ("", A_MINUTE_AGO)),
        (("", A_SECOND_AGO, TODAY), ("", "")),
        (("", TODAY, YESTERDAY), ("", "")),
        (("", YESTERDAY, ""), ("", "")),
        (("", "yesterday", TODAY), ("", "")),
        (("", "Sun, 99 May 2024 10:00:00 GMT", TODAY), ("", "")),
        (("*", "", TODAY), ("", "")),
        (("a", "", TODAY), ("", "")),
        (('"a b"', YESTERDAY, TODAY), ("", YESTERDAY)),
        (("", "", TODAY), ("", "")),
    ],
)
def test_only_validators_that_can_tell_two_changes_apart_are_kept_and_sent(
    site: Site, opened: Opened, given: tuple[str, str, str], kept: tuple[str, str]
) -> None:
    shown = site.pages["/a.jpg"] = Versioned(b"picture", *given)
    photos = opened()
    first = photos.fetch(site.url("/a.jpg"))
    assert (first.validators.etag, first.validators.last_modified) == kept
    assert bool(first.validators) == any(kept)
    again = photos.fetch(site.url("/a.jpg"), first.validators)
    assert shown.asked == [("", ""), kept]
    assert again.not_modified == any(kept)
    assert again.data == (b"" if any(kept) else b"picture")


def test_a_strong_tag_that_was_weak_is_still_the_same_picture(site: Site, opened: Opened) -> None:
    """Apache calls the tag of a file weak that is younger than a second."""
    shown = site.pages["/a.jpg"] = Versioned(b"picture", 'W/"a"')
    known = opened().fetch(site.url("/a.jpg")).validators
    shown.etag = '"a"'
    assert opened().fetch(site.url("/a.jpg"), known).not_modified


def test_a_304_keeps_the_connection(site: Site, opened: Opened) -> None:
    site.pages["/a.jpg"] = Versioned(b"picture", '"a"')
    photos = opened()
    known = photos.fetch(site.url("/a.jpg")).validators
    assert all(photos.fetch(site.url("/a.jpg"), known).not_modified for _ in range(5))
    assert site.connections() == 1


def test_the_address_after_a_redirect_is_the_one_that_is_asked(site: Site, opened: Opened) -> None:
    target = site.pages["/b.jpg"] = Versioned(b"picture", '"b"')
    redirect = Versioned(b"", '"b"')

    def moved(exchange: Exchange) -> None:
        redirect.asked.append((exchange.headers.get("If-None-Match", ""), ""))
        exchange.answer(302, b"", location="/b.jpg")

    site.pages["/a.jpg"] = moved
    photos = opened()
    first = photos.fetch(site.url("/a.jpg"))
    assert first.validators.url == site.url("/b.jpg")
    assert photos.fetch(site.url("/a.jpg"), first.validators).not_modified
    assert target.asked == [("", ""), ('"b"', "")]
    assert redirect.asked == [("", ""), ("", "")]


def test_a_picture_with_another_t_is_another_picture(site: Site, opened: Opened) -> None:
    """Where there is no large one, SharePoint's ?t= stays in the address and changes with the picture."""
    for t in ("1", "2"):
        site.pages[f"/a_MThumb.jpg?t={t}"] = Versioned(b"picture " + t.encode(), '"same"')
    photos = opened()
    known = photos.fetch(site.url("/a_MThumb.jpg?t=1")).validators
    assert photos.fetch(site.url("/a_MThumb.jpg?t=2"), known).data == b"picture 2"


def test_a_logon_page_in_place_of_the_picture_comes_through(site: Site, opened: Opened) -> None:
    site.pages["/a.jpg"] = Versioned(b"picture", '"a"')
    photos = opened()
    known = photos.fetch(site.url("/a.jpg")).validators
    site.pages["/a.jpg"] = page(b"<html>who are you?</html>", kind="text/html")
    assert photos.fetch(site.url("/a.jpg"), known).content_type == "text/html"
