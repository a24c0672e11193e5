"""The state file as a file: who may read it, who may write it, and what is never taken for one."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.adapters.state.sqlite import open_sqlite
from pyupsync.errors import StateError, StateInUse, StateUnreadable
from pyupsync.model import Intent, Known, PhotoFacts

PICTURE = bytes(range(256)) * 40
INTENT = Intent("g", "CN=g", "CORP\\g", "Set", PhotoFacts.of(PICTURE), None, previous=PICTURE)


def filled(path: Path, people: int = 400) -> Path:
    with closing(open_sqlite(str(path), writing=True)) as state:
        state.memory.learn(Known(f"g{number}", source="ab" * 32) for number in range(people))
        state.journal.intend(state.journal.begin("export", "x"), [INTENT])
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_it_nor_what_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "state ä?#%.db"
    before = os.umask(0)
    try:
        with closing(open_sqlite(str(path), writing=True)) as state:
            state.journal.begin("export", "x")
            beside = [file for file in tmp_path.iterdir() if not file.name.endswith(".lock")]
            assert {mode(file) for file in beside} == {0o600}
            assert len(beside) == 3, beside
    finally:
        os.umask(before)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    path.chmod(0o644)
    open_sqlite(str(path), writing=True).close()
    assert mode(path) == 0o600


def test_one_run_writes_while_others_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "s.db")
    with closing(open_sqlite(str(path), writing=True)) as writer:
        with pytest.raises(StateInUse, match=f"process {os.getpid()} on "):
            open_sqlite(str(path), writing=True)
        with closing(open_sqlite(str(path), writing=False)) as reader:
            writer.memory.learn([Known("new")])
            assert reader.memory.known(["g7", "new"]).keys() == {"g7", "new"}
            with pytest.raises(StateError):
                reader.memory.learn([Known("g7")])
    open_sqlite(str(path), writing=True).close()


def test_reading_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path / "s.db")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with closing(open_sqlite(str(path), writing=False)) as reader:
        assert list(reader.history.runs())
        with pytest.raises(StateError, match=r"readonly|read-only"):
            reader.journal.begin("export", "x")
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_neither_reading_nor_what_needs_one_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(StateError, match=r"none\.db"):
        open_sqlite(str(tmp_path / "none.db"), writing=False)
    with pytest.raises(StateError, match=r"no state file .*none\.db"):
        open_sqlite(str(tmp_path / "none.db"), writing=True, new=False)
    with pytest.raises(StateError, match="missing"):
        open_sqlite(str(tmp_path / "missing" / "s.db"), writing=True)
    assert list(tmp_path.iterdir()) == []


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE person (guid TEXT); INSERT INTO person VALUES ('a');")


def newer_version(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def damaged(path: Path) -> None:
    data = bytearray(filled(path, people=4000).read_bytes())
    for at in range(4096 * 4, len(data) - 4096, 4096):
        data[at : at + 512] = b"\xff" * 512
    path.write_bytes(data)


def cut_off(path: Path) -> None:
    data = filled(path, people=4000).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def text(path: Path) -> None:
    path.write_text("AccountName,PictureURL\n", encoding="utf-8")


@pytest.mark.parametrize("make", [foreign_database, newer_version, damaged, cut_off, text])
@pytest.mark.parametrize("writing", [True, False])
def test_another_file_is_refused_and_left_as_it_is(tmp_path: Path, make, writing: bool) -> None:
    path = tmp_path / "s.db"
    make(path)
    path.chmod(0o640)
    before = path.read_bytes()
    with pytest.raises(StateUnreadable) as caught:
        open_sqlite(str(path), writing=writing)
    assert caught.value.target == str(path)
    assert caught.value.advice
    assert path.read_bytes() == before
    assert mode(path) == 0o640
    assert not path.with_name("s.db.lock").exists()


def test_a_picture_that_is_no_longer_as_it_was_is_not_given_back(tmp_path: Path) -> None:
    path = filled(tmp_path / "s.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE previous SET data = x'00'")
        connection.commit()
    with closing(open_sqlite(str(path), writing=False)) as state:
        assert state.history.previous(PhotoFacts.of(PICTURE).sha256) is None


def test_what_is_purged_frees_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(open_sqlite(str(path), writing=True)) as state:
        run = state.journal.begin("export", "x")
        pictures = [os.urandom(10_000) for _ in range(300)]
        facts = [PhotoFacts.of(picture) for picture in pictures]
        state.journal.intend(
            run,
            [
                Intent(one.sha256, "CN", "s", "Set", one, None, previous=picture)
                for one, picture in zip(facts, pictures, strict=True)
            ],
        )
    full = path.stat().st_size
    with closing(open_sqlite(str(path), writing=True)) as state:
        assert state.history.purge(max_bytes=100_000, days=30) == 290
        assert sum(entry.kept for entry in state.history.entries()) == 10
    assert path.stat().st_size < full / 4


KILLED = """
import os, signal, sys
from pyupsync.adapters.state.sqlite import open_sqlite
from tests.unit.test_state_file import INTENT
state = open_sqlite(sys.argv[1], writing=True)
state.journal.intend(state.journal.begin("export", "x"), [INTENT])
print("intended", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_intent_outlasts_the_kill_of_its_run(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    command = [sys.executable, "-c", KILLED, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "intended\n"), done.stderr
    with closing(open_sqlite(str(path), writing=True)) as state:
        (entry,) = state.journal.unsettled()
        assert (entry.intent, entry.kept) == (INTENT, True)
        assert state.history.previous(PhotoFacts.of(PICTURE).sha256) == PICTURE
