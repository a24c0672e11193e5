"""The page of a whole run in Chromium: settings, pictures before and after, failures by cause, what mends them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PIL import ImageStat
from playwright.sync_api import Browser, BrowserContext

from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.cli import main
from tests.integration.test_report_page import context, faults, looks, opened  # noqa: F401 - a fixture
from tests.lab.pictures import portrait
from tests.unit.deploy_farm import FileFarm
from tests.unit.photo_farm import NAMES


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A farm that is planned, applied with a failure, broken and verified."""
    root = tmp_path_factory.mktemp("deployed")
    farm = FileFarm(root)
    for number, name in enumerate(NAMES):
        (root / "pictures" / f"{name}.jpg").write_bytes(portrait(number))
    (root / "pictures" / "bob.jpg").write_text("<html>Sign in</html>")
    rows = [f"CORP\\{name},{name}.jpg" for name in NAMES]
    (root / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        with closing(open_ldif("people.ldif", "changes.ldif", writing=True)) as directory:
            directory.write_photo("CN=ann,DC=corp,DC=test", portrait(9))
        assert main(["deploy", "plan", "pyupsync.toml", "--html", "plan.html"]) == 1
        assert main(["deploy", "apply", "pyupsync.toml", "--html", "apply.html"]) == 1
        (root / "store").rename(root / "gone")
        assert main(["deploy", "verify", "pyupsync.toml", "--html", "verify.html"]) == 1
        (root / "pictures" / "bob.jpg").write_bytes(portrait(1))
        assert main(["deploy", "apply", "pyupsync.toml"]) == 0
        assert main(["deploy", "plan", "pyupsync.toml", "--html", "nothing.html"]) == 0
    assert farm.root == root
    return {path.stem: path for path in root.glob("*.html")}


@pytest.mark.parametrize("name", ["plan", "apply", "verify", "nothing"])
def test_it_is_whole_quiet_and_accessible(context: BrowserContext, pages: dict[str, Path], name: str) -> None:  # noqa: F811
    seen = opened(context, pages[name])
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith("data:")] == [pages[name].as_uri()]
    broken = "[...document.images].filter(item => !item.complete || !item.naturalWidth).length"
    assert seen.page.evaluate(broken) == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert faults(seen.page) == []


def test_what_changed_is_told_by_area_with_pictures_before_and_after(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.new_context() as made:
        page = opened(made, pages["apply"]).page
        assert page.get_by_role("heading", name="Settings changed (4)").count() == 1
        assert page.get_by_role("heading", name="Changed (5)").count() == 1
        assert page.get_by_role("img", name="CORP\\ann: before").count() == 1
        assert page.get_by_role("img", name=": after").count() == 5
        assert page.locator("#settings tbody tr").count() == 4
        assert "Map to the Local intranet zone" in page.locator("#settings").inner_text()
        assert page.get_by_role("heading", name="Failed (1)").count() == 1
        assert "ImageNotAPicture" in page.locator("#failed").inner_text()


def test_findings_come_with_what_mends_them(browser: Browser, pages: dict[str, Path]) -> None:
    with browser.new_context() as made:
        page = opened(made, pages["verify"]).page
        found = page.locator("#findings").inner_text()
        assert "Add trusted root authority is pending" in found
        assert "pyupsync deploy apply pyupsync.toml --only trust" in found
        assert page.get_by_role("heading", name="The whole way").count() == 1
        assert "Pictures get through, but: the farm tells no account" in page.locator(".lead").first.inner_text()


def test_it_is_drawn_light_and_dark(browser: Browser, pages: dict[str, Path]) -> None:
    light, dark = (looks(browser, pages["apply"], screen) for screen in ("wide", "dark"))
    for picture in (light, dark):
        assert ImageStat.Stat(picture).stddev[0] > 10
        assert len(picture.getcolors() or []) > 50
    assert ImageStat.Stat(light).median[0] > 200
    assert ImageStat.Stat(dark).median[0] < 60
