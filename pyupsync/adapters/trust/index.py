"""The index of a folder trust store: what belongs to it, under which names, in which files."""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from pyupsync.adapters.trust.files import fold, read_start
from pyupsync.errors import TrustStoreError

VERSION = 1
_FIELDS = ("id", "name", "file", "thumbprint", "sha256")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One authority: its identity, its name, its file, and the digests (hex) of its certificate."""

    id: str
    name: str
    file: str
    thumbprint: str
    sha256: str
    der: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, identity: str, name: str, file: str, der: bytes) -> IndexEntry:
        """An entry for a certificate."""
        sha1 = hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()
        return cls(identity, name, file, sha1, hashlib.sha256(der).hexdigest(), der)


def index_text(entries: Iterable[IndexEntry]) -> bytes:
    """The index as it is written: JSON, UTF-8."""
    rows = [{name: value for name, value in asdict(entry).items() if name in _FIELDS} for entry in entries]
    return (json.dumps({"version": VERSION, "authorities": rows}, ensure_ascii=False, indent=1) + "\n").encode()


def read_index(path: Path) -> list[IndexEntry]:
    """Read the index and every certificate it names.

    Raises:
        FileNotFoundError: There is no index.
        TrustStoreError: The index, or a file it names, is not what it was; the message names the file.
    """
    while True:
        data = path.read_bytes()
        try:
            return _read(path, data)
        except TrustStoreError:
            if path.read_bytes() == data:
                raise
            # Another process changed the store between the index and its files.


def _read(path: Path, data: bytes) -> list[IndexEntry]:
    try:
        entries = [_entry(row) for row in _rows(data)]
        _unique(entries)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise TrustStoreError(
            f"The index {path} of the trust store is broken: {error}.",
            target=str(path),
            advice="Take it from a backup, or import the certificates into a new folder.",
        ) from error
    return [_with_certificate(path.parent, entry) for entry in entries]


def _rows(data: bytes) -> list[dict[str, Any]]:
    content = json.loads(data.decode("utf-8-sig"))
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise ValueError(f"it is not of version {VERSION}")
    rows = content["authorities"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("its authorities are no list")
    return rows


def _entry(row: dict[str, Any]) -> IndexEntry:
    values = [row[name] for name in _FIELDS]
    if not all(isinstance(value, str) and value for value in values):
        raise ValueError(f"an entry has an empty value: {row.get('name')!r}")
    entry = IndexEntry(*values)
    # Only a plain file name: an index from elsewhere must not reach out of its folder.
    if not (PurePosixPath(entry.file).name == PureWindowsPath(entry.file).name == entry.file):
        raise ValueError(f"{entry.file!r} is no file of this folder")
    return entry


def _unique(entries: list[IndexEntry]) -> None:
    for what in ("id", "name", "file"):
        values = [fold(getattr(entry, what)) for entry in entries]
        if len(set(values)) < len(values):
            raise ValueError(f"a {what} stands in it twice")


def _with_certificate(folder: Path, entry: IndexEntry) -> IndexEntry:
    path = folder / entry.file
    advice = "Take it from a backup, or remove its entry from the index and import the certificate again."
    try:
        text = read_start(path)
        der = ssl.PEM_cert_to_DER_cert(text.decode("ascii"))
    except FileNotFoundError as error:
        words = f"The trust store's file {path}, the certificate of {entry.name}, is missing."
        raise TrustStoreError(words, target=str(path), advice=advice) from error
    except OSError as error:
        words = f"The trust store's file {path} cannot be read: {error.strerror}."
        raise TrustStoreError(words, target=str(path)) from error
    except ValueError as error:
        raise TrustStoreError(_changed(path, entry), target=str(path), advice=advice) from error
    if hashlib.sha256(der).hexdigest() != entry.sha256:
        raise TrustStoreError(_changed(path, entry), target=str(path), advice=advice)
    return IndexEntry.of(entry.id, entry.name, entry.file, der)


def _changed(path: Path, entry: IndexEntry) -> str:
    return f"The trust store's file {path} no longer holds the certificate of {entry.name} that the index names."
