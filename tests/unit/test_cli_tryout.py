"""``pyupsync tryout`` as its own process, as somebody types it for a first look."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_it_runs_whatever_the_output_is_written_in(encoding: str, tmp_path: Path) -> None:
    """Names in five scripts do not end it where the output knows few letters."""
    command = [sys.executable, "-W", "error", "-m", "pyupsync", "tryout", "höfchen"]
    checkout = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, (str(checkout), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": path}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr.decode(errors="replace")
    assert b"Traceback" not in ran.stderr
    said = ran.stdout.decode(encoding)
    assert "0 applied, 20 unchanged, 1 skipped, 4 failed" in said
    assert (tmp_path / "höfchen" / "directory.changes.ldif").is_file()
    assert ("Łukasz" if encoding == "utf-8" else "?ukasz") in said
