"""The columns of a W3C log, as its ``#Fields`` names them.

The format: https://www.w3.org/TR/WD-logfile.html; the fields: https://learn.microsoft.com/windows/win32/http/w3c-logging.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from pyupsync.model import LoggedRequest

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

    def __init__(self, names: Sequence[str], day: str = "-") -> None:
        where = {name.lower(): index for index, name in reversed(list(enumerate(names)))}
        self.count = len(names)
        self.usable = where.keys() >= _NEEDED
        self.missing = tuple(name for name in _WANTED if name not in where)
        self.begins_with_time = list(names[:2]) == ["date", "time"]
        self._beyond = ["-", day, ""]  # behind a line's own fields
        absent, of_day, line = self.count, self.count + 1, self.count + 2
        places = [next((where[name] for name in any_of if name in where), absent) for any_of in _KNOWN]
        if places[0] == absent:
            places[0] = of_day
        self._pick = itemgetter(*places, line)
        self._spaces = self.count - 1
        self._from_status = self.count - where.get("sc-status", 0)

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

    def fits(self, line: bytearray) -> bool:
        """Whether a line may well be one of these columns: it has as many fields, and begins with a date."""
        return line.count(b" ") + 1 == self.count and (not self.begins_with_time or line[4:5] == b"-")
