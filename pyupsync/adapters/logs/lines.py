"""Which lines of a block are looked at: finding them must cost next to nothing, since a log has millions of others.

Python looks for a single byte by ``memchr``, many times faster than for a longer text, and whatever looks for both
cases of a letter is slower still. Of the letters in ``thumb.jpg`` j is the rarest in such logs (docs/performance.md).
"""

from __future__ import annotations

import re

_J, _UPPER_J = ord("j"), ord("J")
_P = frozenset(b"pP")
_BEFORE_POINT = frozenset(b"bB2")
"""The last letter of ``thumb``, or of a point that is written as ``%2e``."""
_PICTURE = re.compile(rb"(?:_|%5f)[lms]thumb(?:\.|%2e)jpg", re.IGNORECASE)
_LENGTH = len("%5flthumb%2e")


def picture_lines(block: bytearray, size: int) -> list[tuple[int, int]]:
    """Begin and end of each line that has a picture's name in it, in any case.

    Args:
        block: Whole lines, each with its line end.
        size: How much of it.
    """
    hits = _hits(block, size, _J)
    upper = _hits(block, size, _UPPER_J)
    if upper:
        hits = sorted(hits + upper)
    lines = []
    end = 0
    for at in hits:
        if at >= end:
            end = block.find(b"\n", at)
            lines.append((block.rfind(b"\n", 0, at) + 1, end))
    return lines


def _hits(block: bytearray, size: int, letter: int) -> list[int]:
    """Where the j of ``_Lthumb.jpg`` stands."""
    hits = []
    find = block.find
    at = find(letter, 0, size)
    while at >= 0:
        likely = (
            block[at + 1] in _P and block[at - 2] in _BEFORE_POINT
        )  # nearly none are: it costs less to ask so first
        if likely and _PICTURE.search(block, max(at - _LENGTH, 0), at + 3):
            hits.append(at)
        at = find(letter, at + 1, size)
    return hits


def every_line(block: bytearray, size: int) -> list[tuple[int, int]]:
    """Begin and end of each line; empty ones are left out."""
    lines = []
    begin = 0
    while begin < size:
        end = block.find(b"\n", begin, size)
        if end > begin:
            lines.append((begin, end))
        begin = end + 1
    return lines


def directives(block: bytes) -> list[tuple[int, int]]:
    """Begin and end of each run of lines that begin with ``#``."""
    runs: list[tuple[int, int]] = []
    begin = 0 if block.startswith(b"#") else block.find(b"\n#") + 1
    while block.startswith(b"#", begin):
        end = block.find(b"\n", begin) + 1
        if runs and runs[-1][1] == begin:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((begin, end))
        begin = block.find(b"\n#", end - 1) + 1
        if not begin:
            break
    return runs
