"""What tests share: the lab and the PowerShell engine, each started or found once a run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.lab import Lab, missing_needs, running_lab
from tests.lab.wine import Wine, missing_wine, running_wine
from tests.standins.object_model import build

ROOT = Path(__file__).resolve().parent.parent

# A slow machine fails no test, the same cases are tried everywhere, and nothing is left in the checkout.
settings.register_profile("pyupsync", deadline=None, derandomize=True, database=None)
settings.load_profile("pyupsync")


def pytest_configure() -> None:
    """Let Ctrl-C be a signal again where this was started in the background: what a test starts inherits that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, so that ``-m "not lab"`` leaves out every one that would start it."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for name in used & {"lab", "pwsh", "wine"}:
            item.add_marker(name)


def _without(what: str) -> NoReturn:
    """Skip with the reason; where nothing may be left out (CI) fail with it."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """The running lab; this process's environment and host names are the lab's from here on."""
    if reason := missing_needs():
        _without(f"No lab: {reason}")
    before = dict(os.environ)
    with running_lab() as running:
        environment = running.env()
        os.environ.clear()
        os.environ.update(environment)
        try:
            yield running
        finally:
            os.environ.clear()
            os.environ.update(before)


@pytest.fixture
def fresh_photos(lab: Lab) -> Iterator[dict[str, bytes]]:
    """Every thumbnailPhoto by DN as it is before the test; put back after it."""
    before = lab.photos()
    yield before
    lab.set_photos(before)


def need_tool(name: str) -> str:
    """The path of a program that a test calls; without it the test is left out, in CI it fails."""
    return shutil.which(name) or _without(f"No {name}: install its package; `python3 dev.py test` does so as root.")


@pytest.fixture(scope="session")
def openssl() -> str:
    """The path of OpenSSL's command line."""
    return need_tool("openssl")


@pytest.fixture(scope="session")
def object_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with SharePoint's object model, a stand-in compiled for .NET Framework."""
    return build(tmp_path_factory.mktemp("assemblies"), need_tool("mcs"))


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    """A running Wine: a registry of its own and urlmon's opinion on zones."""
    if reason := missing_wine():
        _without(f"No Wine: {reason}")
    with running_wine() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    path = found or _without("No Chromium: install its package; `python3 dev.py test` does so as root.")
    with sync_playwright() as playwright:
        # As root, which CI often is, it wants to be told that it runs without its sandbox.
        options = [] if os.name == "nt" or os.geteuid() else ["--no-sandbox"]
        running = playwright.chromium.launch(executable_path=path, args=options)
        yield running
        running.close()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def pwsh() -> str:
    """The path of a PowerShell: ``PYUPSYNC_PWSH``, else ``pwsh`` on PATH, else one beside the checkout."""
    beside = ROOT.parent / "shared" / "powershell" / "pwsh"
    named = os.environ.get("PYUPSYNC_PWSH", "")
    if named:
        found = shutil.which(named)
        return found or pytest.fail(f"PYUPSYNC_PWSH is {named}, which cannot be run.", pytrace=False)
    found = shutil.which("pwsh") or shutil.which(beside)
    return found or _without("No PowerShell: neither PYUPSYNC_PWSH nor pwsh on PATH names one.")
