"""What runs know and did, in a SQLite file."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import cast

from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.state import sqlite_rows as rows
from pyupsync.adapters.state.moments import moment, now
from pyupsync.adapters.state.sqlite_file import open_file, transaction, translated
from pyupsync.errors import StateError, StateInUse
from pyupsync.model import Entry, Intent, Known, PhotoFacts, RunFacts, Settled

_CHUNK = 500
_ENTRIES = (
    f"SELECT {rows.ENTRY}, before IS NULL OR EXISTS (SELECT 1 FROM previous WHERE sha256 = substr(entry.before, 1, 64))"  # noqa: S608
    " FROM entry"
)
_KEEP = "INSERT INTO previous VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
_BEYOND = """
SELECT sha256, size FROM (SELECT sha256, size, at, sum(size) OVER (ORDER BY at DESC, sha256) AS upto FROM previous)
WHERE at < ? OR upto > ?
"""
_RUNS = """
SELECT number, job, directory, started, ended, ifnull(sum(status = 'applied'), 0), ifnull(sum(status = 'failed'), 0),
    ifnull(sum(status = 'open'), 0) FROM run LEFT JOIN entry ON entry.run = run.number GROUP BY number ORDER BY number
"""


def open_sqlite(path: str, *, writing: bool, new: bool = True) -> SqliteState:
    """Open a state file; for ``writing`` no other run has it meanwhile, and a missing one is made if it may be ``new``.

    ``FILE.lock`` lies beside it while a run writes; one that a killed run left behind keeps nobody off.

    Raises:
        StateInUse: Another run writes to it.
        StateUnreadable: It is no state file, or a damaged one; it is left as it is.
        StateError: It cannot be opened.
    """
    file = Path(path)
    with ExitStack() as stack:
        if writing:
            _lock(file, stack)
        connection = open_file(file, writing=writing, new=writing and new)
        stack.callback(connection.close)
        return SqliteState(file, connection, stack.pop_all())


def _lock(file: Path, stack: ExitStack) -> None:
    me = f"process {os.getpid()} on {socket.gethostname()}"
    lock = FileLock(Path(f"{file.absolute()}.lock"), 0, note=me, keep=False)
    try:
        stack.enter_context(lock)
    except TimeoutError as error:
        who = f" ({holder})" if (holder := lock.holder()) else ""
        raise StateInUse(
            f"Another run{who} is writing to the state file {file}.",
            target=str(file),
            advice="Run again when it has ended, or name another file.",
        ) from error
    except OSError as error:
        raise StateError(f"The state file {file} cannot be locked: {error.strerror}.", target=str(file)) from error


class SqliteState:
    """A ``PhotoState`` in a file: in WAL mode, so that reading goes on while a run writes."""

    def __init__(self, path: Path, connection: sqlite3.Connection, stack: ExitStack) -> None:
        self._stack = stack
        self.memory = SqliteMemory(path, connection)
        self.journal = SqliteJournal(path, connection)
        self.history = SqliteHistory(path, connection)

    def close(self) -> None:
        """Close the file and let other runs write; calling it twice does no harm."""
        self._stack.close()


class _Part:
    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def _rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        with translated(self._path):
            yield from self._connection.execute(query, values)


class SqliteMemory(_Part):
    """What is known of each person's picture."""

    def known(self, guids: Sequence[str]) -> Mapping[str, Known]:
        """What is known of those people of whom anything is."""
        found: dict[str, Known] = {}
        for start in range(0, len(guids), _CHUNK):
            chunk = guids[start : start + _CHUNK]
            query = f"SELECT {rows.PERSON} FROM person WHERE guid IN ({', '.join('?' * len(chunk))})"  # noqa: S608
            for row in self._rows(query, *chunk):
                known = rows.known_of(row)
                found[known.guid] = known
        return found

    def learn(self, known: Iterable[Known]) -> None:
        """Keep this of these people, in place of what was known."""
        with transaction(self._connection, self._path, durable=False) as connection:
            _learn(connection, known)


