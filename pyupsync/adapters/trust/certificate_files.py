"""Certificates from files and folders. What the bytes are is decided elsewhere, by content."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyupsync.errors import CertificatesTooLarge, CertificateUnreadable
from pyupsync.model import CertificateInput

SUFFIXES = frozenset({".cer", ".crt", ".der", ".pem", ".p7b", ".p7c"})
MAX_BYTES = 8 * 1024 * 1024
MAX_FILES = 5000


class CertificateFiles:
    """Files as named, and of folders (not of those in them) every file with a certificate's suffix, by name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(Path(path) for path in paths)

    def read(self) -> Iterator[CertificateInput]:
        """Yield each file with its bytes, or with the error that kept them."""
        for path in self._paths:
            try:
                is_folder = path.is_dir()
            except OSError as error:  # a name too long, a folder above that may not be looked into
                yield _failed(path, f"{path} cannot be read: {error.strerror}.")
                continue
            if is_folder:
                yield from _folder(path)
            else:
                yield _file(path)


def _folder(folder: Path) -> Iterator[CertificateInput]:
    try:
        files = sorted(entry for entry in folder.iterdir() if entry.suffix.lower() in SUFFIXES and entry.is_file())
    except OSError as error:
        yield _failed(folder, f"The folder {folder} cannot be read: {error.strerror}.")
        return
    if not files:
        yield _failed(folder, f"The folder {folder} holds no file named {', '.join(sorted(SUFFIXES))}.")
    elif len(files) > MAX_FILES:
        words = f"The folder {folder} holds {len(files)} files of certificates; at most {MAX_FILES} are read."
        yield CertificateInput(str(folder), error=CertificatesTooLarge(words, target=str(folder)))
    else:
        yield from (_file(path) for path in files)


def _file(path: Path) -> CertificateInput:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait, a device would never end
            return _failed(path, f"{path} is no file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _failed(path, f"{path} cannot be read: {error.strerror}.")
    except ValueError:
        return _failed(path, "The path has a NUL character in it.")
    if len(data) > MAX_BYTES:
        words = f"{path} is larger than {MAX_BYTES // 1024**2} MiB, more than any chain needs; it was not read."
        return CertificateInput(str(path), error=CertificatesTooLarge(words, target=str(path)))
    return CertificateInput(str(path), data)


def _failed(path: Path, words: str) -> CertificateInput:
    return CertificateInput(str(path), error=CertificateUnreadable(words, target=str(path)))
