"""A schedule as a task of Windows' Task Scheduler.

The format: https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema and [MS-TSCH] 2.5.
"""

from __future__ import annotations

import ntpath
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from pyupsync.deployment.schedule import MARK, Schedule

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
NETWORK_SERVICE = "NETWORK SERVICE"
BUILT_IN = {"SYSTEM": "S-1-5-18", "LOCAL SERVICE": "S-1-5-19", "NETWORK SERVICE": "S-1-5-20"}
"""https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers."""
_LONGEST_RUN = "PT12H"


def task_xml(schedule: Schedule, arguments: str) -> str:
    """The task, without the declaration that tells a file's encoding; ASCII, so that any will do.

    Args:
        schedule: What is wanted.
        arguments: The words of its command after the program, as Windows takes them.
    """
    task = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    about = ET.SubElement(task, "RegistrationInfo")
    # Windows puts a SID in the place of an account: what was asked for is kept here.
    whom = schedule.account or NETWORK_SERVICE
    _add(about, Source="pyupsync", Description=f"Export SharePoint profile pictures as {whom}. {MARK}.")
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "CalendarTrigger")
    # The past is as good as any day: the first run is at the next such time.
    _add(trigger, Enabled="true", StartBoundary=f"2020-01-01T{'00:00' if schedule.minutes else schedule.at}:00")
    if schedule.minutes and schedule.minutes < 24 * 60:
        _add(ET.SubElement(trigger, "Repetition"), Interval=_minutes(schedule.minutes), Duration="P1D")
    _add(trigger, RandomDelay=f"PT{schedule.spread}M")
    _add(ET.SubElement(trigger, "ScheduleByDay"), DaysInterval="1")
    _settings(ET.SubElement(task, "Settings"))
    principal = ET.SubElement(ET.SubElement(task, "Principals"), "Principal", {"id": "Author"})
    _identity(principal, schedule.account)
    action = ET.SubElement(ET.SubElement(task, "Actions", {"Context": "Author"}), "Exec")
    _add(action, Command=schedule.command[0], Arguments=arguments, WorkingDirectory=schedule.folder)
    ET.indent(task)
    text: bytes = ET.tostring(task, encoding="us-ascii")
    return text.decode("ascii") + "\n"


def _minutes(minutes: int) -> str:
    """Minutes as Windows writes them itself."""
    return f"PT{minutes}M" if minutes % 60 else f"PT{minutes // 60}H"


def _settings(settings: ET.Element) -> None:
    _add(
        settings,
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false",
        StartWhenAvailable="true",
        RunOnlyIfNetworkAvailable="true",
        ExecutionTimeLimit=_LONGEST_RUN,
    )


def _identity(principal: ET.Element, account: str) -> None:
    name = account or NETWORK_SERVICE
    built_in = BUILT_IN.get(ntpath.basename(name).upper())
    if built_in:
        _add(principal, UserId=built_in)
    else:
        # Of a group managed service account (its name ends in $) Windows knows the password by itself.
        _add(principal, UserId=name, LogonType="Password")
    _add(principal, RunLevel="LeastPrivilege")


def _add(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def needs_password(account: str) -> bool:
    """Whether a task as this account can only be registered by somebody who knows its password."""
    return bool(account) and not account.endswith("$") and ntpath.basename(account).upper() not in BUILT_IN


def same_task(wanted: str, there: str) -> bool:
    """Whether a task that is there does all that is wanted; Windows adds what goes without saying."""
    try:
        asked = {leaf for leaf in _leaves(ET.fromstring(wanted)) if not leaf[0].endswith("/UserId")}  # noqa: S314
        return asked <= set(_leaves(ET.fromstring(there)))  # noqa: S314 - Windows' own
    except ET.ParseError:
        return False


def _leaves(element: ET.Element, above: str = "") -> Iterator[tuple[str, str]]:
    path = f"{above}/{element.tag.rpartition('}')[2]}"
    if len(element):
        for child in element:
            yield from _leaves(child, path)
    else:
        yield path, (element.text or "").strip()
