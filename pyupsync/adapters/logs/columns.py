"""The columns of a W3C log, as its ``#Fields`` names them, and lines that have them.

The format: https://www.w3.org/TR/WD-logfile.html; the fields: https://learn.microsoft.com/windows/win32/http/w3c-logging.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

from pyupsync.model import LoggedLines, LoggedRequest

_KNOWN: tuple[tuple[str, ...], ...] = (
    ("date",),
    ("time",),
    ("s-sitename",),
    ("s-computername",),
    ("s-ip",),
    ("cs-method",),
    ("cs-uri-stem",),
    ("cs-uri-query",),
    ("s-port",),
    ("cs-username",),
    ("c-ip",),
    ("cs(user-agent)",),
    ("cs-host", "cs(host)"),
    ("sc-status",),
    ("sc-substatus",),
    ("sc-win32-status",),
    ("time-taken",),
    ("x-forwarded-for", "cs(x-forwarded-for)"),
)
"""The names of each field of LoggedRequest but the last, in its order."""
_USUAL = frozenset({b"200", b"304"})
_NEEDED = frozenset({"cs-uri-stem", "sc-status"})
_WANTED = ("time", "c-ip", "cs(user-agent)", "sc-substatus", "sc-win32-status")


class Columns:
    """Where each field stands.

    Args:
        names: The fields as ``#Fields`` names them.
        day: The date of ``#Date``, for a log whose lines have only a time.
    """

    def __init__(self, names: tuple[str, ...] = (), day: str = "-") -> None:
        self._named = names, day
        where = {name.lower(): index for index, name in reversed(list(enumerate(names)))}
        self.count = len(names)
        self.usable = where.keys() >= _NEEDED
        self.missing = tuple(name for name in _WANTED if name not in where)
        self._beyond = ["-", day, ""]  # behind a line's own fields
        absent, of_day, line = self.count, self.count + 1, self.count + 2
        places = [next((where[name] for name in any_of if name in where), absent) for any_of in _KNOWN]
        if places[0] == absent:
            places[0] = of_day
        self._pick = itemgetter(*places, line)
        self._spaces = self.count - 1
        self._from_status = self.count - where.get("sc-status", 0)

    def __reduce__(self) -> tuple[Callable[[tuple[str, ...], str], Columns], tuple[tuple[str, ...], str]]:
        return columns_of, self._named

    def request(self, line: str) -> LoggedRequest | None:
        """The line's fields; None when it has not as many."""
        fields = line.split(" ")
        if len(fields) != self.count:
            return None
        self._beyond[2] = line
        fields += self._beyond
        return tuple.__new__(LoggedRequest, self._pick(fields))  # what _make does, without its check

    def usual(self, line: bytes) -> bool:
        """Whether a line has as many fields, is ASCII, and its status is 200 or 304."""
        return (
            line.count(b" ") == self._spaces
            and line.rsplit(b" ", self._from_status)[-self._from_status] in _USUAL
            and line.isascii()
        )


@lru_cache(maxsize=16)
def columns_of(names: tuple[str, ...], day: str) -> Columns:
    """The same columns for the same arguments: each piece of a log that another process has read comes with its own."""
    return Columns(names, day)


@dataclass(slots=True)
class LineCounts:
    """Reads lines, and counts those of a log that are not as they should be.

    Attributes:
        torn: Have not the fields that ``#Fields`` names.
        undecodable: Are no UTF-8; they are read all the same.
    """

    torn: int = 0
    undecodable: int = 0

    def read(self, columns: Columns, line: bytes) -> LoggedRequest | None:
        """The line's fields; None when it is torn."""
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode("utf-8", "backslashreplace")
            self.undecodable += 1
        request = columns.request(text.strip("\0"))  # a system that stopped leaves zeros where a line should be
        if request is None and text.strip("\0\r"):
            self.torn += 1
        return request


class Part(NamedTuple):
    """Lines that have the same columns."""

    columns: Columns
    lines: list[bytes]

    def logged(self, counts: LineCounts) -> LoggedLines:
        """The same to be read, where ``counts`` counts."""
        return LoggedLines(self.lines, partial(counts.read, self.columns), self.columns.usual)
