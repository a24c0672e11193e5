"""The readings that a source has begun, to be ended with it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress

from pyupsync.model import Profile


class Readings:
    """Generators of profiles that may not have been read to their end."""

    def __init__(self) -> None:
        self._begun: set[Generator[Profile, None, None]] = set()

    def begin(self, reading: Generator[Profile, None, None]) -> Iterator[Profile]:
        """Keep ``reading`` in mind, and hand it on."""
        self._begun.add(reading)
        return reading

    def close(self) -> None:
        """End them. One that another thread is reading at this moment ends there, with its next profile."""
        for reading in self._begun:
            with suppress(ValueError):  # generator already executing
                reading.close()
        self._begun.clear()
