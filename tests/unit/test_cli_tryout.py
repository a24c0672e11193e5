"""``pyupsync tryout`` as its own process, as somebody types it for a first look."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pyupsync.tryout import farm
from pyupsync.tryout.people import PEOPLE


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


def test_pictures_that_somebody_added_stay(tmp_path: Path) -> None:
    """A second tryout in a folder removes its own pictures and no others, which a trial by hand may need."""
    farm.prepare(tmp_path)
    own = tmp_path / farm.PICTURES / PEOPLE[0].file
    added = tmp_path / farm.PICTURES / "contoso_größe_LThumb.jpg"
    for path in (own, added):
        path.write_bytes(b"data")
    farm.prepare(tmp_path)
    assert added.read_bytes() == b"data"
    assert not own.exists()


def test_initials_are_letters_that_any_font_has() -> None:
    """Where the directory holds initials they can be read: a font without Greek would draw boxes."""
    initials = {person.sam: person.initials for person in PEOPLE if person.held == "initials"}
    assert initials["nikos"] == "NI"
    assert initials["marisol"] == "MG"
    assert all(len(letters) == 2 and letters.isascii() and letters.isupper() for letters in initials.values())
