"""What an ``EventLog`` calls of advapi32, kept in memory.

Signatures: https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-registereventsourcew,
nf-winbase-reporteventw and nf-winbase-deregistereventsource.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

HANDLE = 0xCAFE
_KINDS = {1: "error", 2: "warning", 4: "information"}


class _Function:
    """Called as ctypes calls: it may be told what it returns."""

    restype: Any = ctypes.c_int

    def __init__(self, work: Any) -> None:
        self.__call__ = work
        self._work = work

    def __call__(self, *arguments: Any) -> Any:
        return self._work(*arguments)


@dataclass
class Advapi32:
    """A log that is open to one source, or to none."""

    admitted: bool = True
    full: bool = False
    events: list[tuple[str, int, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.RegisterEventSourceW = _Function(self._register)
        self.ReportEventW = _Function(self._report)
        self.DeregisterEventSource = _Function(self._deregister)

    def _register(self, server: str | None, source: str) -> int:
        assert server is None
        self.sources.append(source)
        return HANDLE if self.admitted else 0

    def _report(self, *arguments: Any) -> int:
        handle, kind, category, number, sid, strings, data_size, texts, data = arguments
        assert (handle.value, category, sid, strings, data_size, data) == (HANDLE, 0, None, 1, 0, None)
        assert len(texts[0]) <= 31_839
        self.events.append((_KINDS[kind], number, texts[0]))
        return 0 if self.full else 1

    def _deregister(self, handle: Any) -> int:
        assert handle.value == HANDLE
        self.sources.pop()
        return 1
