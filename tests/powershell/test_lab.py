"""Cmdlets against the real directory and the real photo site: an export that is interrupted, and ``-WhatIf``."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync import HistoryJob, Record, list_photo_history
from tests.integration.exported import People, joined
from tests.lab import Lab
from tests.lab.names import NETBIOS, STAFF
from tests.powershell.conftest import MODULE
from tests.powershell.test_stream import wait_for

SCRIPT = Path(__file__).with_name("lab.ps1")
SIZE = 240
RATE = 20
"""Pictures a second that the site is asked for, so that seconds can be told by what was done in them."""
WORKERS = 8


@pytest.fixture
def people(lab: Lab, tmp_path: Path) -> Iterator[People]:
    with joined(lab, tmp_path, SIZE) as made:
        yield made


def start(pwsh: str, people: People, folder: Path, *extra: str) -> subprocess.Popen[str]:
    lab = people.lab
    settings = {
        "profiles": f"csv:{people.crowd.profiles}",
        "directory": lab.directory_address,
        "site": [lab.web_host],
        "ca_file": str(lab.ca_bundle),
        "user": lab.principal,
        "keytab": str(lab.keytab()),
        "rate": RATE,
        "staff": STAFF,
        "account": f"{NETBIOS}\\svc_none",
        "person": f"{NETBIOS}\\{next(iter(people.dns))}",
    }
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    files = map(str, (MODULE, folder / "settings.json", folder))
    command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(SCRIPT), *files, *extra]
    env = {**os.environ, **lab.env(), "PYUPSYNC_PYTHON": sys.executable}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True)


def entries(people: People) -> list[Record]:
    return list(list_photo_history(HistoryJob(state=people.state, run=1)))


def test_an_interrupted_export_stops_and_the_next_one_completes_it(pwsh: str, people: People, tmp_path: Path) -> None:
    """Within two seconds: in that time the site is asked for so many pictures more, and for no others."""
    wanted = people.upload()
    process = start(pwsh, people, tmp_path)
    try:
        wait_for(tmp_path / "under-way", process)
        begun = len(entries(people))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "never reached" not in out
    assert (tmp_path / "finally").read_text() == "0", "the run was closed"

    journal = entries(people)
    assert 0 < len(journal) <= begun + 2 * RATE + WORKERS < SIZE
    with closing(sqlite3.connect(tmp_path / "state.db")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    told = {entry.facts["person"]: entry.facts["status"] for entry in journal}
    there = people.photos()
    assert there.keys() <= told.keys()
    assert {dn for dn, status in told.items() if status == "applied"} <= there.keys()
    assert all(wanted[dn] == photo for dn, photo in there.items())

    assert people.export() == {"Applied": SIZE - len(there), "UpToDate": len(there)}
    assert people.photos() == wanted
    assert people.versions() == {1: SIZE}, "nobody's was written twice"
    assert Counter(run.facts["open"] for run in list_photo_history(HistoryJob(state=people.state))) == {0: 2}


def test_what_if_moves_no_entry_of_the_directory(pwsh: str, people: People, tmp_path: Path) -> None:
    """Not even the number of its last change, which counts writes of what is there already."""
    people.upload()
    people.export()
    (tmp_path / "state.db").rename(tmp_path / "before.db")
    people.upload()
    files = {path: path.read_bytes() for path in tmp_path.iterdir()}
    before = people.lab.dump()
    process = start(pwsh, people, tmp_path, "-WhatIf")
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, out + err
    assert people.lab.dump() == before
    (tmp_path / "settings.json").unlink()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    told = dict(line.split() for line in out.splitlines() if line and not line.startswith("What if:"))
    assert int(told["WhatIf"]) > 2 * SIZE, out
