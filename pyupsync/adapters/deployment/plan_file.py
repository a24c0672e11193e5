"""A saved plan as a file."""

from __future__ import annotations

import secrets
from pathlib import Path

from pyupsync.errors import PlanUnreadable, UsageError

MAX_BYTES = 1 << 30
_MARK = b'"format": "pyupsync-plan"'


class PlanFile:
    """Where a plan goes; that it may go there is known when this is made.

    Args:
        path: The file; an earlier plan there is replaced, and nothing else is.

    Raises:
        UsageError: It cannot be written, or holds something else.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._part = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}.part")
        try:
            head = self._head()
            self._part.touch(exist_ok=False)
        except OSError as error:
            advice = "Name a file in a folder that is there and that you can write to."
            said = f"The plan {path} cannot be written: {error.strerror}."
            raise UsageError(said, target=path, advice=advice) from error
        if head and _MARK not in head:
            self.discard()
            said = f"{path} is there already and is no plan of pyupsync."
            raise UsageError(said, target=path, advice="Name another file.")

    def write(self, text: str) -> None:
        """Put the plan in its place, as a whole.

        Raises:
            UsageError: It cannot be written.
        """
        try:
            self._part.write_text(text, encoding="utf-8", errors="backslashreplace")
            self._part.replace(self._path)
        except OSError as error:
            said = f"The plan {self._path} cannot be written: {error.strerror}."
            raise UsageError(said, target=str(self._path)) from error

    def discard(self) -> None:
        """Leave nothing of a plan that was not written; calling it after ``write`` does no harm."""
        self._part.unlink(missing_ok=True)

    def _head(self) -> bytes:
        if not self._path.exists():
            return b""
        with self._path.open("rb") as file:
            return file.read(200)


def read_plan(path: str) -> str:
    """The text of a saved plan.

    Raises:
        PlanUnreadable: It cannot be read.
    """
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            raise PlanUnreadable(f"The plan {path} is larger than any plan.", target=path)
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise PlanUnreadable(f"The plan {path} cannot be read: {error.strerror}.", target=path) from error
    except UnicodeDecodeError as error:
        raise PlanUnreadable(f"The plan {path} cannot be read: it is no text in UTF-8.", target=path) from error
