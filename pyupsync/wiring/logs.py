"""Logs of web servers."""

from __future__ import annotations

from datetime import datetime, timedelta

from pyupsync.config import LogJob
from pyupsync.ports import RequestLog


def open_logs(job: LogJob) -> RequestLog:
    """The logs of a job; files that can hold nothing of its time are left out."""
    from pyupsync.adapters.logs.iis import IisLogs

    slack = timedelta(seconds=job.window)
    since = _as_logged(job.begins - slack) if job.begins else ""
    until = _as_logged(job.ends + slack) if job.ends else ""
    return IisLogs(job.paths, every=bool(job.pattern), since=since, until=until)


def _as_logged(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
