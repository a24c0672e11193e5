"""Objects come as they are made, and Ctrl-C stops a job at once. One process for both."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

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
