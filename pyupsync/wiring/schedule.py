"""What starts an export by itself."""

from __future__ import annotations

from pyupsync.ports import Scheduler


def open_scheduler(system: str, root: str) -> Scheduler:
    """The systemd or the Task Scheduler of this system; with ``root`` the definitions below it alone."""
    if system == "systemd":
        from pyupsync.adapters.schedule.systemd import SystemdUnits

        return SystemdUnits(root or "/")
    from pyupsync.adapters.schedule.tasks import TaskFolder, TaskScheduler

    return TaskFolder(root) if root else TaskScheduler()
