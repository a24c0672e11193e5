"""Writes docs/first-ten-minutes.md anew: ``python -m tests.powershell.first_ten_minutes``, in the .venv of dev.py."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.lab.pictures import portrait

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "first-ten-minutes.md"
PEOPLE = {"alice": "Alice Arnold", "bob": "Bob Berg", "dora": "Dora Dahl", "emil": "Emil Ek", "zoë": "Zoë Zander"}
BLANK, PAGE, UNKNOWN = "dora", "emil", "frank"
_LOGIN = b"<html><head><title>Sign in</title></head></html>"


def make_farm(folder: Path) -> None:
    """Profiles in a CSV, a directory in LDIF, pictures in a folder; one is blank, one a web page, one account gone."""
    (folder / "pictures").mkdir()
    rows, entries = ["AccountName,PictureURL,PreferredName"], ["dn: DC=contoso,DC=com\nobjectClass: domainDNS\n"]
    for number, (sam, name) in enumerate({**PEOPLE, UNKNOWN: "Frank Falk"}.items()):
        file = f"contoso_{sam}_MThumb.jpg"
        url = f"https://mysite.contoso.com/User Photos/Profile Pictures/{file}"
        rows.append(f"CONTOSO\\{sam},{'' if sam == BLANK else url},{name}")
        if sam != UNKNOWN:
            entries.append(f"dn: CN={name},OU=Staff,DC=contoso,DC=com\nobjectClass: user\nsAMAccountName: {sam}\n")
        if sam not in {BLANK, UNKNOWN}:
            picture = _LOGIN if sam == PAGE else portrait(number, 300)
            (folder / "pictures" / file.replace("_M", "_L")).write_bytes(picture)
    (folder / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "people.ldif").write_text("\n".join(entries), encoding="utf-8")


def run(pwsh: str, folder: Path) -> str:
    """What the script prints on such a farm, with the parts that vary masked."""
    farm = folder / "farm"
    farm.mkdir()
    make_farm(farm)
    report = folder / "transcript.txt"
    script = Path(__file__).with_suffix(".ps1")
    module = ROOT / "powershell" / "PyUpSync"
    command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(script), str(module), str(farm), str(report)]
    env = {**os.environ, "PYUPSYNC_PYTHON": sys.executable}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=200, check=False)
    assert report.exists(), done.stdout + done.stderr
    shown = report.read_text(encoding="utf-8")
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-01-31 06:00:00", shown).strip("\n")


def document(transcript: str) -> str:
    """The page around it."""
    shown = "\n".join(f"    {line}".rstrip() for line in transcript.splitlines())
    return f"""# The first ten minutes

What follows was printed by running it, on a farm of six people in files, after `pip install pyupsync` and
`pyupsync module install`. With a real farm the addresses are others: `soap:https://mysite.contoso.com` for the
profiles, `ldaps:///DC=contoso,DC=com` for the directory, `-Site mysite.contoso.com` for the pictures.
See [installing](install.md), [exporting](export.md) and [what is kept](state.md).

Look first, at what would change and at who cannot have a picture and why; then export; then look back. `-WhatIf`
changes nothing, a second export changes nothing more, and what a run did can be put back. PowerShell's own lines for
`-WhatIf` (`What if: Performing the operation "Set thumbnailPhoto" on ...`) and its blank lines are left out.

{shown}

Made by `python -m tests.powershell.first_ten_minutes`; times are masked.
"""


def main() -> int:
    """Write the page."""
    beside = ROOT.parent / "shared" / "powershell" / "pwsh"
    pwsh = shutil.which(os.environ.get("PYUPSYNC_PWSH", "") or "pwsh") or shutil.which(beside)
    if not pwsh:
        sys.exit("No PowerShell: neither PYUPSYNC_PWSH nor pwsh on PATH names one.")
    with tempfile.TemporaryDirectory(prefix="pyupsync-ten-") as folder:
        DOCUMENT.write_text(document(run(pwsh, Path(folder))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
