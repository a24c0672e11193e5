"""Which lines of a block are looked at: finding them must cost next to nothing, since a log has millions of others.

StringZilla compares 32 bytes and more at once, where ``re`` and ``bytes.find`` go from byte to byte
(docs/performance.md).
"""

from __future__ import annotations

import re
from itertools import chain

from stringzilla import Str

_JP = (b"jp", b"JP", b"Jp", b"jP")
"""What a picture's name has that few other lines have."""
_G = b"gG"
_USUAL = (b"_LThumb.jp", b"_MThumb.jp", b"_SThumb.jp")
_PICTURE = re.compile(rb"(?:_|%5f)[lms]thumb(?:\.|%2e)jp\Z", re.IGNORECASE)
_LENGTH = len("%5flthumb%2e")


def picture_lines(block: bytearray, size: int) -> list[tuple[int, int]]:
    """Begin and end of each line that has a picture's name in it, in any case.

    Args:
        block: Whole lines, each with its line end.
        size: How much of it.
    """
    lines = []
    end = 0
    text = Str(block)
    for at in sorted(chain.from_iterable(_found(text, size, letters) for letters in _JP)):
        if at >= end and _is_picture(block, at):
            end = block.find(b"\n", at)
            lines.append((block.rfind(b"\n", 0, at) + 1, end))
    return lines


def _is_picture(block: bytearray, at: int) -> bool:
    """Whether the j of ``_LThumb.jpg`` is there."""
    if block[at + 2] not in _G:
        return False
    if block.endswith(_USUAL, 0, at + 2):
        return True
    return _PICTURE.search(block, max(at - _LENGTH, 0), at + 2) is not None


def _found(text: Str, size: int, letters: bytes) -> list[int]:
    places = []
    at = text.find(letters, 0, size)
    while at >= 0:
        places.append(at)
        at = text.find(letters, at + 2, size)
    return places


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


def has_directives(block: bytearray, size: int) -> bool:
    """Whether a line begins with ``#``."""
    return block.startswith(b"#") or Str(block).find(b"\n#", 0, size) >= 0


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
