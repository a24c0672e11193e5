"""A killed export leaves no lock that keeps others off, no torn metrics, no torn log."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from pyupsync.cli import main
from tests.killing import killed
from tests.unit.photo_farm import Farm

_WRITING = """
from datetime import datetime, timezone
from pyupsync.adapters.unattended.json_lines import JsonLinesLog
from pyupsync.adapters.unattended.metrics_file import PromFile
from pyupsync.model import LogEntry
from pyupsync.reporting import AboutRun, RunEnd
from pyupsync.reporting.metrics import LastRun, metrics_text
log, file = JsonLinesLog(sys.argv[1]), PromFile(sys.argv[2])
def forever():
    while True:
        log.write(LogEntry(datetime.now(timezone.utc), "info", "message", "x" * 500))
        last = LastRun("nightly", AboutRun("photos.export", "", "apply"), RunEnd("complete"), {"applied": 1}, 0)
        file.write(metrics_text(last, file.read()))
"""


def test_metrics_and_logs_are_whole_after_every_kill(tmp_path: Path) -> None:
    log, prom = tmp_path / "run.jsonl", tmp_path / "nightly.prom"
    drawn = random.Random(7)
    lives = [drawn.uniform(0.02, 0.2) for _ in range(40)]
    seen = 0.0
    for _ in killed(_WRITING, "forever()", lives, log, prom):
        if prom.exists():
            families = {one.name: one for one in text_string_to_metric_families(prom.read_text(encoding="utf-8"))}
            total = sum(one.value for one in families["pyupsync_photo_export_runs"].samples)
            assert total >= seen
            seen = total
        for line in log.read_text().splitlines() if log.exists() else ():
            json.loads(line)
    assert seen > len(lives)


def test_a_killed_export_keeps_nobody_off(tmp_path: Path) -> None:
    farm = Farm(tmp_path)
    farm.job()
    os.mkfifo(tmp_path / "silent.csv")  # an export that reads it stays there
    told = ["--photos", f"folder:{farm.pictures}", "--directory", f"ldif:{tmp_path / 'people.ldif'}"]
    told += ["--lock", str(tmp_path / "run.lock"), "--metrics", str(tmp_path / "nightly.prom")]
    command = [sys.executable, "-m", "pyupsync", "photos", "export", "--profiles", f"csv:{tmp_path / 'silent.csv'}"]
    with subprocess.Popen([*command, *told]) as running:
        while not (tmp_path / "run.lock").exists():
            assert running.poll() is None
            time.sleep(0.02)
        well = ["photos", "export", "--profiles", f"csv:{tmp_path / 'people.csv'}", *told]
        assert main(well) == 75
        running.send_signal(signal.SIGKILL)
    assert main(well) == 0
    assert not (tmp_path / "run.lock").exists()
    assert not list(tmp_path.glob("*.part"))
