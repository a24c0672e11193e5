"""The SQLite file itself: made, recognised, opened, and its errors in our words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pyupsync.errors import StateError, StateUnreadable

APPLICATION = 0x50555053
"""application_id of our files ("PUPS"); https://www.sqlite.org/pragma.html#pragma_application_id"""
VERSION = 1
"""Of the tables below, as user_version."""
_MAGIC = b"SQLite format 3\0"
_TABLES = ("person", "run", "entry")
_SCHEMA = """
CREATE TABLE person (
    guid TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, source TEXT NOT NULL,
    rule TEXT NOT NULL, made TEXT, published TEXT, present TEXT, replica TEXT, usn INTEGER
) WITHOUT ROWID;
CREATE TABLE run (
    number INTEGER PRIMARY KEY, job TEXT NOT NULL, directory TEXT NOT NULL, started TEXT NOT NULL,
    ended TEXT NOT NULL DEFAULT ''
);
CREATE TABLE entry (
    run INTEGER NOT NULL, guid TEXT NOT NULL, dn TEXT NOT NULL, subject TEXT NOT NULL, action TEXT NOT NULL,
    before TEXT, after TEXT, status TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (run, guid)
);
CREATE INDEX entry_open ON entry (run) WHERE status = 'open';
CREATE TABLE previous (sha256 TEXT PRIMARY KEY, at TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX previous_age ON previous (at, size);
"""


def open_file(path: Path, *, writing: bool, new: bool) -> sqlite3.Connection:
    """Open a state file, a ``new`` one where that may be and there is none.

    Raises:
        StateUnreadable: It is something else, damaged, or of a newer version; it is left as it is.
        StateError: It cannot be opened.
    """
    with translated(path):
        if path.exists() and path.stat().st_size:
            _recognise(path)
        elif new:
            _make(path)
        else:
            raise StateError(f"There is no state file {path} yet.", target=str(path), advice="An export makes it.")
        connection = _connect(path, "rw" if writing else "ro")
        if writing:
            path.chmod(0o600)
            connection.execute("PRAGMA journal_mode = WAL")
        return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Reading makes -wal and -shm as well; only a connection that may write takes them away when it is closed
    # (https://www.sqlite.org/wal.html, "Read-Only Databases"). What a killed run left there is kept.
    tidy = mode == "ro" and not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode={'rw' if tidy else mode}"
    # Used by one thread at a time; which one that is, is the host's affair.
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    if tidy:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _make(path: Path) -> None:
    # Under another name until it is whole, so that a kill leaves none that cannot be recognised.
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(_connect(new, "rw")) as connection:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {marks} COMMIT;")
    new.replace(path)


def _recognise(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise _foreign(path, "it is no SQLite file")
    with closing(_connect(path, "ro")) as connection:
        if _pragma(connection, "application_id") != APPLICATION:
            raise _foreign(path, "it belongs to another program")
        version = _pragma(connection, "user_version")
        if version != VERSION:
            raise _foreign(path, f"it is of version {version}, and this pyupsync reads version {VERSION}")
        for table in _TABLES:
            (said,) = connection.execute(f"PRAGMA quick_check({table})").fetchone()
            if said != "ok":
                raise sqlite3.DatabaseError(said)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def _foreign(path: Path, why: str) -> StateUnreadable:
    return StateUnreadable(
        f"{path} is no state file that can be used: {why}.", target=str(path), advice="Name another file."
    )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into errors of the tree."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:  # no space, no right, a person twice in a run
        raise StateError(f"The state file {path} cannot be used: {error}.", target=str(path)) from error
    except sqlite3.DatabaseError as error:
        advice = "Move it away; the next run begins a new one and reads everything anew."
        raise StateUnreadable(f"The state file {path} is damaged: {error}.", target=str(path), advice=advice) from error
    except OSError as error:
        raise StateError(f"The state file {path} cannot be used: {error.strerror}.", target=str(path)) from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, *, durable: bool) -> Iterator[sqlite3.Connection]:
    """All of it or nothing; when ``durable``, it outlasts a power cut once it ends, and what came before it too.

    Without, it outlasts a kill, and costs no wait for the disk: https://www.sqlite.org/pragma.html#pragma_synchronous
    """
    with translated(path):
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
