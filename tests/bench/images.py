"""Pictures made to fit (96x96, JPEG, no metadata), beside vipsthumbnail and ImageMagick's convert of the same files.

Each tool gets all files at once and reads and writes them itself. They keep to the size alone: neither judges what it
reads, turns it upright by its metadata and drops them, keeps to a number of bytes, or leaves alone what fits already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pyupsync.photos.image import RULES, conform
from tests.bench.crowd import source_picture
from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 1000
_SIDE = RULES["gal"].max_side
_QUALITY = 90
_MEMORY = "/dev/shm"


def measure(size: int) -> None:
    """Make ``size`` pictures fit, several times over."""
    times = Times()
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        files = [Path(folder) / f"{number:05d}.jpg" for number in range(size)]
        for number, file in enumerate(files):
            file.write_bytes(source_picture(number))
        target = Path(folder) / "made"
        target.mkdir()
        for _ in range(ROUNDS):
            times.take("pyupsync's conform", lambda: ours(files, target))
            times.take("vipsthumbnail", lambda: vips(files, target))
            times.take("convert", lambda: convert(files, target))
    theirs = [times.best("vipsthumbnail"), times.best("convert")]
    faster = min(seconds for _, seconds in theirs)
    mine = times.best("pyupsync's conform")
    Comparison("Pictures made to fit", size, mine, theirs, faster, goal=1.0, kind="rate").show()


def ours(files: Sequence[Path], target: Path) -> None:
    """In threads, as an export does."""

    def one(file: Path) -> None:
        (target / file.name).write_bytes(conform(file.read_bytes(), RULES["gal"]).data)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, files))


def vips(files: Sequence[Path], target: Path) -> None:
    """libvips' own tool, with libjpeg's shrinking while it loads."""
    output = f"{target}/%s.jpg[Q={_QUALITY},strip]"
    _run(_tool("vipsthumbnail"), "--size", f"{_SIDE}x{_SIDE}", "--output", output, *map(str, files))


def convert(files: Sequence[Path], target: Path) -> None:
    """ImageMagick, told to let libjpeg shrink too."""
    shrink = ("-define", f"jpeg:size={2 * _SIDE}x{2 * _SIDE}")
    made = ("-thumbnail", f"{_SIDE}x{_SIDE}", "-strip", "-quality", str(_QUALITY), f"{target}/%05d.jpg")
    _run(_tool("convert"), *shrink, *map(str, files), *made)


def _tool(name: str) -> str:
    return shutil.which(name, path="/usr/bin") or sys.exit(f"No {name}: install libvips-tools and imagemagick.")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
