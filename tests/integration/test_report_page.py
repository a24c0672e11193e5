"""The report page in Chromium: whole, quiet, asking nobody for anything, readable for everybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageStat
from playwright.sync_api import Browser, BrowserContext, Page

from pyupsync.model import Change, Check, Event, EventStream, Outcome, PhotoFacts
from pyupsync.photos.image import RULES, conform
from pyupsync.report import Mode
from pyupsync.reporting import AboutRun, Reports
from pyupsync.reporting.diagnosis_page import DiagnosisPage, Shown
from tests.lab.pictures import portrait

WHERE = {"Profiles": "csv:people.csv", "Directory": f"ldaps://dc1.corp.example/{'OU=Deep,' * 20}DC=corp,DC=example"}
SCREENS = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
}


def changes(number: int = 12) -> Iterator[Event]:
    for n in range(number):
        photo = conform(portrait(n), RULES["gal"], "image/jpeg")
        after = photo.facts.as_facts()
        before = PhotoFacts.of(portrait(0)).as_facts() if n % 2 else None
        dn = f"CN=Person {n},OU=A rather long name of a department,DC=corp,DC=example"
        change = Change(f"photos/{n}", "photos", "Set thumbnailPhoto", dn, before, after, f"CORP\\p{n}", photo.data)
        yield change
        yield Outcome.of_change(change, "applied", "Applied", "Set thumbnailPhoto: done.")


def failures() -> Iterator[Event]:
    kinds = [("PhotoNotFound", "Upload one."), ("PersonAmbiguous", ""), ("DirectoryAccessDenied", "Run: dsacls " * 20)]
    for n in range(500):
        code, advice = kinds[min(n % 200, 2)]
        reason = f"https://mysite.corp.example/{'folder' * 20}/p{n}_LThumb.jpg: that is how it was."
        yield Outcome("photos", "Set", f"CN=p{n}", "failed", code, reason, advice, subject=f"i:0#.w|corp\\p{n}")


def left_alone() -> Iterator[Event]:
    for n in range(30):
        code, status = ("UpToDate", "unchanged") if n % 3 else ("NoPicture", "skipped")
        yield Outcome("photos", "Keep", f"CN=p{n}", status, code, "So it is.", subject=f"CORP\\p{n}")  # type: ignore[arg-type]


def write(path: Path, *parts: Iterator[Event], mode: Mode = "apply") -> Path:
    def events() -> EventStream:
        for part in parts:
            yield from part

    with Reports([str(path)], AboutRun("photos.export", "Profile pictures: export", mode, where=WHERE)) as reports:
        for _ in reports.passing(events(), lambda dn: portrait(0)):
            pass
        assert list(reports.finish()) == []
    return path


def diagnosis(path: Path) -> Path:
    """A person's way with every status, long words among them, and a picture at two of three stations."""
    key = "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\ZoneMap\\Domains"
    checks = [
        Check("profile", "pass", "om:", "One", "SharePoint knows CORP\\alice."),
        Check(
            "zone",
            "fail",
            "https://mysite.corp.example",
            "Intranet",
            "It is not.",
            (key, "x" * 200),
            "pyupsync " * 30,
            "Z",
        ),
        Check("automaticLogon", "unknown", "https://mysite.corp.example", "On", "It is not known."),
        Check("account", "warning", "CORP\\alice", "One", "It is disabled.", (), "Enable-ADAccount", "AccountDisabled"),
    ]
    photo = conform(portrait(7), RULES["gal"])
    shown = [
        Shown("on the site", portrait(7), "", PhotoFacts.of(portrait(7))),
        Shown("made to fit", photo.data, "", photo.facts),
    ]
    page = DiagnosisPage(str(path))
    verdict = {
        "sentence": "alice has no picture: it is not.",
        "cause": "Z",
        "check": "zone",
        "advice": "pyupsync " * 30,
    }
    page.write("The picture of alice", verdict, checks, [*shown, Shown("in the directory", None)], WHERE)
    page.discard()
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {
        "all": write(folder / "all.html", changes(), islice(failures(), 20), left_alone()),
        "plan": write(folder / "plan.html", changes(), mode="plan"),
        "unchanged": write(folder / "unchanged.html", left_alone()),
        "failures": write(folder / "failures.html", failures()),
        "nobody": write(folder / "nobody.html"),
        "diagnosis": diagnosis(folder / "diagnosis.html"),
    }


@dataclass
class Seen:
    """A page that was opened, and what it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def opened(context: BrowserContext, path: Path) -> Seen:
    seen = Seen(context.new_page())
    seen.page.on("console", lambda message: seen.said.append(message.text))
    seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    seen.page.goto(path.as_uri())
    seen.page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    return seen


@pytest.fixture(params=SCREENS)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    made = browser.new_context(**SCREENS[request.param])  # type: ignore[arg-type]
    yield made
    made.close()


def faults(page: Page) -> list[str]:
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("name", ["all", "plan", "unchanged", "failures", "nobody", "diagnosis"])
def test_it_is_whole_quiet_and_accessible(context: BrowserContext, pages: dict[str, Path], name: str) -> None:
    """Unfolded and on any screen: no message, no request, every picture decoded, no fault, no scrolling sideways."""
    seen = opened(context, pages[name])
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [pages[name].as_uri()]
    broken = "[...document.images].filter(item => !item.complete || !item.naturalWidth).length"
    assert seen.page.evaluate(broken) == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert faults(seen.page) == []


def test_every_picture_is_named(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.new_context() as context:
        page = opened(context, pages["all"]).page
        assert page.get_by_role("img", name="CORP\\p1: before").count() == 1
        assert page.get_by_role("img", name=": after").count() == 12
        assert page.get_by_role("heading", level=1).count() == 1


def looks(browser: Browser, path: Path, screen: str) -> Image.Image:
    with browser.new_context(**SCREENS[screen]) as context:  # type: ignore[arg-type]
        shot = opened(context, path).page.screenshot(full_page=True)
    return Image.open(io.BytesIO(shot)).convert("L")


def test_it_is_drawn_light_and_dark(browser: Browser, pages: dict[str, Path]) -> None:
    light, dark = (looks(browser, pages["plan"], screen) for screen in ("wide", "dark"))
    for picture in (light, dark):
        assert ImageStat.Stat(picture).stddev[0] > 10
        assert len(picture.getcolors() or []) > 50
    assert ImageStat.Stat(light).median[0] > 200
    assert ImageStat.Stat(dark).median[0] < 60


@pytest.mark.parametrize(
    ("spoiling", "fault"),
    [(("--soft: #5b6275", "--soft: #c9cdd6"), "color-contrast"), ((' alt="', ' data-alt="'), "image-alt")],
)
def test_a_page_that_is_hard_to_read_would_be_found_out(
    browser: Browser, pages: dict[str, Path], tmp_path: Path, spoiling: tuple[str, str], fault: str
) -> None:
    text = pages["plan"].read_text(encoding="utf-8")
    assert spoiling[0] in text
    path = tmp_path / "wrong.html"
    path.write_text(text.replace(*spoiling), encoding="utf-8")
    with browser.new_context() as context:
        found = faults(opened(context, path).page)
    assert [item.partition(":")[0] for item in found] == [fault]
