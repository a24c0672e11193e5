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
        self._dated = places[0] != absent
        self._date, self._time = places[0], places[1]
        self._timed = places[1] != absent
        if not self._dated:
            places[0] = of_day
        self._pick = itemgetter(*places, line)

    def request(self, line: str) -> LoggedRequest | None:
        """The line's fields; None when it has not as many, or another thing where the time should be."""
        fields = line.split(" ")
        if len(fields) != self.count:
            return None
        if (self._timed and fields[self._time][2:3] != ":") or (self._dated and fields[self._date][4:5] != "-"):
            return None
        self._beyond[2] = line
        fields += self._beyond
        return tuple.__new__(LoggedRequest, self._pick(fields))  # what _make does, without its check

    def fits(self, line: bytearray) -> bool:
        """Whether a line may well be one of these columns: it has as many fields, and begins with a date."""
        return line.count(b" ") + 1 == self.count and (not self.begins_with_time or line[4:5] == b"-")
