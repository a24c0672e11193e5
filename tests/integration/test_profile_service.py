"""A User Profile service application that refuses, breaks or is not there; and the commands on one that is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from pyupsync.config import MappingJob
from pyupsync.errors import ProfileServiceDenied, ProfileServiceMissing, SynchronizationError
from pyupsync.model import Finding, Outcome, SyncConnection
from pyupsync.wiring import open_profile_service
from pyupsync.workflows import check_picture_mapping, set_picture_mapping
from tests.contract.test_profile_service import FIM, IMPORT, IMPORTS
from tests.standins.object_model import ROOT
from tests.standins.object_model import environment as of_assemblies
from tests.standins.object_model.service import ChildService, read_service, write_service
from tests.standins.sharepoint import environment as of_cmdlets


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_service(tmp_path / "service", [FIM], IMPORTS)


@pytest.fixture
def given(object_model: Path, file: Path) -> dict[str, str]:
    """What a process is given so that ``om:`` finds the assemblies."""
    return of_assemblies(object_model, service=file)


def pyupsync(given: dict[str, str], *words: str) -> tuple[int, str, str]:
    """One command in a process of its own: exit code, stdout, stderr."""
    command = [sys.executable, "-W", "ignore", "-m", "pyupsync", "profiles", *words]
    env = {**os.environ, **given}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8")
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


REFUSALS = pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        ([("denied",)], ProfileServiceDenied, "does not let this account in"),
        (None, ProfileServiceMissing, "no User Profile service application"),
    ],
)
Rows = list[tuple[str]] | None


@REFUSALS
def test_one_that_refuses_or_is_not_there(
    given: dict[str, str], file: Path, rows: Rows, kind: type[SynchronizationError], words: str
) -> None:
    _lay_out(file, rows)
    child = ChildService(given)
    with pytest.raises(kind, match=words) as caught:
        child.connections()
    child.close()
    assert caught.value.advice


@pytest.mark.pwsh
@REFUSALS
def test_the_same_by_powershell(
    farm_of_cmdlets: Path, rows: Rows, kind: type[SynchronizationError], words: str
) -> None:
    _lay_out(farm_of_cmdlets, rows)
    with ExitStack() as stack, pytest.raises(kind, match=words) as caught:
        open_profile_service("sharepoint:child", stack).connections()
    assert caught.value.advice


@pytest.fixture
def farm_of_cmdlets(tmp_path: Path, pwsh: str, object_model: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the service application that this process's child PowerShells see."""
    for name, value in of_cmdlets(tmp_path, pwsh, ASSEMBLIES=str(object_model)).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYUPSYNC_STANDIN_SERVICE", str(tmp_path / "service"))
    return tmp_path / "service"


