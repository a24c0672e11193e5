"""What every scheduler does with definitions: systemd's units, task files, and the Task Scheduler of Wine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pyupsync.adapters.schedule.systemd import SystemdUnits
from pyupsync.adapters.schedule.tasks import TaskFolder, TaskScheduler
from pyupsync.deployment.schedule import Schedule
from pyupsync.deployment.schedule_task import task_xml
from pyupsync.deployment.schedule_units import units
from pyupsync.errors import ScheduleError
from pyupsync.ports import Scheduler
from tests.conftest import need_tool
from tests.lab.wine import Wine

DAILY = Schedule(name="pyupsync-photos", command=("C:\\py\\python.exe", "-m", "pyupsync"), folder="C:\\etc")


@dataclass
class Case:
    """A scheduler with two definitions of one name, and what is started by itself."""

    scheduler: Scheduler
    name: str
    first: str
    second: str


@pytest.fixture(params=["units", "folder"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "units":
        need_tool("systemctl")
        name = "pyupsync-photos.timer"
        unit = replace(DAILY, folder="/etc")
        daily, hourly = (units(one)[name] for one in (unit, replace(unit, minutes=60)))
        yield Case(SystemdUnits(str(tmp_path / "root")), name, daily, hourly)
    else:
        daily, hourly = (task_xml(one, "-m pyupsync") for one in (DAILY, replace(DAILY, minutes=60)))
        yield Case(TaskFolder(str(tmp_path / "root")), "pyupsync-photos", daily, hourly)


def test_a_definition_is_read_as_it_was_written(case: Case) -> None:
    assert case.scheduler.read(case.name) is None
    assert not case.scheduler.enabled(case.name)
    case.scheduler.write(case.name, case.first)
    assert case.scheduler.read(case.name) == case.first
    case.scheduler.write(case.name, case.second)
    assert case.scheduler.read(case.name) == case.second


def test_it_is_enabled_once_and_stays_so(case: Case) -> None:
    case.scheduler.write(case.name, case.first)
    for _ in range(2):
        case.scheduler.enable(case.name)
        assert case.scheduler.enabled(case.name)


def test_a_place_that_cannot_be_written_to_is_told(case: Case) -> None:
    place = Path(case.scheduler.place(case.name))
    place.mkdir(parents=True)
    with pytest.raises(ScheduleError, match="cannot be"):
        case.scheduler.write(case.name, case.first)
    assert not list(place.parent.glob("*.part"))


def test_wine_s_task_scheduler_takes_the_task(wine: Wine, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers no /Query /XML (Wine 8), so that what it registered is read from where it keeps tasks."""
    for name, value in wine.env.items():
        monkeypatch.setenv(name, value)
    scheduler = TaskScheduler(("wine", "schtasks"))
    task = task_xml(replace(DAILY, name="pyupsync-lab", account="CORP\\svc_ups$", minutes=60), "-m pyupsync")
    for _ in range(60):  # its services may still be starting
        try:
            scheduler.write("pyupsync-lab", task)
            break
        except ScheduleError:
            time.sleep(1)
    kept = wine.folder / "prefix" / "drive_c" / "windows" / "system32" / "tasks" / "pyupsync-lab"
    text = kept.read_bytes().decode()
    assert "Written by pyupsync deploy schedule" in text, text
    assert "IgnoreNew" in text, text


def test_a_task_that_is_refused_is_told_in_the_program_s_words() -> None:
    scheduler = TaskScheduler(("sh", "-c", "echo 'ERROR: Access is denied.' >&2; exit 1", "schtasks"))
    with pytest.raises(ScheduleError, match=r"was not registered: ERROR: Access is denied\."):
        scheduler.write("pyupsync-photos", task_xml(DAILY, ""))
    assert scheduler.read("pyupsync-photos") is None
    assert not scheduler.enabled("pyupsync-photos")


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(ScheduleError, match="schtasks cannot be run"):
        TaskScheduler(("no such program",)).read("x")
