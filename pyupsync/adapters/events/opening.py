"""A log as text, whatever wrote it: by its byte order mark, by its bytes, at last by Windows' western code page."""

from __future__ import annotations

import codecs
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyupsync.errors import EventsError

HEAD = 8192
"""Bytes that are looked at to tell what a file is."""
MAX_LINE = 65_536
"""Characters of a line that are read together; longer ones come in pieces."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY_LOG = b"ElfFile\x00"  # https://learn.microsoft.com/openspecs/windows_protocols/ms-even6, .evtx
_PACKED = ((b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"), (b"MSCF", "cabinet"))
_EXPORT = 'wevtutil qe "{}" /lf:true "/q:*[System[(EventID=8311)]]" /f:RenderedXml /e:Events > events.xml'


def _western(error: UnicodeError) -> tuple[str, int]:
    """Event Viewer of older Windows saves CSV in the system's code page: no reason to lose a name's letters."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("pyupsync.western", _western)


@contextmanager
def opened_log(path: str) -> Iterator[tuple[IO[str], str]]:
    """Open a log; give it as text together with its first characters, which are still to be read.

    Raises:
        EventsError: It cannot be read, or is no text.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):  # a pipe would wait, a device would never end
            raise EventsError(f"{path} is no file.", target=path, advice="Name the file itself.")
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
            _refuse_binary(head, path)
            file.seek(0)
            encoding = _encoding(head)
            start = codecs.getincrementaldecoder(encoding)("pyupsync.western").decode(head)
            with io.TextIOWrapper(file, encoding=encoding, errors="pyupsync.western", newline="") as text:
                yield text, start.removeprefix("\ufeff")
    except OSError as error:
        said = f"The log {path} cannot be read: {error.strerror or error}."
        raise EventsError(said, target=path, advice="Check the path and its rights.") from error
    except (UnicodeError, ValueError) as error:
        raise EventsError(f"The log {path} cannot be read as text: {error}.", target=path) from error


def lines_of(text: IO[str]) -> Iterator[str]:
    """Its lines without their ends."""
    while line := text.readline(MAX_LINE):
        yield line.rstrip("\r\n")


def _refuse_binary(head: bytes, path: str) -> None:
    if head.startswith(_BINARY_LOG):
        # The log's own file has a message's values but not its text, which only a server with SharePoint can render.
        said = f"{path} is an event log in Windows' own form (.evtx)."
        raise EventsError(said, target=path, advice=f"On a server of the farm: {_EXPORT.format(path)}")
    for mark, kind in _PACKED:
        if head.startswith(mark):
            raise EventsError(f"{path} is packed ({kind}).", target=path, advice="Unpack it first.")


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    pairs = len(head) // 2
    if pairs and head[1 : 2 * pairs : 2].count(0) > pairs * 0.4:
        return "utf-16-le"
    if pairs and head[0 : 2 * pairs : 2].count(0) > pairs * 0.4:
        return "utf-16-be"
    return "utf-8"
