"""Files of a folder trust store: their names, their bytes, and writing them at once or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from pyupsync.adapters.durable import settle

MAX_BYTES = 1024 * 1024
"""Bytes read of one certificate's file at most."""

PART = ".pyupsync-"
"""How the name of a file begins that is not finished yet."""

_ATTEMPTS = 20
_PAUSE = 0.02
_UNFIT = re.compile(r'[\\/:*?"<>|]')
_STEM_BYTES = 180
"""File systems take 255 bytes a name; the suffixes below have their place as well."""
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"
}
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file


def fold(name: str) -> str:
    """What makes two names one, to SharePoint and to file systems that do not tell cases apart."""
    return unicodedata.normalize("NFC", name).casefold()


def file_names(name: str, thumbprint: str) -> Iterator[str]:
    """File names for the authority ``name``, the readable one first, then ones that tell it apart."""
    stem = _stem(name) or thumbprint
    yield f"{stem}.cer"
    yield f"{stem} ({thumbprint[:8]}).cer"
    number = 2
    while True:
        yield f"{stem} ({thumbprint[:8]}, {number}).cer"
        number += 1


def _stem(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    kept = "".join("-" if unicodedata.category(char).startswith("C") else char for char in composed)
    cut = _UNFIT.sub("-", kept).encode()[:_STEM_BYTES].decode(errors="ignore").strip(" .")
    device, dot, rest = cut.partition(".")  # NUL.tar.gz is NUL as well
    return f"{device}_{dot}{rest}" if device.strip().casefold() in _RESERVED else cut


def free_file(folder: Path, name: str, thumbprint: str, content: bytes, used: Collection[str]) -> str:
    """A file name that no entry uses (``used``, folded) and where nothing else would be overwritten."""
    return next(
        candidate
        for candidate in file_names(name, thumbprint)
        if fold(candidate) not in used and _holds(folder / candidate, content)
    )


def _holds(path: Path, content: bytes) -> bool:
    """Whether ``path`` is not there, or is what a run that was stopped has written."""
    try:
        return read_start(path) == content
    except FileNotFoundError:
        return True
    except OSError:
        return False


def read_start(path: Path) -> bytes:
    """The first `MAX_BYTES` of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return file.read(MAX_BYTES)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there with all its bytes, on the disk, or as it was before.

    Raises:
        OSError: It cannot be written.
    """
    handle, temporary = tempfile.mkstemp(prefix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # certificates are public; mkstemp lets nobody else read
        _put(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    settle(path.parent)


def _put(temporary: Path, path: Path) -> None:
    """Rename; on Windows that is refused for as long as somebody reads the old file."""
    for _ in range(_ATTEMPTS - 1):
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    temporary.replace(path)
