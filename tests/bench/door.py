"""What goes through the door between Python and PowerShell: objects a second, and megabytes of pictures a second.

Objects are outcomes of a job that costs nothing. Pictures of 9 KB come from an LDIF directory by ``Get-UpsPhoto
-AsByteStream``; beside it the ways in which bytes can cross at all, for a picture of 100 KB: Base64 in the text that
crosses anyway, Python's buffer, and pythonnet's own conversion, which goes byte by byte. The buffer is faster and takes
an object of Python's through PowerShell; a text needs no care, and a directory is slower than either.
"""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.start import ROOT, powershell

SIZE = 10_000
_BYTES = 9_000


def measure(size: int) -> None:
    """Send so many objects and so many pictures, once each: it is a rate, not a ratio."""
    with tempfile.TemporaryDirectory(prefix="pyupsync-bench-") as folder:
        entries = ["dn: DC=corp,DC=test\nobjectClass: domainDNS\n"]
        for number in range(1, size + 1):
            photo = base64.b64encode(secrets.token_bytes(_BYTES)).decode()
            name = f"bench{number}"
            entry = (
                f"dn: CN={name},DC=corp,DC=test\nobjectClass: user\nsAMAccountName: {name}\nthumbnailPhoto:: {photo}\n"
            )
            entries.append(entry)
        (Path(folder) / "people.ldif").write_text("\n".join(entries))
        told = _measured(folder, size)
    print(f"\nThe door, {size:,} objects and pictures")
    print(f"  objects            {size / told['objects']:8.0f} a second, the first after {told['first'] * 1000:.0f} ms")
    print(f"  Get-UpsPhoto -AsByteStream {size / told['photos']:8.0f} pictures a second")
    share = (told["with"] - told["without"]) / told["with"]
    print(f"  Get-UpsPhoto, processor time: {told['with']:.2f} s with the pictures, {told['without']:.2f} s without")
    print(f"  their crossing is {share:.0%} of it: what the fastest way of all could save")
    for name, way in (("Base64 (ours)", "base64"), ("PyBuffer", "buffer"), ("AsManagedObject", "element")):
        print(f"  bytes by {name:<18}{told[way]:8.1f} MB a second")


def _measured(folder: str, size: int) -> dict[str, float]:
    script, report = Path(__file__).with_suffix(".ps1"), Path(folder) / "report.json"
    module = ROOT / "powershell" / "PyUpSync"
    command = [powershell(), "-NoProfile", "-NonInteractive", "-File", str(script), str(module), folder]
    done = subprocess.run([*command, str(size), str(report)], capture_output=True, text=True, check=False)
    if not report.exists():
        sys.exit(f"The measure failed: {done.stdout}{done.stderr}")
    told: dict[str, float] = json.loads(report.read_text(encoding="utf-8"))
    return told
