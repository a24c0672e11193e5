"""What was read of logs, and what could not be: told as it happens, and summed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyupsync.model import (
    Event,
    Facts,
    Finding,
    LogClosed,
    LogItem,
    LogOpened,
    LogRead,
    LogRefused,
    Message,
    Outcome,
    Progress,
    Record,
)

_AREA, _ACTION = "logs", "Read log"


@dataclass(slots=True)
class Reading:
    """Counts.

    Attributes:
        logs: Logs that were read, to their end or not.
        size: Bytes of them, unpacked.
        requests: Requests that were meant.
        refused: Those of them that were answered with 401.
        completed: Logons of several requests that were granted in the end.
        under_way: Logons that the end of a log cut off, and which are not judged.
        torn: Lines that were looked at and cannot be read.
        undecodable: Lines that were looked at and are no UTF-8.
    """

    logs: int = 0
    size: int = 0
    requests: int = 0
    refused: int = 0
    completed: int = 0
    under_way: int = 0
    torn: int = 0
    undecodable: int = 0
    until: str = ""
    _current: str = ""
    _missing: set[tuple[str, ...]] = field(default_factory=set)

    def tell(self, item: LogItem) -> Iterator[Event]:
        """What is to be told of an item that is no request."""
        if isinstance(item, LogOpened):
            self._current = item.path
        elif isinstance(item, LogRead):
            yield Progress("Reading logs", item.done, item.total, self._current)
        elif isinstance(item, LogRefused):
            yield from _refusal(item)
        elif isinstance(item, LogClosed):
            yield from self._close(item)

    def summary(self) -> Iterator[Record]:
        """What was read, where anything was."""
        if not self.logs:
            return
        facts: Facts = {
            "read": f"{self.logs:,} log{'s' if self.logs != 1 else ''}",
            "bytes": self.size,
            "until": self.until,
            "requests": self.requests,
            "refused": self.refused,
            "completed": self.completed,
            "underWay": self.under_way,
            "torn": self.torn,
            "undecodable": self.undecodable,
        }
        yield Record("requestLog", facts)

    def _close(self, log: LogClosed) -> Iterator[Event]:
        self.logs += 1
        self.size += log.size
        self.torn += log.torn
        self.undecodable += log.undecodable
        self.until = max(self.until, log.until)
        if log.ended:
            text = (
                f"The log {log.path} ends early ({log.ended}); what is before that was read. Take another copy of it."
            )
            yield Message("warning", text)
        if log.missing and log.missing not in self._missing:
            self._missing.add(log.missing)
            yield _fields(log)


def _refusal(item: LogRefused) -> Iterator[Event]:
    if item.named:
        yield Outcome.of_error(item.error, area=_AREA, action=_ACTION, target=item.error.target)
    else:
        yield Message("warning", str(item.error))


def _fields(log: LogClosed) -> Finding:
    names = ", ".join(log.missing)
    return Finding(
        check="logFields",
        status="warning",
        subject=log.path,
        expected="Every field that tells logons apart",
        actual=f"The log has no {names}: what is found may be incomplete.",
        advice="Select these fields in IIS Manager, Logging, Select Fields, and look at a later log.",
        facts={"cause": "LogFieldsMissing", "fields": names},
    )