@pytest.mark.pwsh
def test_sharepoint_2010_is_asked_through_powershell_2(
    farm_of_cmdlets: Path, pwsh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """-Version must be the first argument of powershell.exe; its mapping is set there too, and a second time not."""
    program = farm_of_cmdlets.with_name("powershell")
    program.write_text(
        f'#!/bin/sh\n[ "$1 $2" = "-Version 2" ] || exit 9\nshift 2\nexec {pwsh} "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(program))
    write_service(farm_of_cmdlets, [SyncConnection("Corp", "ActiveDirectory", "corp", account="C\\s")])
    job = MappingJob(farm="sharepoint:2010")
    fates = [[one.code for one in set_picture_mapping(job) if isinstance(one, Outcome)] for _ in range(2)]
    assert fates == [["Applied"], ["UpToDate"]]
    [finding] = [one for one in check_picture_mapping(job) if isinstance(one, Finding)]
    assert finding.status == "ok"


def _lay_out(file: Path, rows: Rows) -> None:
    file.unlink(missing_ok=True)
    if rows:
        write_service(file, [FIM], (), *rows)


def test_a_site_that_the_farm_does_not_have(given: dict[str, str]) -> None:
    with pytest.raises(SynchronizationError, match=r"https://other\.invalid could not be found"):
        ChildService(given, "https://other.invalid")


def test_where_there_is_no_sharepoint_it_is_said() -> None:
    code, _, said = pyupsync({"PYTHONPATH": str(ROOT)}, "connections", "--farm", "om:")
    assert code == 1
    assert "There is no SharePoint here" in said
    assert "farm:FILE" in said


def test_the_commands_through_the_object_model(given: dict[str, str], file: Path) -> None:
    """Shown, refused, forced, done, and nothing left to do; of the service application that a site has."""
    at = ("--farm", "om:https://mysite.contoso.com")
    code, out, _ = pyupsync(given, "mapping", *at)
    assert code == 3
    assert "imported from thumbnailPhoto by Contoso AD ü" in out
    assert "takes people's pictures from Exchange and Exchange Online" in out
    code, out, _ = pyupsync(given, "mapping", "set", *at)
    assert (code, "ImportAndExport" in out) == (1, True)
    before = read_service(file)
    code, out, _ = pyupsync(given, "mapping", "set", "--force", "--what-if", *at)
    assert (code, "2 skipped" in out) == (0, True)
    assert read_service(file) == before
    code, out, _ = pyupsync(given, "mapping", "set", "--force", *at)
    assert (code, "2 applied" in out) == (0, True)
    assert [row for row in read_service(file) if row[0] == "mapping"] == [
        ["mapping", "Department", "department", "True", "False"],
        ["mapping", "PictureURL", "thumbnailPhoto", "False", "True"],
    ]
    code, out, _ = pyupsync(given, "mapping", "set", *at)
    assert (code, "1 unchanged" in out) == (0, True)
    code, out, _ = pyupsync(given, "mapping", "--json", *at)
    assert code == 0
    finding = json.loads(out.splitlines()[0])
    assert (finding["status"], finding["facts"]["cause"], finding["facts"]["exported"]) == ("ok", "", True)


@pytest.mark.parametrize(("end", "code"), [("Idle", 0), ("Error", 1)])
def test_a_synchronization_is_waited_for(given: dict[str, str], file: Path, end: str, code: int) -> None:
    write_service(file, [FIM], (), ("next", "4", end))
    done, out, _ = pyupsync(given, "sync", "start", "--farm", "om:", "--full", "--wait", "--interval", "0.01")
    assert done == code
    assert "It ended after" in out
    assert [row for row in read_service(file) if row[0] == "started"] == [["started", "full"]]
    done, out, _ = pyupsync(given, "sync", "--farm", "om:")
    assert (done, f"state={end}" in out) == (0, True)


def test_waiting_ends_before_a_synchronization_that_goes_on(given: dict[str, str], file: Path) -> None:
    write_service(file, [FIM], (), ("next", "1000000", "Idle"))
    waiting = ("--wait", "--interval", "0.05", "--timeout", "0.2")
    code, out, _ = pyupsync(given, "sync", "start", "--farm", "om:", *waiting)
    assert (code, "SynchronizationUnfinished" in out) == (1, True)
    assert [row[1] for row in read_service(file) if row[0] == "started"] == ["incremental"]
    code, out, _ = pyupsync(given, "sync", "start", "--farm", "om:")
    assert (code, "SynchronizationRunning" in out) == (1, True)
    code, out, _ = pyupsync(given, "mapping", "plan", "--farm", "om:", "--force")
    assert (code, "SynchronizationRunning" in out) == (1, True)
    code, out, _ = pyupsync(given, "sync", "stop", "--farm", "om:")
    assert (code, "1 applied" in out) == (0, True)
    assert ["stopped"] in read_service(file)


def test_what_the_farm_says_is_carried_elsewhere_in_its_file(given: dict[str, str], file: Path, tmp_path: Path) -> None:
    """Beside what else the file holds."""
    write_service(file, [FIM, IMPORT, SyncConnection("Lab", "ActiveDirectory")], IMPORTS)
    carried = tmp_path / "Färm.json"
    carried.write_text('{"version": 1, "urls": [{"url": "https://portal"}]}', encoding="utf-8")
    code, there, _ = pyupsync(given, "connections", "--farm", "om:", "--json", "--save", str(carried))
    assert code == 0
    elsewhere = {"PYTHONPATH": str(ROOT)}
    code, here, _ = pyupsync(elsewhere, "connections", "--farm", f"farm:{carried}", "--json")
    assert (code, here) == (0, there)
    content = json.loads(carried.read_text(encoding="utf-8"))
    assert content["urls"] == [{"url": "https://portal"}]
    assert content["picture_imports"][1]["online"] is True
    code, out, _ = pyupsync(elsewhere, "mapping", "--farm", f"farm:{carried}", "--connection", IMPORT.name)
    assert (code, "reads the directory and exports nothing" in out) == (3, True)
