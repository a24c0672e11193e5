"""The report page: whole in itself, escaped, failures first."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pyupsync.model import Outcome, Status
from pyupsync.page import PageRow, PageTable, TableRow, write_page

JPEG = b"\xff\xd8\xff\xe0picture"
PNG = b"\x89PNG\r\n\x1a\nanother"
VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def images(self) -> list[tuple[str | None, str | None]]:
        return [(values["alt"], values["src"]) for tag, values in self.tags if tag == "img"]


def outcome(status: Status = "applied", subject: str = "CORP\\zoë", reason: str = "It went so.") -> Outcome:
    before = {"sha256": "00", "bytes": 2048}
    after = {"sha256": "01", "bytes": 4608, "width": 96, "height": 64}
    return Outcome(
        "photos", "Set thumbnailPhoto", "CN=Zoë,DC=corp", status, "Code", reason, "Do this.", before, after, subject
    )


def page(tmp_path: Path, *rows: PageRow, **more: object) -> Page:
    path = tmp_path / "größe.html"
    write_page(path, "Bericht", rows, **more)  # type: ignore[arg-type]
    return Page(path.read_text(encoding="utf-8"))


def data_uri(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def test_a_changed_picture_is_shown_before_and_after(tmp_path: Path) -> None:
    shown = page(tmp_path, PageRow(outcome(), "Zoë", PNG, JPEG, "A note."))
    assert shown.images() == [
        ("Zoë: before", data_uri("image/png", PNG)),
        ("Zoë: after", data_uri("image/jpeg", JPEG)),
    ]
    for text in ("Zoë", "CORP\\zoë", "It went so.", "Do this.", "A note.", "2.0 KB", "96\u00d764, 4.5 KB"):
        assert text in shown.text


@pytest.mark.parametrize("status", ["failed", "skipped", "unchanged"])
def test_a_kept_picture_is_shown_once(tmp_path: Path, status: Status) -> None:
    shown = page(tmp_path, PageRow(outcome(status), "Zoë", JPEG, JPEG))
    assert shown.images() == [("Zoë: the picture kept", data_uri("image/jpeg", JPEG))]


def test_what_is_no_picture_is_not_shown_as_one(tmp_path: Path) -> None:
    shown = page(tmp_path, PageRow(outcome(), "Zoë", b"<svg onload=x>", JPEG))
    assert len(shown.images()) == 1
    assert "no picture" in shown.text


def test_an_outcome_needs_no_pictures_and_no_name(tmp_path: Path) -> None:
    """As a real export gives it: the account stands for the name, the DN below it."""
    shown = page(tmp_path, PageRow(outcome("failed")))
    assert shown.images() == []
    assert "CN=Zoë,DC=corp" in shown.text


def test_failures_come_first_and_are_counted(tmp_path: Path) -> None:
    statuses: list[Status] = ["unchanged", "applied", "failed", "skipped", "failed"]
    shown = page(tmp_path, *(PageRow(outcome(status)) for status in statuses))
    order = re.findall(r"(Failed|Skipped|Applied|Unchanged) \((\d)\)", shown.text)
    assert order == [("Failed", "2"), ("Skipped", "1"), ("Applied", "1"), ("Unchanged", "1")]


def test_a_table_stands_below_the_outcomes_and_is_counted_above(tmp_path: Path) -> None:
    """Every cell knows its column, since a narrow screen shows one below the other without the head."""
    rows = [
        TableRow(("https://höhe", "Internet", "no"), "failed", 1),
        TableRow(("http://höhe", "Intranet", "yes"), "applied"),
    ]
    content = PageTable("zones", "The zones", ("Address", "Zone", "Sent"), rows, ("1", "in the zone"), "See.", ("a b",))
    shown = page(tmp_path, PageRow(outcome()), tables=[content])
    order = ["1in the zone", "Applied (1)", "The zones", "See.", "Address", "https://höhe", "http://höhe", "a b"]
    found = [shown.text.index(text) for text in order]
    assert found == sorted(found)
    assert [values.get("data-label") for tag, values in shown.tags if tag == "td"] == ["Zone", "Sent"] * 2
    assert [values["href"] for tag, values in shown.tags if tag == "a"] == ["#applied", "#zones"]
    assert {"applied", "zones"} <= {values.get("id") for _, values in shown.tags}
    assert [values["style"] for tag, values in shown.tags if tag == "tr" and "style" in values] == [
        "--tone:var(--failed)",
        "--tone:var(--applied)",
    ]
    with pytest.raises(ValueError, match="zip"):
        page(tmp_path, tables=[PageTable("x", "x", ("one",), rows, ("", ""))])


def test_text_is_escaped_everywhere(tmp_path: Path) -> None:
    evil = "\"'><script>alert(1)</script>"
    hostile = Outcome("photos", evil, evil, "failed", evil, evil, evil, subject=f"s{evil}")
    path = tmp_path / "page.html"
    shown = PageTable(evil, evil, (evil, evil), [TableRow((evil, evil), "failed", 1)], (evil, evil), evil, [evil])
    row = PageRow(hostile, f"n{evil}", JPEG, None, evil)
    write_page(path, evil, [row], lead=evil, facts={evil: evil}, tables=[shown])
    text = path.read_text(encoding="utf-8")
    assert "<script" not in text
    # Title, heading, lead, two of facts, name, account, reason, advice, note; of the table two in the counts, heading,
    # lead, two columns, two cells, a command.
    assert Page(text).text.count(evil) == 10 + 9


def test_a_name_that_is_no_unicode_text_is_written_too(tmp_path: Path) -> None:
    page(tmp_path, PageRow(outcome(subject="CORP\\half\ud83d")))


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    shown = page(tmp_path, PageRow(outcome(), "Zoë", PNG, JPEG), lead="See.", facts={"From": "profiles.csv"})
    assert not {tag for tag, _ in shown.tags} & {"script", "link", "iframe", "object", "embed", "form"}
    loads = [values[name] or "" for _, values in shown.tags for name in ("src", "href") if name in values]
    assert all(value.startswith(("data:image/", "#")) for value in loads)
    policy = next(values["content"] for _, values in shown.tags if values.get("http-equiv"))
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_a_page_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(path, "The old one", [])
    with pytest.raises(TypeError):
        write_page(path, "The new one", [PageRow(outcome(), "Zoë", "no bytes", JPEG)])  # type: ignore[arg-type]
    assert "The old one" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]
