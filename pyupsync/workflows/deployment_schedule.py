"""An export that the system starts by itself: shown, planned, installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pyupsync.changing import apply_changes
from pyupsync.config import PhotoJob
from pyupsync.config.schedule import ScheduleJob, normal
from pyupsync.deployment.schedule import DEFINE, Schedule, plan_schedule
from pyupsync.deployment.schedule_task import needs_password, same_task, task_xml
from pyupsync.deployment.schedule_units import units
from pyupsync.errors import UsageError
from pyupsync.model import Change, Event, EventStream, Record
from pyupsync.ports import Scheduler
from pyupsync.wiring.schedule import open_scheduler


def show_schedule(job: ScheduleJob) -> EventStream:
    """Yield a Record for each definition: its place and its text. Nothing is changed.

    Raises:
        UsageError: The configuration cannot be used.
    """
    scheduler = open_scheduler(job.system, job.root)
    for name, text in _wanted(job).items():
        yield Record("scheduleDefinition", {"place": scheduler.place(name), "definition": text})


def install_schedule(job: ScheduleJob, *, what_if: bool = False) -> EventStream:
    """Define and enable it; yield a Change and an Outcome for each definition. Doing it twice changes nothing.

    Raises:
        UsageError: The configuration cannot be used, or the account's password would be needed.
    """
    wanted = _wanted(job)
    if job.system == "windows" and not job.root and needs_password(job.account):
        raise UsageError(
            f"Windows wants the password of {job.account}.",
            target=job.account,
            advice="Use a managed service account (its name ends in $), or --print it into a file and run"
            f" schtasks /Create /XML FILE /TN {job.name} /RU {job.account} /RP *",
        )
    scheduler = open_scheduler(job.system, job.root)
    names = {scheduler.place(name): name for name in wanted}

    def steps() -> Iterator[Event]:
        there = {scheduler.place(name): scheduler.read(name) for name in wanted}
        timer = f"{job.name}.timer"
        enabling = (timer, scheduler.enabled(timer)) if job.system == "systemd" else None
        same: Callable[[str, str], bool] = same_task if job.system == "windows" else str.__eq__
        yield from plan_schedule({scheduler.place(name): text for name, text in wanted.items()}, there, same, enabling)

    yield from apply_changes(steps(), lambda change: _make(scheduler, names, change), what_if=what_if)


def _make(scheduler: Scheduler, names: Mapping[str, str], change: Change) -> None:
    if change.action == DEFINE:
        scheduler.write(names[change.target], (change.payload or b"").decode())
    else:
        scheduler.enable(change.target)


def _wanted(job: ScheduleJob) -> Mapping[str, str]:
    export, secrets = job.export()
    schedule = _schedule(job, export, secrets)
    if job.system == "systemd":
        return units(schedule)
    return {job.name: task_xml(schedule, subprocess.list2cmdline(schedule.command[1:]))}


def _python() -> str:
    """This Python's own program; a host that it runs in (PowerShell) is none."""
    own = Path(sys.executable)
    if own.name.lower().startswith("python"):
        return str(own)
    return str(Path(sys.prefix, "python.exe") if os.name == "nt" else Path(sys.prefix, "bin", "python3"))


def _read(export: PhotoJob) -> Iterator[str]:
    """Files and folders that an export reads; what systemd hands it as credentials is not among them."""
    yield from filter(None, (one.ca_file for one in export.every_directory))
    for address in (export.profiles, export.photos, *(one.address for one in export.every_directory)):
        scheme, _, rest = address.partition(":")
        if scheme in {"csv", "jsonl", "library", "folder", "ldif"} and not rest.startswith("http"):
            yield rest


def _schedule(job: ScheduleJob, export: PhotoJob, secrets: Mapping[str, str]) -> Schedule:
    command = (_python(), "-m", "pyupsync", "photos", "export")
    alone = export.unattended
    written = [export.keeping.state.partition(":")[2], export.output, alone.lock, alone.metrics]
    written += [*export.report, *(log for log in alone.log if not log.endswith(":"))]
    written += [one.output or one.address[5:] for one in export.every_directory if one.address.startswith("ldif:")]
    folders = dict.fromkeys(str(normal(Path(job.folder, path)).parent) for path in written if path)
    return Schedule(
        name=job.name,
        command=(*command, "--config", str(normal(Path(job.configuration)))),
        folder=job.folder,
        minutes=job.minutes,
        at=job.time_of_day,
        account=job.account,
        writes=tuple(folders),
        reads=(sys.prefix, sys.base_prefix, *(str(normal(Path(job.folder, path))) for path in _read(export))),
        secrets={name.replace("_", "-"): str(normal(Path(job.folder, path))) for name, path in secrets.items()},
        journal="journal:" in alone.log,
    )
