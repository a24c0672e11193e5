"""One log, from its file to the lines that are looked at, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pyupsync.adapters.logs.columns import LineCounts, Part
from pyupsync.adapters.logs.finding import LogFile
from pyupsync.adapters.logs.unpacking import UNPACKING_FAILED, unpacked
from pyupsync.adapters.logs.w3c import W3cLog
from pyupsync.errors import LogError
from pyupsync.model import LogClosed


class Piece(NamedTuple):
    """Some lines, and how many bytes of the file are read by then, packed as they are."""

    at: int
    parts: list[Part]


class End(NamedTuple):
    """There is no more of a log."""

    closed: LogClosed
    error: LogError | None = None


def read_here(log: LogFile, counts: LineCounts, *, every: bool = False) -> Iterator[Piece | End]:
    """Yield the pieces of a log, each when the one before has been used, and its end."""
    closed, ended, refused = LogClosed(log.name, 0, "", 0, 0), "", None
    try:
        with Path(log.path).open("rb", buffering=0) as raw:
            reader = W3cLog(log.name, unpacked(raw, log.path, log.member), every=every, counts=counts)
            try:
                for parts in reader.parts():
                    yield Piece(raw.tell(), parts)
            finally:
                closed = reader.closed()
    except LogError as error:
        refused = error
    except UNPACKING_FAILED as error:
        ended = str(error) or type(error).__name__
    yield End(replace(closed, ended=ended), refused)
