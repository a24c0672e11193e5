"""The readers that are fuzzed: a module each, named here.

A reader's module has ``read(data)``, which reads an input and raises nothing but errors of the tree, and ``WORDS``:
pieces of its format that mutations put in. Its seeds are the files of ``tests/fuzz/<name>/``.
"""

from __future__ import annotations

from collections.abc import Mapping

READERS: Mapping[str, str] = {
    "descriptor": "tests.fuzz.descriptor.reader",
    "events": "tests.fuzz.events.reader",
    "http": "tests.fuzz.http.reader",
    "log": "tests.fuzz.log.reader",
    "metaverse": "tests.fuzz.metaverse.reader",
}
"""Name -> module."""
