"""Logs with event 8311: what is read is also understood and judged."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pyupsync.adapters.events.files import EventFile
from pyupsync.diagnosis.events_causes import Trusted
from pyupsync.diagnosis.events_findings import judge
from pyupsync.diagnosis.events_group import Refusals, all_understood

WORDS = (
    b"\\n",
    b"\t8311\t",
    b",8311,",
    b"<Event>",
    b"</Event>",
    b"<!DOCTYPE",
    b"&x;",
    b"<EventID>8311</EventID>",
    b"Subject Name:",
    b"Issuer Name: CN=",
    b"Thumbprint: " + b"aB" * 20,
    b"Errors:",
    b"...",
    b"*\t",
    b'"',
    b"\xff\xfe",
    b"\xef\xbc\x9a",
    b'CN=a\\, b, O="c"',
    b"05/13/2011 10:58:12.09",
    b"2011-05-13T10:58:12+25:00",
    b"SharePoint Root Authority",
)
_FILE = Path(tempfile.gettempdir()) / f"pyupsync-fuzz-events-{os.getpid()}"


def read(data: bytes) -> None:
    """Read one log."""
    _FILE.write_bytes(data)
    try:
        found = Refusals()
        for event in EventFile(str(_FILE)).read():
            for one in all_understood(event):
                found.add(one)
        list(judge(found.all(), Trusted(store=())))
    finally:
        _FILE.unlink(missing_ok=True)  # a folder of temporary files may be cleaned
