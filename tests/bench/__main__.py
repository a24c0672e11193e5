"""``python3 dev.py bench [MEASURE [N]]``: how fast we are beside the C tools, each pair measured in one run.

A measure is a module here with a ``SIZE`` and ``measure(size)``; without a name all of them run, one after the other.
"""

from __future__ import annotations

import importlib
import sys

MEASURES = ("writes", "fetch", "images", "export", "nochange", "memory", "log", "door", "start")


def main(words: list[str]) -> int:
    """Run the measure named, or all of them."""
    if len(words) > 2 or (words and words[0] not in MEASURES) or not all(word.isdecimal() for word in words[1:]):
        print(f"{__doc__}\nMeasures: {', '.join(MEASURES)}; N is how many people or pictures, for log GB.")
        return 2
    for name in words[:1] or MEASURES:
        module = importlib.import_module(f"tests.bench.{name}")
        module.measure(int(words[1]) if words[1:] else module.SIZE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
