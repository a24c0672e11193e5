"""Files as streams: plain ones, gzip, bzip2, xz and the members of a zip archive, known by how they begin."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import BinaryIO, cast

from pyupsync.errors import LogUnreadable, LogUnsupported

UNPACKING_FAILED = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError, NotImplementedError)
"""What the standard library's unpackers raise on damaged files, a NotImplementedError on methods it has not."""
_PACKERS: Sequence[tuple[bytes, Callable[..., object]]] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"MSCF": "a cabinet",
    b"ustar": "a tar archive",
}
# Signatures: RFC 1952, RFC 8878, the file formats' own specifications.


def is_zip(file: BinaryIO) -> bool:
    """Whether it is a zip archive."""
    return _beginning(file).startswith(_ZIP)


def members(file: BinaryIO, path: str) -> list[tuple[str, int]]:
    """The names of an archive's files and folders, and their size in it.

    Raises:
        LogUnreadable: It is damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return [(item.filename, item.compress_size) for item in archive.infolist()]
    except UNPACKING_FAILED as error:
        raise LogUnreadable(f"The archive {path} cannot be read: {error}.", target=path) from error


def unpacked(file: BinaryIO, path: str, member: str = "") -> BinaryIO:
    """The bytes of a log.

    Args:
        file: The file, at its beginning.
        path: Its name, for errors.
        member: Which one of an archive's files.

    Raises:
        LogUnreadable: There is no such file in it, or it needs a password.
        LogUnsupported: It is packed in another way.
    """
    beginning = _beginning(file)
    if member:
        return _member(file, path, member)
    for signature, opener in _PACKERS:
        if beginning.startswith(signature):
            return cast("BinaryIO", opener(file))
    for signature, kind in _OTHERS.items():
        if beginning.startswith(signature) or beginning[257:].startswith(signature):
            said = f"The log {path} is {kind}; gzip, bzip2, xz and zip are read."
            raise LogUnsupported(said, target=path, advice="Unpack it first.")
    return file


def _member(file: BinaryIO, path: str, member: str) -> BinaryIO:
    try:
        return cast("BinaryIO", zipfile.ZipFile(file).open(member))
    except (*UNPACKING_FAILED, KeyError, RuntimeError) as error:  # a RuntimeError where it wants a password
        said = f"{member} in the archive {path} cannot be read: {error}."
        raise LogUnreadable(said, target=path, advice="Unpack it by hand.") from error


def _beginning(file: BinaryIO) -> bytes:
    beginning = file.read(264)
    file.seek(0)
    return beginning
