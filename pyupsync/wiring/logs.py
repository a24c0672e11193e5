"""Logs of web servers."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from pyupsync.config import LogJob
from pyupsync.ports import RequestLog


def open_logs(job: LogJob) -> RequestLog:
    """The logs of a job; files that can hold nothing of its time are left out."""
    from pyupsync.adapters.logs.iis import IisLogs

    slack = timedelta(seconds=job.window)
    since = _as_logged(job.begins - slack) if job.begins else ""
    until = _as_logged(job.ends + slack) if job.ends else ""
    return IisLogs(job.paths, every=bool(job.pattern), since=since, until=until, python=_own_python())


def _own_python() -> str:
    """The interpreter that runs this; empty where a program hosts it, or there is one processor alone.

    A host has no command line of Python's; pythonnet is told an interpreter all the same, for its packages.
    """
    runs_this = bool(sys.orig_argv) and Path(sys.executable or "").name.lower().startswith("python")
    return sys.executable if runs_this and (os.cpu_count() or 1) > 1 else ""


def _as_logged(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
