"""Puts inputs to a reader and tells what became of them."""

from __future__ import annotations

import hashlib
import time
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from pyupsync.errors import UpSyncError
from tests.fuzz.mutating import inputs
from tests.fuzz.readers import READERS

HERE = Path(__file__).parent
_TOLD_EVERY = 30.0
"""Seconds."""


@dataclass(slots=True)
class Told:
    """What became of the inputs of one reader."""

    reader: str
    seeds: int
    tried: int = 0
    refused: int = 0
    seconds: float = 0.0
    crashed: str = ""

    def __str__(self) -> str:
        kinds = f"{self.tried - self.refused:,} read, {self.refused:,} refused"
        end = f"CRASHED by {self.crashed}" if self.crashed else "no crash"
        return f"{self.reader}: {self.tried:,} inputs from {self.seeds} seeds, {kinds}, {self.seconds:.0f} s: {end}"


def seeds_of(reader: str) -> list[bytes]:
    """The kept inputs of a reader, those that crashed it first."""
    files = sorted((HERE / reader).iterdir(), key=lambda path: (not path.name.startswith("crash-"), path.name))
    return [path.read_bytes() for path in files if path.is_file() and path.suffix != ".py"]


def fuzz(reader: str, count: int) -> Told:
    """Put ``count`` inputs to a reader, up to the first that it crashes at; that one is kept."""
    module = import_module(READERS[reader])
    seeds = seeds_of(reader)
    told = Told(reader, len(seeds))
    begun = said = time.monotonic()
    for data in inputs(seeds, module.WORDS, count):
        told.tried += 1
        try:
            module.read(data)
        except UpSyncError:
            told.refused += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            traceback.print_exc()
            kept = HERE / reader / f"crash-{hashlib.sha256(data).hexdigest()[:12]}"
            kept.write_bytes(data)
            told.crashed = str(kept.relative_to(HERE.parent.parent))
            break
        if time.monotonic() - said > _TOLD_EVERY:
            said = time.monotonic()
            print(f"{reader}: {told.tried:,} of {count:,}", flush=True)
    told.seconds = time.monotonic() - begun
    return told
