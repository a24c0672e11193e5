"""Where the entries of an LDIF file are and what they answer to: on the disk, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pyupsync.errors import DirectoryError

_SCHEMA = (
    "PRAGMA journal_mode = OFF",
    "CREATE TABLE entry (place INTEGER PRIMARY KEY, dn BLOB, start INTEGER, changed INTEGER)",
    "CREATE TABLE name (kind TEXT, value BLOB, place INTEGER)",
    "BEGIN",
)
_INDEXES = ("COMMIT", "CREATE INDEX entry_dn ON entry (dn)", "CREATE INDEX name_value ON name (value, kind)")


@dataclass(frozen=True, slots=True)
class Located:
    """An entry.

    Attributes:
        place: Its number in the file, from 1.
        dn: Its DN as ``dn_key`` gives it.
        start: Offset of its record.
        changed: Offset of the last change to its picture, in the file of changes; None for none.
    """

    place: int
    dn: str
    start: int
    changed: int | None


class EntryIndex:
    """An index in a temporary file of SQLite's, which nobody else sees and which goes with ``close``.

    Entries are added first; ``complete`` comes between that and the questions.

    Raises:
        DirectoryError: There is no place for it; the same for every method.
    """

    def __init__(self) -> None:
        with _translated():
            # An empty name: a file that is made when memory is short, and removed (https://www.sqlite.org/inmemorydb.html).
            self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for statement in _SCHEMA:
                self._database.execute(statement)

    def add(self, dn: str, start: int, names: Iterable[tuple[str, str]]) -> None:
        """Add an entry and its names, each with its kind."""
        with _translated():
            place = self._database.execute("INSERT INTO entry (dn, start) VALUES (?, ?)", (_bytes(dn), start)).lastrowid
            rows = [(kind, _folded(value), place) for kind, value in names if value]
            self._database.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)

    def complete(self) -> None:
        """Everybody was added."""
        with _translated():
            for statement in _INDEXES:
                self._database.execute(statement)

    def named(self, kind: str, value: str) -> Iterator[Located]:
        """Every entry of that name, whatever its case, in the order of the file."""
        return self._located("place IN (SELECT place FROM name WHERE value = ? AND kind = ?)", _folded(value), kind)

    def at(self, dn: str) -> Located | None:
        """The last entry with that DN."""
        return next(self._located("dn = ?", _bytes(dn), order="DESC"), None)

    def change(self, place: int, changed: int) -> None:
        """Note where the last change to an entry's picture is."""
        with _translated():
            self._database.execute("UPDATE entry SET changed = ? WHERE place = ?", (changed, place))

    def close(self) -> None:
        """Give the file back; calling it twice does no harm."""
        self._database.close()

    def _located(self, where: str, *values: object, order: str = "ASC") -> Iterator[Located]:
        query = f"SELECT place, dn, start, changed FROM entry WHERE {where} ORDER BY place {order}"  # noqa: S608
        with _translated():
            rows = self._database.execute(query, values).fetchall()
        return (Located(place, _text(dn), start, changed) for place, dn, start, changed in rows)


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _text(data: bytes) -> str:
    return data.decode(errors="surrogatepass")


def _folded(value: str) -> bytes:
    return _bytes(value.upper())


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DirectoryError(
            f"The people of the LDIF file cannot be indexed: {error}.",
            advice="See that there is room in the folder for temporary files (TMPDIR).",
        ) from error
