"""A folder that single certificate files are written to."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pyupsync.errors import CertificateError

MAX_BYTES = 64 * 1024
"""Bytes looked at of a file that is there already; a single certificate is far smaller."""


class CertificateFolderFiles:
    """The ``.cer`` files of one folder, which is made when the first one is written."""

    def __init__(self, path: str) -> None:
        self._folder = Path(path)

    def files(self) -> Mapping[str, bytes]:
        """The ``.cer`` files in it by name; none when there is no such folder yet.

        What is no regular file, or may not be read, is empty: its name is taken all the same.
        """
        try:
            if not self._folder.exists():
                return {}
            return {entry.name: _start(entry) for entry in self._folder.iterdir() if entry.suffix.lower() == ".cer"}
        except OSError as error:
            raise self._failed("read", error) from error

    def write(self, name: str, data: bytes) -> None:
        """Write one file, at once or not at all; one that is there already is never replaced."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).chmod(0o644)
                _put(temporary, self._folder / name)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            raise self._failed("written", error) from error

    def _failed(self, how: str, error: OSError) -> CertificateError:
        words = f"The folder {self._folder} cannot be {how}: {error.strerror}."
        return CertificateError(words, target=str(self._folder))


def _start(path: Path) -> bytes:
    with suppress(OSError):  # a link to nothing among them
        if stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for who writes to it
            with path.open("rb") as file:
                return file.read(MAX_BYTES)
    return b""


def _put(temporary: str, wanted: Path) -> None:
    try:
        os.link(temporary, wanted)  # fails when there is a file of that name, as a rename does not
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if wanted.exists():
            raise
        Path(temporary).replace(wanted)
