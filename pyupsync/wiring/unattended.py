"""The lock, the logs and the metrics of a run that nobody watches."""

from __future__ import annotations

from contextlib import ExitStack

from pyupsync.ports import MetricsFile, RunLog


def open_run_log(address: str, stack: ExitStack) -> RunLog:
    """Open ``journal:``, ``eventlog:`` or a file of JSON lines; ``stack`` closes it.

    Raises:
        UsageError: It cannot be written to.
    """
    log: RunLog
    if address == "journal:":
        from pyupsync.adapters.unattended.journal import JournalLog

        log = JournalLog()
    elif address == "eventlog:":
        from pyupsync.adapters.unattended.event_log import EventLog

        log = EventLog()
    else:
        from pyupsync.adapters.unattended.json_lines import JsonLinesLog

        log = JsonLinesLog(address)
    stack.callback(log.close)
    return log


def open_metrics(path: str) -> MetricsFile:
    """The file of metrics.

    Raises:
        UsageError: It cannot be written, or is somebody else's.
    """
    from pyupsync.adapters.unattended.metrics_file import PromFile

    return PromFile(path)


def take_run_lock(path: str, stack: ExitStack) -> None:
    """Take a lock file that one run at a time has; ``stack`` gives it back.

    Raises:
        RunInProgress: Another run has it.
        UsageError: It cannot be made.
    """
    from pyupsync.adapters.unattended.run_lock import take_lock

    stack.push(take_lock(path).__exit__)
