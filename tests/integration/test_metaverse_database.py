"""A synchronization database through ADO.NET on Mono: what it refuses, and what is never shown."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.errors import MetaverseError
from tests.conftest import need_tool
from tests.standins.metaverse import PROVIDER, ROOT, ChildDatabase, Member, Step, numbered, write_database

SECRET = "Geheimnis-Ω-7f3a"


@pytest.fixture(autouse=True)
def mono() -> None:
    need_tool("mono")


def run(*words: str, connection: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "pyupsync", "profiles", "metaverse", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYUPSYNC_CONNECTION": connection}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)


def test_the_command_line_over_a_database_and_nothing_is_written(tmp_path: Path) -> None:
    members = numbered(
        [Member("alice", "https://mysite/a.jpg", None, "clear"), Member("bob", "https://mysite/b.jpg", b"x")]
    )
    connection = write_database(tmp_path / "fim.db", members, [Step(3, "no-start-credentials")])
    before = (tmp_path / "fim.db").read_bytes()
    (tmp_path / "connection").write_text(connection + "\n", encoding="utf-8")
    (tmp_path / "connection").chmod(0o600)
    done = run(f"sql:{PROVIDER}", "--connection-file", str(tmp_path / "connection"), "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    causes = [event["facts"]["cause"] for event in events if event["type"] == "finding"]
    assert (done.returncode, causes) == (3, ["PictureNotRead", "BlankPossible", "RunHistoryError"]), done.stderr
    assert (tmp_path / "fim.db").read_bytes() == before


def test_another_database_is_told_apart(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE mms_metaverse (object_id TEXT, object_type TEXT)")
        database.commit()
    source = ChildDatabase(PROVIDER, f"Data Source={tmp_path / 'other.db'}")
    with pytest.raises(MetaverseError, match="no attribute SPS_MV_OctetString_PictureURL"):
        list(source.people())
    source = ChildDatabase(PROVIDER, f"Data Source={tmp_path / 'other.db'}")
    with pytest.raises(MetaverseError, match="no such table"):
        list(source.connectors())


def test_a_provider_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MetaverseError, match=r"no ADO\.NET provider named No\.Such"):
        ChildDatabase("No.Such.Provider", "x")


def test_the_connection_string_is_never_shown(tmp_path: Path) -> None:
    done = run(f"sql:{PROVIDER}", connection=f"Data Source={tmp_path}/none/fim.db;FailIfMissing=True;Password={SECRET}")
    assert done.returncode == 1
    assert "cannot be opened" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    done = run(f"sql:{PROVIDER}", connection=f"{SECRET}")
    assert done.returncode == 1
    assert SECRET not in done.stdout + done.stderr


def test_without_a_connection_string_it_is_a_matter_of_usage() -> None:
    done = run(f"sql:{PROVIDER}")
    assert done.returncode == 2
    assert "PYUPSYNC_CONNECTION" in done.stderr
