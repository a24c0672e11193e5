"""A log in a file, one JSON object a line."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from datetime import datetime, timezone
from pathlib import Path

from pyupsync.errors import UsageError
from pyupsync.model import LogEntry


class JsonLinesLog:
    """Appends to a file, opened anew for each entry: whoever rotates it need tell nobody, on Windows too.

    Each entry is one write at the end of the file, so that entries of several runs never mix and a kill leaves no half
    of one. Entries are for their owner and group to read (they name people).

    Args:
        path: The file; it is made when missing.

    Raises:
        UsageError: It cannot be written to.
    """

    def __init__(self, path: str) -> None:
        self.place = path
        self._path = Path(path).absolute()
        self._mend = False
        try:
            os.close(self._open())
            self._mend = _ends_in_mid_line(self._path)
        except OSError as error:
            advice = "Name a file in a folder that is there and that you can write to."
            raise UsageError(
                f"The log {path} cannot be written: {error.strerror}.", target=path, advice=advice
            ) from error

    def write(self, entry: LogEntry) -> None:
        """Append a line."""
        line = f"{json.dumps(plain(entry))}\n".encode("ascii")
        file = self._open()
        try:
            line = b"\n" + line if self._mend else line
            self._mend = True
            if os.write(file, line) < len(line):
                raise OSError(28, "no space left on the device")
            self._mend = False
        finally:
            os.close(file)

    def close(self) -> None:
        """Nothing is open."""

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o640)


def plain(entry: LogEntry) -> dict[str, object]:
    """An entry as plain values by name, what is empty left out."""
    values = {item.name: getattr(entry, item.name) for item in fields(entry)}
    return {name: value for name, value in {**values, "time": utc(entry.time)}.items() if value not in {"", None}}


def utc(time: datetime) -> str:
    """A time as ISO 8601 has it in UTC: ``2026-01-31T02:00:00.123Z``."""
    return time.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _ends_in_mid_line(path: Path) -> bool:
    """Whether a full disk or a power cut left half a line at the end."""
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
