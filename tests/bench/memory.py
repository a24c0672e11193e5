"""The most memory that an export takes, for more and more people: reports and state on, every adapter an embedded one.

People are in an LDIF file, their profiles in a file of JSON lines, and their pictures in a folder, where many have the
same one. Each size is exported twice: everybody's picture is new, then nothing has changed. What counts is the resident
memory of the process at its highest (``ru_maxrss``), Python itself among it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.lab import pictures

SIZE = 100_000
SIZES = (2_000, 20_000)
"""Measured before the largest, to see that it is flat."""
GOAL = 200
"""MB (1,000,000 bytes) at most."""
_PICTURES = 500


def measure(size: int) -> None:
    """Export twice for each size, and print the highest of each run."""
    print("\nMemory at its highest, in MB (csv, html and json reports and the state on)")
    highest = []
    for count in (*(smaller for smaller in SIZES if smaller < size), size):
        with tempfile.TemporaryDirectory(prefix="pyupsync-bench-") as folder:
            root = Path(folder)
            join(root, count)
            first, second = export(root), export(root)
        highest.append(max(first, second))
        print(f"  {count:>9,} people{first:8.0f} all new{second:8.0f} nothing changed", flush=True)
    verdict = "reached" if max(highest) <= GOAL else "missed"
    print(f"  highest {max(highest):.0f} MB (goal <= {GOAL}: {verdict}); the last over the first {ratio(highest):.2f}")


def ratio(highest: list[float]) -> float:
    """How much more the largest takes than the smallest."""
    return highest[-1] / highest[0]


def join(root: Path, count: int) -> None:
    """Write the three things an export reads."""
    sources = root / "sources"
    folder = root / "pictures"
    sources.mkdir()
    folder.mkdir()
    for number in range(_PICTURES):
        (sources / f"{number}.jpg").write_bytes(pictures.portrait(number, 96))
    for number, name in enumerate(names(count)):
        os.link(sources / f"{number % _PICTURES}.jpg", folder / f"{name}_LThumb.jpg")
    with (root / "people.ldif").open("w", encoding="utf-8") as file:
        file.write("dn: DC=corp,DC=example,DC=test\nobjectClass: domainDNS\n\n")
        file.writelines(map(_entry, names(count)))
    with (root / "people.jsonl").open("w", encoding="utf-8") as file:
        for name in names(count):
            url = f"https://mysite.corp.example.test/User Photos/Profile Pictures/{name}_LThumb.jpg"
            profile = {"AccountName": f"CORP\\{name}", "PictureURL": url, "PreferredName": f"Person {name}"}
            file.write(json.dumps(profile) + "\n")


def names(count: int) -> Iterator[str]:
    """sAMAccountNames."""
    return (f"bench{number:06d}" for number in range(count))


def _entry(name: str) -> str:
    dn = f"CN={name},OU=Staff,DC=corp,DC=example,DC=test"
    upn = f"{name}@corp.example.test"
    return f"dn: {dn}\nobjectClass: user\ncn: {name}\nsAMAccountName: {name}\nuserPrincipalName: {upn}\n\n"


def export(root: Path) -> float:
    """Export everybody in a process of its own; MB at its highest. Leave where it fails."""
    where = ["--profiles", f"jsonl:{root}/people.jsonl", "--directory", f"ldif:{root}/people.ldif"]
    more = ["--photos", f"folder:{root}/pictures", "--state", f"sqlite:{root}/state.db"]
    reports = [word for kind in ("html", "csv", "json") for word in ("--report", f"{root}/run.{kind}")]
    command = [sys.executable, "-m", "pyupsync", "photos", "export", *where, *more, *reports]
    told = root / "told.txt"
    output = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    actions = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_CLOSE, output)]
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)
    os.close(output)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"The export failed: {told.read_text()[-500:]}")
    return usage.ru_maxrss * 1024 / 1e6  # kilobytes on Linux, getrusage(2)
