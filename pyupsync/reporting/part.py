"""A file that is written beside its place, and moved there when it is whole."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

from pyupsync.errors import UsageError

MARKS = (b'\xef\xbb\xbf"Account","Status","Code"', b'{"pyupsync": {"format": ', b'content="pyupsync"')
"""What one of ours has near its beginning: of CSV, of JSON, of a page."""
_HEAD = 1000
_KEPT_IN_MEMORY = 1_000_000


class PartFile:
    """A report on its way; nothing is at its place, or what was there before, until ``settle``.

    Args:
        path: Its place.
        encoding: Of its text. What that cannot write becomes an escape (``errors``).
        errors: How; see ``codecs``.

    Raises:
        UsageError: The place cannot be written to, or holds something that is no report.
    """

    def __init__(self, path: str, *, encoding: str = "utf-8", errors: str = "backslashreplace") -> None:
        self.path = Path(path)
        # A name of its own for each run: two that write the same report never write into one file.
        self.part = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.part")
        try:
            _refuse_others(self.path)
            self.file = self.part.open("x", encoding=encoding, errors=errors, newline="")
        except OSError as error:
            advice = "Name a file in a folder that is there and that you can write to."
            raise UsageError(
                f"The report {path} cannot be written: {error.strerror}.", target=path, advice=advice
            ) from error
        self._opened = ExitStack()
        self._opened.callback(self.file.close)

    def aside(self) -> IO[str]:
        """A temporary file, in memory while it is small, for text that has its place after what is not known yet."""
        how: dict[str, Any] = {"encoding": self.file.encoding, "errors": self.file.errors, "newline": ""}
        spool: IO[str] = tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+", **how)  # noqa: SIM115 - close() does
        self._opened.callback(spool.close)
        return spool

    def close(self) -> None:
        """Give back what is open; what could not be written by then is given up. Calling it twice does no harm."""
        with suppress(OSError):
            self._opened.close()

    def settle(self) -> None:
        """Put it in its place, over an earlier one.

        Raises:
            OSError: It could not be; what was written stays in ``part``.
        """
        self.file.close()
        self.part.replace(self.path)

    def discard(self) -> None:
        """Leave nothing of it; what was in its place before is still there."""
        self.close()
        self.part.unlink(missing_ok=True)


def _refuse_others(path: Path) -> None:
    """A report takes the place of a report, and of nothing else: a slip of the hand costs no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head and not any(mark in head for mark in MARKS):
        raise UsageError(
            f"{path} is there already and is no report of pyupsync.", target=str(path), advice="Name another file."
        )
