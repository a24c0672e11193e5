"""Objects come as they are made, and Ctrl-C stops a job at once. One process for both."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync import HistoryJob, Keeping, PhotoJob, export_photos, list_photo_history
from tests.powershell.conftest import MODULE, Farm, Start

SLOW = {"first": "/1.jpg", "second": "/2.jpg", "last": "/gate/3.jpg"}
STUCK = {"done": "/4.jpg", "hängt": "/stuck/5.jpg", "never": "/stuck/6.jpg"}


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, f"{path.name} never came"
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="A console process on Windows cannot be sent Ctrl-C alone.")
def test_objects_stream_and_ctrl_c_stops(farm: Farm, start: Start) -> None:
    """The last picture is served only after the first object was seen; a picture that never comes can be left."""
    farm.write(SLOW, "slow")
    farm.write(STUCK, "stuck")
    process = start(Path(__file__).with_name("stream.ps1"), str(MODULE), str(farm.folder))
    wait_for(farm.folder / "under-way", process)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    lasted = time.monotonic() - begun

    assert {line for line in out.splitlines() if line} == {f"CORP\\{who} Applied" for who in SLOW}
    assert (farm.folder / "gate").read_text(encoding="utf-8") in {"CORP\\first", "CORP\\second"}
    assert lasted < 2
    assert process.returncode != 0
    assert (farm.folder / "finally").read_text(encoding="utf-8") == "0", "the run was closed"
    written = (farm.folder / "stuck.changes.ldif").read_text(encoding="utf-8")
    assert written.count("changetype: modify") == 1, "what was applied stays, whole"
    check_journal(farm.folder / "stuck.db", farm)


def check_journal(file: Path, farm: Farm) -> None:
    """It is whole, it knows what was applied and that nothing is open, and a next run goes on from it."""
    with closing(sqlite3.connect(file)) as journal:
        assert journal.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    state = f"sqlite:{file}"
    [run] = list_photo_history(HistoryJob(state=state))
    assert (run.facts["applied"], run.facts["failed"], run.facts["open"]) == (1, 0, 0)
    [entry] = list_photo_history(HistoryJob(state=state, run=1))
    assert (entry.facts["account"], entry.facts["status"]) == ("CORP\\done", "applied")
    farm.write({"done": "/4.jpg"}, "next")
    place = {"profiles": f"csv:{farm.folder}/next.csv", "directory": f"ldif:{farm.folder}/stuck.ldif"}
    job = PhotoJob(**place, keeping=Keeping(state=state))
    assert [(outcome.subject, outcome.code) for outcome in export_photos(job)] == [("CORP\\done", "UpToDate")]
