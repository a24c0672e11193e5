"""Logs of IIS: unpacked, read as pictures' requests and as all, listed and judged."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pyupsync.adapters.logs import blocks
from pyupsync.adapters.logs.finding import is_member
from pyupsync.adapters.logs.unpacking import UNPACKING_FAILED, is_zip, members, unpacked
from pyupsync.adapters.logs.w3c import W3cLog
from pyupsync.diagnosis.log_asking import Asking
from pyupsync.diagnosis.log_judge import LogJudge, list_requests
from pyupsync.diagnosis.log_reading import Reading
from pyupsync.errors import LogUnreadable
from pyupsync.model import LogItem, LogOpened
from pyupsync.report import event_to_dict, to_json

WORDS = (
    b"#Fields: date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status\r\n",
    b"#Fields: time cs-uri-stem sc-status\r\n",
    b"#Fields:",
    b"#Date: 2025-03-03 00:00:00\r\n",
    b"\r\n#",
    b"\r\n",
    b"\n",
    b" ",
    b" - ",
    b"_LThumb.jpg",
    b"%5FsTHUMB%2eJPG",
    b"%e4%ff%00",
    b" 401 1 2148074254 ",
    b" 401 1 -2146893044 ",
    b" 401 2 5 ",
    b" 200 0 0 ",
    b" 404 0 2 ",
    b"2025-03-03 23:59:59 ",
    b"9999-12-31 23:59:59 ",
    b"0001-01-01 00:00:00 ",
    b"::ffff:10.0.0.5",
    b"fe80::1%11",
    b"X-Forwarded-For",
    b"\xef\xbb\xbf",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    "\N{ARABIC-INDIC DIGIT THREE}".encode(),
)
_SMALL = (61, 256, 1021, 4096)
"""Sizes of a block, so that lines are cut everywhere."""


def read(data: bytes) -> None:
    """Read it as every job would."""
    usual = blocks.SIZE
    blocks.SIZE = _SMALL[len(data) % len(_SMALL)]
    try:
        for member in _members(data):
            pictures = LogJudge(Asking(clients=frozenset({"10.1.0.7"}) if len(data) % 5 == 0 else frozenset()))
            for event in pictures.judge(_items(data, member, every=False)):
                to_json(event_to_dict(event))
            everything = Asking(path=lambda _path: True, until=1741000000)
            for event in LogJudge(everything).judge(_items(data, member, every=True)):
                to_json(event_to_dict(event))
            for event in list_requests(_items(data, member, every=False), everything, Reading()):
                event_to_dict(event)
    finally:
        blocks.SIZE = usual


def _members(data: bytes) -> list[str]:
    file = io.BytesIO(data)
    return [name for name, _ in members(file, "x") if is_member(name)] if is_zip(file) else [""]


def _items(data: bytes, member: str, *, every: bool) -> Iterator[LogItem]:
    reader = None
    yield LogOpened("place", "x", last=True)
    try:
        reader = W3cLog("x", unpacked(io.BytesIO(data), "x", member), every=every)
        for parts in reader.read():
            yield from parts
    except UNPACKING_FAILED as error:
        if reader is None:
            raise LogUnreadable(str(error)) from error
    yield reader.closed()
