"""Profiles from a file with one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from pyupsync.adapters.profiles.fields import folded, located, profile_of, unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.adapters.profiles.text_lines import numbered_lines, opened_text
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

_HALF = re.compile(r"\\u[dD][89abAB]|\\u[dD][c-fC-F]")
"""What half of a character looks like when it is escaped; two in a row may be a whole one."""


class JsonLinesProfiles:
    """A source of profiles, read line by line; the names are those of a CSV file's columns.

    Args:
        path: The file; UTF-8, or UTF-16 with its byte order mark.

    Raises:
        ProfileError: It cannot be read, or it is one JSON array.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._name = Path(path).name
        self._readings = Readings()
        with opened_text(path) as text:
            _, first = next(_filled(text, path), (0, ""))
        if first.startswith("["):
            advice = "Write one object a line: … | ForEach-Object { ConvertTo-Json $_ -Compress }"
            raise ProfileError(f"{path} is one JSON array.", target=path, advice=advice)

    def count(self) -> int | None:
        """How many lines with something in them there are; None when they cannot be read to the end."""
        try:
            with opened_text(self._path) as text:
                return sum(1 for _ in _filled(text, self._path))
        except ProfileError:
            return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each line; a line that cannot be used has no account, and ``origin`` says why."""
        return self._readings.begin(self._profiles())

    def close(self) -> None:
        """Close the file for whoever has not read to its end."""
        self._readings.close()

    def _profiles(self) -> Generator[Profile, None, None]:
        with opened_text(self._path) as text:
            for number, line in _filled(text, self._path):
                yield _profile(line, f"{self._name}, line {number}")


def _filled(text: IO[str], path: str) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in numbered_lines(text, path) if line.strip())


def _is_text(found: object) -> bool:
    """Whether all names and texts in it can be written down, as half of a character cannot."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _profile(line: str, origin: str) -> Profile:
    try:
        found = json.loads(line)
        half = _HALF.search(line) is not None and not _is_text(found)
    except (ValueError, RecursionError) as error:
        return unusable(origin, f"no valid JSON: {error}")
    if half:
        return unusable(origin, "half of a character is in it (a surrogate without the other)")
    if not isinstance(found, dict):
        return unusable(origin, "no JSON object")
    values = {folded(key): "" if value is None else value for key, value in found.items()}
    if len(values) < len(found):
        return unusable(origin, "two values of one name")
    columns = located(values)
    odd = next((name for name in columns.values() if not isinstance(values[name], str)), None)
    if odd:
        return unusable(origin, f"{odd} is no text")
    profile = profile_of({name: values[name] for name in columns.values()}, columns, origin)
    return profile if profile.account else unusable(origin, "no account")
