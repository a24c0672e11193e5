"""A few seconds of each reader's fuzzing; ``python3 dev.py fuzz`` does it at length."""

from __future__ import annotations

import pytest

from tests.fuzz.door import fuzz, seeds_of
from tests.fuzz.readers import READERS

COUNT = 3_000


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_crashes_at_nothing(reader: str) -> None:
    assert len(seeds_of(reader)) > 1
    told = fuzz(reader, COUNT)
    assert (told.tried, told.crashed) == (COUNT, "")
    assert told.tried > told.refused, "no input was one it can read"
