"""``python3 dev.py fuzz [READER [N]]``: N inputs to a reader, made of its seeds; without a name to all of them.

A reader may refuse an input with an error of the tree; anything else is a crash. What crashed it is kept beside the
seeds as ``crash-HASH`` and is tried first from then on. The same N makes the same inputs.
"""

from __future__ import annotations

import sys

from tests.fuzz.door import fuzz
from tests.fuzz.readers import READERS

COUNT = 1_000_000


def main(words: list[str]) -> int:
    """Fuzz the reader named, or all of them; 1 when one crashed."""
    if len(words) > 2 or (words and words[0] not in READERS) or not all(word.isdecimal() for word in words[1:]):
        print(f"{__doc__}\nReaders: {', '.join(READERS)}; N is {COUNT:,} when not given.")
        return 2
    told = [fuzz(name, int(words[1]) if words[1:] else COUNT) for name in words[:1] or READERS]
    for one in told:
        print(one)
    return 1 if any(one.crashed for one in told) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
