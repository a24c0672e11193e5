"""The Windows event log: log Application, source pyupsync."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from pyupsync.errors import UsageError
from pyupsync.model import LogEntry

SOURCE = "pyupsync"
_TYPES = {"error": 1, "warning": 2, "info": 4, "debug": 4}
"""EVENTLOG_ERROR_TYPE, EVENTLOG_WARNING_TYPE, EVENTLOG_INFORMATION_TYPE:
https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-reporteventw."""
EVENT_IDS = {"runBegun": 1, "runEnded": 2, "outcome": 3, "message": 4}
"""What an administrator filters by; docs/unattended.md has them."""
_LONGEST = 31_839
"""Characters that one string of an event may have (the same page)."""
_SHOWN = 2000
"""Characters of each fact."""


class EventLog:
    """Reports begin and end of a run, and of all else what is a warning or an error: the log is everybody's.

    Args:
        library: What holds the functions of advapi32; None for this system's.

    Raises:
        UsageError: This system has no event log, or does not let us write.
    """

    place = "eventlog:"

    def __init__(self, library: Any = None) -> None:  # noqa: ANN401 - ctypes' own
        self._library = library or _advapi32()
        self._library.RegisterEventSourceW.restype = ctypes.c_void_p
        self._handle = self._library.RegisterEventSourceW(None, SOURCE)
        if not self._handle:
            raise UsageError(
                "The event log cannot be written to.",
                target=SOURCE,
                advice=f"Once, as an administrator: New-EventLog -LogName Application -Source {SOURCE}",
            )

    def write(self, entry: LogEntry) -> None:
        """Report an entry."""
        if entry.event == "outcome" and entry.level in {"debug", "info"}:
            return
        texts = (ctypes.c_wchar_p * 1)(shown(entry))
        kind, number = _TYPES[entry.level], EVENT_IDS[entry.event]
        handle = ctypes.c_void_p(self._handle)
        if not self._library.ReportEventW(handle, kind, 0, number, None, 1, 0, texts, None):
            raise OSError(_last_error(), "the event log did not take an entry")

    def close(self) -> None:
        """Give the log back."""
        if self._handle:
            self._library.DeregisterEventSource(ctypes.c_void_p(self._handle))
            self._handle = None


def shown(entry: LogEntry) -> str:
    """An entry as the text of an event: a sentence, then what it is about, a line each."""
    facts = {
        "Account": entry.subject,
        "Target": entry.target,
        "Status": entry.status,
        "Code": entry.code,
        "Exit code": "" if entry.exit_code is None else str(entry.exit_code),
        "Job": entry.job,
        "Run": entry.run,
        "Do": entry.advice,
    }
    below = "\r\n".join(["", "", *(f"{name}: {value[:_SHOWN]}" for name, value in facts.items() if value)])
    return entry.text[: _LONGEST - len(below)] + below


if sys.platform == "win32":

    def _advapi32() -> Any:  # noqa: ANN401
        return ctypes.WinDLL("advapi32", use_last_error=True)

    def _last_error() -> int:
        return ctypes.get_last_error()
else:

    def _advapi32() -> Any:  # noqa: ANN401
        said = "Only Windows has an event log."
        raise UsageError(said, target="eventlog:", advice="Use --log FILE, or --log journal: with systemd.")

    def _last_error() -> int:
        return 0
