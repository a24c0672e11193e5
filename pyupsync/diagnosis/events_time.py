"""When an event was, from the ways Windows and SharePoint write it."""

from __future__ import annotations

import re
from datetime import datetime, timezone

_NUMBERS = re.compile(r"^\s*(\d{1,4})([-./ ]{1,2})(\d{1,2})[-./ ]{1,2}(\d{1,4})\.?[ T,]*(.*)$", re.DOTALL)
_CLOCK = re.compile(
    r"^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|[+-]\d\d:?\d\d)?"
)


def moment_of(text: str) -> datetime | None:
    """Read a time; with a time zone where it gives one. None when it is not clear which day is meant.

    Year first is ISO's order. Otherwise the month comes first where the clock has AM and PM, or SharePoint's hundredths
    of seconds (its own logs), and the day where it has not: that is how Windows' regions write it.
    """
    found = _NUMBERS.match(text.strip().rstrip("*"))
    clock = _CLOCK.match(found[5]) if found else None
    if found is None or clock is None:
        return None
    first, middle, last = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4:
        year, month, day = first, middle, last
    elif (clock[5] or (clock[4] and found[2] == "/") or middle > 12) and found[2] != ".":
        month, day, year = first, middle, last
    else:
        day, month, year = first, middle, last
    try:
        return _moment(year, month, day, clock)
    except ValueError:
        return None


def _moment(year: int, month: int, day: int, clock: re.Match[str]) -> datetime:
    hour = int(clock[1])
    if clock[5]:
        hour = hour % 12 + (12 if clock[5] in "Pp" else 0)
    micro = int((clock[4] or "0")[:6].ljust(6, "0"))
    zone = _zone(clock[6])
    made = datetime(year, month, day, hour, int(clock[2]), int(clock[3] or 0), micro, zone)
    return made.astimezone(timezone.utc) if zone else made


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return timezone.utc
    offset = datetime.strptime(text.replace(":", ""), "%z").tzinfo
    return offset if isinstance(offset, timezone) else None
