"""A file of metrics for node_exporter's textfile collector.

https://github.com/prometheus/node_exporter#textfile-collector: names end in .prom, and a file is put there whole.
"""

from __future__ import annotations

import glob
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from pyupsync.errors import UsageError

_MARK = "# HELP pyupsync_"
_LARGEST = 1_000_000
_STALE = 600
"""Seconds; nobody takes as long to write a file."""


class PromFile:
    """A ``.prom`` file; nobody ever sees a part of it. Everybody may read it: it names no people.

    Args:
        path: The file.

    Raises:
        UsageError: It cannot be written, or is somebody else's.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        self.name = self._path.stem
        try:
            there = self.read()
            self._remove_leftovers()
            part = self._beside()
            part.touch(exist_ok=False)
            part.unlink()
        except OSError as error:
            advice = "Name a file in a folder that is there and that you can write to."
            raise UsageError(
                f"The metrics {path} cannot be written: {error.strerror}.", target=path, advice=advice
            ) from error
        if there and not there.startswith(_MARK):
            said = f"{path} is there already and is not pyupsync's."
            raise UsageError(said, target=path, advice="Name another file.")

    def read(self) -> str:
        """What is there."""
        if not self._path.exists():
            return ""
        with self._path.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8", "replace")

    def write(self, text: str) -> None:
        """Write beside it, then rename."""
        part = self._beside()
        try:
            with part.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o644)
            part.replace(self._path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise

    def _beside(self) -> Path:
        # Not in .prom: the collector reads whatever is.
        return self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")

    def _remove_leftovers(self) -> None:
        """What killed runs left beside it; a young one may be another run's."""
        for part in self._path.parent.glob(f"{glob.escape(self._path.name)}.????????.part"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > _STALE:
                    part.unlink()
