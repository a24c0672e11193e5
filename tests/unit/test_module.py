"""The PowerShell module's installation: ``pyupsync module`` in-process, over a folder of modules of its own."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.module.engines import ask_engine
from pyupsync.adapters.module.files import (
    BINDING,
    GUID,
    LOADER,
    MANIFEST,
    packaged_files,
    packaged_folder,
    read_manifest,
)
from pyupsync.adapters.module.folder import InstalledModules
from pyupsync.adapters.module.places import module_places, unix_place, windows_places
from pyupsync.cli import main
from pyupsync.errors import ModuleFolderDenied, UpSyncError
from pyupsync.model import EngineFacts, ModulePlace, PackagedModule, PythonFacts
from pyupsync.module.findings import check_engine, check_place
from pyupsync.module.hosting import check_python, unusable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The folder of modules cannot be chosen on Windows.")

_, VERSION = read_manifest(packaged_folder() / MANIFEST)
SOUND = PythonFacts("/py", "cpython", (3, 12, 1), 64, "/lib.so", "/net.dll", "3.1.0", ">=3.10,<3.15", "/pyupsync.py")
ENGINE = EngineFacts("powershell.exe", "WindowsPowerShell", "5.1.17763.1", 64, ("/modules",), 461808)
Json = list[dict[str, Any]]
Told = Callable[..., tuple[int, Json]]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module's own folder, which is not there yet; no PowerShell is on PATH."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "däta"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYUPSYNC_PYTHON", raising=False)
    return tmp_path / "däta" / "powershell" / "Modules" / "PyUpSync"


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> tuple[int, Json]:
        capsys.readouterr()
        code = main(["module", *words, "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_version(place: Path, version: str, guid: str = GUID) -> Path:
    (place / version).mkdir(parents=True)
    (place / version / MANIFEST).write_text(f"@{{\n    ModuleVersion = '{version}'\n    GUID = '{guid}'\n}}\n")
    return place / version


def codes(events: Json) -> list[Any]:
    return [event["code"] for event in events if event["type"] == "outcome"]


def test_it_is_installed_whole_and_bound_to_this_python(place: Path, told: Told) -> None:
    assert told("install")[0] == 0
    installed = contents(place / VERSION)
    binding = json.loads(installed.pop(BINDING))
    assert installed == packaged_files()
    assert binding["python"] == sys.executable
    assert binding["prefix"] == sys.prefix
    assert Path(binding["library"]).is_file()
    assert Path(binding["runtime"]).is_file()
    assert [path.name for path in place.iterdir()] == [VERSION]


def test_the_functions_are_installed_in_the_one_file_that_loads_them(place: Path, told: Told) -> None:
    told("install")
    installed, source = contents(place / VERSION), contents(packaged_folder())
    scripts = [name for name in source if name.endswith(".ps1")]
    assert len(scripts) > 50
    assert {name for name in source if "__pycache__" not in name} - set(scripts) == set(installed) - {BINDING}
    loader = installed[LOADER]
    assert all(loader.count(source[name]) == 1 for name in scripts), "whole, with their help"
    assert b"GetFiles" not in loader
    assert loader.rstrip().endswith(source[LOADER].rpartition(b"Register-UpsCompleter")[2].rstrip())


def test_twice_changes_nothing_and_what_if_nothing_at_all(place: Path, told: Told) -> None:
    code, events = told("install", "--what-if")
    assert (code, codes(events), place.exists()) == (0, ["WhatIf"], False)
    assert codes(told("install")[1]) == ["Applied"]
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    assert codes(told("install")[1]) == ["UpToDate"]
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_another_version_goes_when_the_new_one_has_come(place: Path, told: Told) -> None:
    for version in ("0.0.9", "99.0"):
        a_version(place, version)
    events = told("install")[1]
    assert [(event["action"], event["status"]) for event in events if event["type"] == "outcome"] == [
        ("Install module", "applied"),
        ("Remove module", "applied"),
        ("Remove module", "applied"),
    ]
    assert [path.name for path in place.iterdir()] == [VERSION]


@pytest.mark.parametrize("spoiled", [MANIFEST, BINDING, LOADER])
def test_what_is_damaged_or_bound_elsewhere_is_installed_again(place: Path, told: Told, spoiled: str) -> None:
    told("install")
    whole = contents(place)
    (place / VERSION / spoiled).write_text(f"GUID = '{GUID}'\n")
    assert told("doctor")[0] == (0 if spoiled == BINDING else 1)
    assert codes(told("install")[1]) == ["Applied"]
    assert contents(place) == whole


def test_what_a_killed_installation_left_goes_with_the_next(place: Path, told: Told) -> None:
    left = place / ".pyupsync-abc" / "0.0.1"
    a_version(left.parent, left.name)
    assert told("path")[1][0]["facts"]["installed"] == "no"
    assert told("install")[0] == 0
    assert [path.name for path in place.iterdir()] == [VERSION]


def test_killed_at_any_step_it_leaves_no_part_of_a_version(place: Path) -> None:
    """Stopped before each step: the version is whole, the old one or the new one, or it is not there."""
    old = PackagedModule(VERSION, "", "old")
    new = replace(old, binding="new")
    folder = InstalledModules(str(place.parent))
    expected = packaged_files().keys()
    seen = set()
    for stop in range(1000):
        folder.put(old)
        if not _fork_and_die(folder, new, stop):
            break
        found = folder.installed()
        seen.add(found[0].binding if found else "none")
        assert not found or contents(place / VERSION).keys() == {*expected, BINDING}
    assert seen >= {"old", "new"}
    assert folder.installed()[0].binding == "new"
    assert [path.name for path in place.iterdir()] == [VERSION]


def _fork_and_die(folder: InstalledModules, module: PackagedModule, stop: int) -> bool:
    """Whether the process, which ends before its ``stop``-th step, ended there."""
    changing = {"os.mkdir", "os.chmod", "os.rename", "os.rmdir", "shutil.rmtree"}
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    left = [stop]

    def watch(event: str, args: tuple[Any, ...]) -> None:
        written = event == "open" and str(args[0]).endswith((BINDING, MANIFEST, ".psm1")) and "w" in str(args[1])
        if event in changing or written:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

    sys.addaudithook(watch)
    folder.put(module)
    os._exit(0)


def test_another_installation_is_waited_for(place: Path) -> None:
    """What it has not finished is not taken for what a killed one left."""
    module = PackagedModule(VERSION, "", "mine")
    place.mkdir(parents=True)
    unfinished = place / ".pyupsync-other"
    with FileLock(place / ".lock", 0):
        unfinished.mkdir()
        writer = threading.Thread(target=InstalledModules(str(place.parent)).put, args=(module,))
        writer.start()
        writer.join(0.5)
        assert writer.is_alive()
        assert unfinished.exists()
    writer.join(60)
    assert [path.name for path in place.iterdir()] == [VERSION]


@pytest.mark.parametrize("action", ["install", "uninstall"])
@pytest.mark.parametrize("kind", ["another", "flat", "link", "linked version", "bare", "file"])
def test_what_pyupsync_did_not_put_there_is_left_alone(place: Path, told: Told, kind: str, action: str) -> None:
    elsewhere = a_version(place.parent.parent / "mine", VERSION).parent
    if kind == "another":
        a_version(place, "2.5", guid="00000000-0000-0000-0000-000000000000")
    elif kind == "flat":
        place.mkdir(parents=True)
        (place / MANIFEST).write_text(f"GUID = '{GUID}'")
    elif kind == "bare":
        (place / "1.0" / "notes").mkdir(parents=True)
    elif kind == "file":
        place.parent.mkdir()
        place.write_text("mine")
    else:
        place.parent.mkdir()
        if kind == "linked version":
            place.mkdir()
        (place if kind == "link" else place / VERSION).symlink_to(elsewhere / ("" if kind == "link" else VERSION))
    before = contents(place.parent.parent)
    code, events = told(action)
    assert (code, codes(events)) == (1, ["ModuleNameTaken"])
    assert events[0]["advice"], "an outcome without a change before it"
    assert contents(place.parent.parent) == before


def test_uninstalling_takes_the_module_and_nothing_else(place: Path, told: Told) -> None:
    (place.parent / "Other").mkdir(parents=True)
    told("install")
    assert codes(told("uninstall", "--what-if")[1]) == ["WhatIf"]
    assert codes(told("uninstall")[1]) == ["Applied"]
    assert [path.name for path in place.parent.iterdir()] == ["Other"]
    assert codes(told("uninstall")[1]) == ["NotInstalled"]


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="There is no folder here that even root cannot write to.")
def test_a_folder_that_cannot_be_written_to_is_said(place: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/sys/kernel")
    code, events = told("install")
    assert (code, codes(events)) == (1, ["ModuleFolderDenied"])
    assert "--scope CurrentUser" in events[1]["advice"]
    with pytest.raises(ModuleFolderDenied):
        InstalledModules("/sys/kernel").put(PackagedModule("1.0", "", ""))
    place.parent.parent.mkdir(parents=True)
    place.parent.write_text("a file is in the way")
    with pytest.raises(UpSyncError, match="cannot be"):
        InstalledModules(str(place.parent)).put(PackagedModule("1.0", "", ""))


def test_windows_powershell_is_on_windows_only(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["module", "install", "--for", "windowspowershell"]) == 2
    assert "Windows only" in capsys.readouterr().err
    assert not place.exists()


def test_the_places_are_those_of_about_psmodulepath() -> None:
    documents = Path("OneDrive - Contoso") / "Dokumente"
    found = [(one.edition, PureWindowsPath(one.folder).parts[-2:]) for one in windows_places("CurrentUser", documents)]
    assert found == [
        ("WindowsPowerShell", ("WindowsPowerShell", "Modules")),
        ("PowerShell", ("PowerShell", "Modules")),
    ]
    assert unix_place("AllUsers", "/anywhere").folder == "/usr/local/share/powershell/Modules"
    assert unix_place("CurrentUser", "/data").folder == "/data/powershell/Modules"
    assert unix_place("CurrentUser", "").folder == str(Path.home() / ".local/share/powershell/Modules")


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ({"implementation": "pypy"}, "python", "pypy"),
        ({"version": (3, 9, 18)}, "python", "3.9.18"),
        ({"bits": 32}, "bitness", "32-bit"),
        ({"library": ""}, "library", "no shared library"),
        ({"package": ""}, "package", "not installed"),
        ({"pythonnet": "", "runtime": ""}, "pythonnet", "no pythonnet"),
        ({"pythonnet": "3.0.5"}, "pythonnet", "3.0.5"),
        ({"version": (3, 15, 0)}, "pythonnet", "<3.15"),
    ],
)
def test_a_python_that_cannot_be_hosted_is_told_why(change: dict[str, Any], check: str, said: str) -> None:
    python = replace(SOUND, **change)
    [fault, *_] = [found for found in check_python(python) if found.status == "error"]
    assert fault.check == check
    assert said in fault.actual
    assert fault.advice
    error = unusable(python)
    assert error
    assert said in error.message


def test_a_sound_python_and_a_sound_powershell_have_no_fault() -> None:
    assert {found.status for found in [*check_python(SOUND), *check_engine(ENGINE)]} == {"ok"}
    assert unusable(SOUND) is None


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ({"version": "5.0.10586.0"}, "powershell", "5.0"),
        ({"bits": 32}, "bitness", "32-bit"),
        ({"net_release": 461310}, "netFramework", "461310"),
        ({"net_release": 0}, "netFramework", "no .NET Framework"),
        ({"edition": "PowerShell", "version": "6.2.7", "net_release": None}, "powershell", "6.2.7"),
        ({"trouble": "it did not answer"}, "powershell", "did not answer"),
    ],
)
def test_a_powershell_that_cannot_host_is_told_why(change: dict[str, Any], check: str, said: str) -> None:
    [fault] = [found for found in check_engine(replace(ENGINE, **change)) if found.status == "error"]
    assert fault.check == check
    assert said in fault.actual
    assert fault.advice


@pytest.mark.parametrize(
    ("program", "said"),
    [("exit 3", "exit code 3"), ("echo 'no such option' >&2", "no such option"), (None, "cannot be started")],
)
def test_a_powershell_that_does_not_answer_is_told(tmp_path: Path, program: str | None, said: str) -> None:
    path = tmp_path / "pwsh"
    if program:
        path.write_text(f"#!/bin/sh\necho 'something else'\n{program}\n")
        path.chmod(0o755)
    assert said in ask_engine("PowerShell", str(path)).trouble


def test_powershell_looks_where_the_module_goes(pwsh: str, place: Path) -> None:
    engine = ask_engine("PowerShell", pwsh)
    folders = [one.folder for scope in ("CurrentUser", "AllUsers") for one in module_places(scope)]
    assert list(engine.module_path[:2]) == folders
    assert folders[0] == str(place.parent)
    assert (engine.bits, engine.trouble, engine.net_release) == (64, "", None)


def test_a_place_that_powershell_does_not_look_in_is_told(tmp_path: Path) -> None:
    a_version(tmp_path / "PyUpSync", "0.0.1")
    there = InstalledModules(str(tmp_path)).installed()
    place = ModulePlace("WindowsPowerShell", "CurrentUser", str(tmp_path))
    module = PackagedModule("0.0.1", there[0].digest, "")
    [installed, unseen] = check_place(place, "/x", there, module, [ENGINE])
    assert (installed.status, unseen.check, unseen.status) == ("ok", "modulePath", "error")
    seen = replace(ENGINE, module_path=(str(tmp_path) + os.sep,))
    assert [found.check for found in check_place(place, "/x", there, module, [seen])] == ["module"]


def test_the_doctor_says_what_to_do_and_ends_with_1(place: Path, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYUPSYNC_PYTHON", "/some/python")
    code, events = told("doctor")
    assert code == 1
    faults = [event for event in events if event.get("status") == "error"]
    assert [(fault["check"], fault["advice"]) for fault in faults] == [
        ("module", "Run: pyupsync module install --for PowerShell")
    ]
    assert ("powershell", "warning") in [(event.get("check"), event.get("status")) for event in events]
    assert "/some/python" in next(event["actual"] for event in events if event.get("check") == "environment")
    told("install")
    code, events = told("doctor")
    assert (code, events[-1]["faults"]) == (0, 0)
    a_version(place, "99.0")
    assert told("doctor")[0] == 1
