"""What was granted and what was there before: one JSON object a line, on the disk before the change is made."""

from __future__ import annotations

import base64
import binascii
import json
import os
from datetime import datetime
from pathlib import Path

from pyupsync.adapters.durable import settle
from pyupsync.errors import UndoUnusable
from pyupsync.model.access import GrantRecord

_TEXTS, _BYTES = ("dn", "right", "account", "before"), ("ace", "descriptor")


class UndoFile:
    """A file that grows by a line for each entry granted; it is made with the first.

    Args:
        path: The file, which must not be there yet; a folder, or empty for the current one, means a new file in it.
    """

    def __init__(self, path: str) -> None:
        target = Path(path)
        if target.is_dir():
            target /= f"access-undo-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.jsonl"
        self.path = str(target)
        self._begun = False

    def keep(self, record: GrantRecord) -> None:
        """Write one line, and wait until it is on the disk.

        Raises:
            UndoUnusable: It cannot be written, or another run's file is there.
        """
        values = {name: getattr(record, name) for name in _TEXTS}
        values |= {name: base64.b64encode(getattr(record, name)).decode("ascii") for name in _BYTES}
        try:
            with Path(self.path).open("ab" if self._begun else "xb") as file:
                file.write(json.dumps(values).encode("ascii") + b"\n")
                file.flush()
                os.fsync(file.fileno())
            settle(Path(self.path).resolve().parent)
        except FileExistsError as error:
            said = f"{self.path} is there already; it may hold what undoes an earlier run."
            raise UndoUnusable(said, target=self.path, advice="Name another file.") from error
        except OSError as error:
            raise UndoUnusable(
                f"{self.path} cannot be written: {error.strerror}.",
                target=self.path,
                advice="Name a file in a folder that may be written to: nothing is granted that cannot be undone.",
            ) from error
        self._begun = True


def read_undo(path: str) -> list[GrantRecord]:
    """What an undo file holds, in the order it was granted.

    Raises:
        UndoUnusable: It cannot be read, or a line of it is no record; the message names the line.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UndoUnusable(f"The undo file {path} cannot be read: {error.strerror}.", target=path) from error
    lines, whole = content.splitlines(), content.endswith(b"\n")
    records: list[GrantRecord] = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(_record(line))
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            if records and number == len(lines) and not whole:
                break  # a crash cut it off: its grant was not begun
            raise UndoUnusable(
                f"Line {number} of the undo file {path} is no record of a grant.", target=path
            ) from error
    return records


def _record(line: bytes) -> GrantRecord:
    values = json.loads(line)
    texts = {name: values[name] for name in _TEXTS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError("a text is none")
    ace, descriptor = (base64.b64decode(values[name], validate=True) for name in _BYTES)
    return GrantRecord(**texts, ace=ace, descriptor=descriptor)