class SqliteJournal(_Part):
    """What runs are about to do, and what became of it."""

    def begin(self, job: str, directory: str) -> int:
        """Begin a run and return its number."""
        with transaction(self._connection, self._path, durable=False) as connection:
            values = (job, directory, now())
            return (
                connection.execute("INSERT INTO run (job, directory, started) VALUES (?, ?, ?)", values).lastrowid or 0
            )

    def intend(self, run: int, intents: Sequence[Intent]) -> None:
        """Keep what is about to be done and what undoes it; on the disk when this returns."""
        at = now()
        replaced = [
            (intent.before.sha256, at, len(intent.previous), intent.previous)
            for intent in intents
            if intent.before and intent.previous
        ]
        with transaction(self._connection, self._path, durable=True) as connection:
            connection.executemany(_KEEP, replaced)
            places = ", ".join("?" * 10)
            connection.executemany(
                f"INSERT INTO entry ({rows.ENTRY}) VALUES ({places})",  # noqa: S608
                [rows.intent_row(run, intent, at) for intent in intents],
            )

    def settle(self, run: int, settled: Sequence[Settled], known: Iterable[Known]) -> None:
        """Keep what became of intents, and what is known of their people since; both or neither."""
        with transaction(self._connection, self._path, durable=False) as connection:
            connection.executemany(
                "UPDATE entry SET status = ?, code = ? WHERE run = ? AND guid = ?",
                [(one.status, one.code, run, one.guid) for one in settled],
            )
            _learn(connection, known)

    def unsettled(self) -> Sequence[Entry]:
        """Every intent whose run did not live to tell what became of it."""
        query = f"{_ENTRIES} WHERE status = 'open' ORDER BY run, rowid"
        return [rows.entry_of(row) for row in self._rows(query)]

    def end(self, run: int) -> None:
        """Note that a run came to its end."""
        with transaction(self._connection, self._path, durable=False) as connection:
            connection.execute("UPDATE run SET ended = ? WHERE number = ?", (now(), run))


class SqliteHistory(_Part):
    """What runs did, and what they replaced."""

    def runs(self) -> Iterator[RunFacts]:
        """Every run, oldest first."""
        for row in self._rows(_RUNS):
            yield rows.run_of(row)

    def entries(self, run: int | None = None) -> Iterator[Entry]:
        """What a run did, or all of them, in the order it was intended."""
        where = "" if run is None else " WHERE run = ?"
        for row in self._rows(f"{_ENTRIES}{where} ORDER BY run, rowid", *(() if run is None else (run,))):
            yield rows.entry_of(row)

    def previous(self, sha256: str) -> bytes | None:
        """A picture that a run replaced, None when it is no longer kept, or not as it was."""
        for (data,) in self._rows("SELECT data FROM previous WHERE sha256 = ?", sha256):
            if isinstance(data, bytes) and PhotoFacts.of(data).sha256 == sha256:
                return data
        return None

    def excess(self, *, max_bytes: int, days: float) -> tuple[int, int]:
        """How many pictures ``purge`` would forget now, and how many bytes they have."""
        query = f"SELECT count(*), ifnull(sum(size), 0) FROM ({_BEYOND})"  # noqa: S608
        [(count, size)] = self._rows(query, _days_ago(days), max_bytes)
        return cast("int", count), cast("int", size)

    def purge(self, *, max_bytes: int, days: float) -> int:
        """Forget replaced pictures, oldest first, until what is left is within both bounds; returns how many went."""
        beyond = f"DELETE FROM previous WHERE sha256 IN (SELECT sha256 FROM ({_BEYOND}))"  # noqa: S608
        with transaction(self._connection, self._path, durable=True) as connection:
            gone = connection.execute(beyond, (_days_ago(days), max_bytes)).rowcount
        with translated(self._path):
            self._connection.executescript("PRAGMA incremental_vacuum")  # execute() would free one page
        return gone


def _days_ago(days: float) -> str:
    return moment(datetime.now(timezone.utc) - timedelta(days=days))


def _learn(connection: sqlite3.Connection, known: Iterable[Known]) -> None:
    places = ", ".join("?" * 11)
    connection.executemany(
        f"INSERT OR REPLACE INTO person ({rows.PERSON}) VALUES ({places})",  # noqa: S608
        map(rows.known_row, known),
    )
