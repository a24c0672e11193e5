"""A stream in blocks of whole lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

SIZE = 1 << 18
"""Bytes that are read at once: several looks at them find them in the processor's cache."""
LONGEST = 1 << 20
"""Bytes of a line that are kept, at most about so many. IIS cuts a field after 4,096."""


class Blocks:
    """The blocks of a stream, all in one piece of memory: making a new one for each takes longer than reading.

    Attributes:
        data: Where each block is, from the beginning.
        size: Bytes read so far.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.data = bytearray(2 * SIZE)
        self.size = 0

    def __iter__(self) -> Iterator[int]:
        """Yield how many bytes of ``data`` are a block: whole lines, the last with its line end too."""
        rest = 0
        while read := self._fill(rest):
            end = rest + read
            cut = self.data.rfind(b"\n", rest, end) + 1
            if cut:
                yield cut
                rest = end - cut
                self.data[:rest] = self.data[cut:end]
            else:
                rest = min(end, LONGEST)  # what a line has beyond that is left out
        if rest:
            self.data[rest : rest + 1] = b"\n"
            yield rest + 1

    def _fill(self, begin: int) -> int:
        """Read on behind what is left of the last block; how much, 0 at the end."""
        if len(self.data) < begin + SIZE:
            self.data += bytes(SIZE)
        with memoryview(self.data) as whole:
            read: int = self._stream.readinto(whole[begin : begin + SIZE])  # type: ignore[attr-defined]
        self.size += read
        return read
