"""What makes a file's change outlast a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def settle(folder: Path) -> None:
    """Bring the folder's own list of names to the disk, where a folder can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
