"""Four runspaces of one process at once, against the real directory and the real photo site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.integration.test_export_faces import expected_code, expected_photo
from tests.lab import Lab, directory, people
from tests.powershell.conftest import MODULE

SCRIPT = Path(__file__).with_name("runspaces.ps1")


def test_four_runspaces_export_at_once(lab: Lab, pwsh: str, fresh_photos: dict[str, bytes], tmp_path: Path) -> None:
    """Each is told everybody's fate and none of the others' words; the pictures are those of one export."""
    settings = {
        "Profiles": f"csv:{lab.profiles}",
        "Directory": lab.directory_address,
        "Site": [lab.web_host],
        "CAFile": str(lab.ca_bundle),
        "Authentication": "Kerberos",
        "UserName": lab.principal,
        "Keytab": str(lab.keytab()),
    }
    (tmp_path / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    files = (MODULE, tmp_path / "settings.json", tmp_path / "report.json")
    done = subprocess.run(
        [pwsh, "-NoProfile", "-NonInteractive", "-File", str(SCRIPT), *map(str, files)],
        env={**os.environ, **lab.env(), "PYUPSYNC_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    told: list[list[str]] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    sids = directory.sids(lab.directory)
    wanted = {one.account(sids): one for one in people.PEOPLE if one.has_profile}
    assert len(told) == 4
    for lines in told:
        fates = {account: (status, code) for account, status, code in (line.rsplit(" ", 2) for line in lines)}
        assert len(fates) == len(lines)
        assert set(fates) == set(wanted)
        for account, one in wanted.items():
            status, code = expected_code(one)
            assert fates[account] in {(status.title(), code)} | (
                {("Unchanged", "UpToDate")} if status == "applied" else set()
            )
    applied = {one.dn: expected_photo(lab, one) for one in wanted.values() if expected_code(one)[0] == "applied"}
    assert lab.photos() == fresh_photos | applied
