"""Logs in IIS's form for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

# What IIS 8.5 and later log when nobody chose otherwise.
FIELDS = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
SERVER = "10.0.0.5"
ALICE = "/User+Photos/Profile+Pictures/contoso_alice_LThumb.jpg"
BOB = "/User+Photos/Profile+Pictures/contoso_bob_MThumb.jpg"
BEGIN = datetime(2025, 3, 3, 8, 0, 0, tzinfo=timezone.utc)
FIRST = ("401", "2", "5")
SECOND = ("401", "1", "2148074254")
GRANTED = ("200", "0", "0")
DENIED = ("401", "1", "2148074252")


def head(fields: str = FIELDS, day: str = "2025-03-03") -> str:
    software = "Microsoft Internet Information Services 10.0"
    return f"#Software: {software}\r\n#Version: 1.0\r\n#Date: {day} 00:00:00\r\n#Fields: {fields}\r\n"


def line(at: float, answer: tuple[str, str, str], *, fields: str = FIELDS, **values: str) -> str:
    """A line ``at`` seconds after BEGIN; fields are given by their names with underscores."""
    moment = BEGIN + timedelta(seconds=int(at))
    known = {
        "date": f"{moment:%Y-%m-%d}",
        "time": f"{moment:%H:%M:%S}",
        "s_ip": SERVER,
        "cs_method": "GET",
        "cs_uri_stem": ALICE,
        "s_port": "443",
        "c_ip": "10.1.0.7",
        "cs_User_Agent": "Mozilla/5.0+(Windows+NT+10.0)",
        "sc_status": answer[0],
        "sc_substatus": answer[1],
        "sc_win32_status": answer[2],
        "time_taken": "15",
    }
    known |= values
    names = (name.replace("-", "_").replace("(", "_").rstrip(")") for name in fields.split(" "))
    return " ".join(known.get(name, "-") for name in names) + "\r\n"


def log(lines: Iterable[str], *, fields: str = FIELDS, until: float | None = 3600) -> bytes:
    """A log; its last line, which is no picture's, is ``until`` seconds after BEGIN."""
    end = [line(until, GRANTED, fields=fields, cs_uri_stem="/", c_ip="10.9.9.9")] if until is not None else []
    return "".join([head(fields), *lines, *end]).encode()
