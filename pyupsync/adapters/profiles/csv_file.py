"""Profiles from a CSV file as Excel, PowerShell's Export-Csv or SharePoint's reports write it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from pyupsync.adapters.profiles.fields import FIELDS, folded, located, profile_of, unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.adapters.profiles.text_lines import numbered_lines, opened_text
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

_DELIMITERS = ",;\t"


class CsvProfiles:
    """A source of profiles, read line by line.

    The first row names the columns: ``AccountName``, ``PictureURL`` and ``PreferredName``, or other names SharePoint
    and its reports use for them. Comma, semicolon or tab is told by that row.

    Args:
        path: The file; UTF-8, or UTF-16 with its byte order mark.

    Raises:
        ProfileError: It cannot be read, or its first row does not name the columns.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._name = Path(path).name
        self._readings = Readings()
        with opened_text(path) as text:
            _Table(text, path)

    def count(self) -> int | None:
        """How many rows there are, found by reading them once; None when they cannot be read to the end."""
        try:
            with opened_text(self._path) as text:
                return sum(1 for _ in _Table(text, self._path).profiles(self._name))
        except ProfileError:
            return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each row; a row that cannot be used has no account, and ``origin`` says why."""
        return self._readings.begin(self._profiles())

    def close(self) -> None:
        """Close the file for whoever has not read to its end."""
        self._readings.close()

    def _profiles(self) -> Generator[Profile, None, None]:
        with opened_text(self._path) as text:
            yield from _Table(text, self._path).profiles(self._name)


class _Table:
    """The rows below the header of an opened file.

    A quotation mark that is never closed would take every later row with it. Each row is therefore read by itself;
    where one cannot be, it is given up, and reading goes on with the line after the one it began on. That is so only
    where the file breaks the rules of CSV, or a field is longer (131,072 characters) than any that people can write
    into their own profiles: what they write there, on however many lines, is never taken for rows.
    """

    def __init__(self, text: IO[str], path: str) -> None:
        self._path = path
        self._lines: Iterator[tuple[int, str]] = numbered_lines(text, path)
        self._again: deque[tuple[int, str]] = deque()
        self._delimiter = max(_DELIMITERS, key=_outside_quotes(self._header_line()).count)
        self._names: list[str] = []
        begins, header, why = next(self._records())
        if why:
            said = f"{path}, line {begins}, is no valid CSV: {why}."
            raise ProfileError(said, target=path, advice="Look for a quotation mark that is not closed.")
        self._names = [folded(name) for name in header]
        self._columns = self._located()

    def profiles(self, name: str) -> Iterator[Profile]:
        """A profile for each row that is not blank; ``name`` is the file's in their origins."""
        for begins, row, why in self._records():
            if row or why:
                origin = f"{name}, line {begins}"
                yield unusable(origin, why) if why else self._profile(row, origin)

    def _records(self) -> Iterator[tuple[int, list[str], str]]:
        """Every row with the number of its first line, blank ones empty; or, instead of a row, what is wrong."""
        taken: list[tuple[int, str]] = []
        while True:
            taken.clear()
            row, why = self._record(taken)
            if not taken:
                return
            if not why and len(taken) > 1 and self._names and not self._fits(row):
                why = f"no valid CSV: a quotation mark is not closed before line {taken[-1][0]}, and no row comes of it"
            if why:
                self._again.extendleft(reversed(taken[1:]))
                row = []
            yield taken[0][0], row if any(value.strip() for value in row) else [], why

    def _record(self, taken: list[tuple[int, str]]) -> tuple[list[str], str]:
        try:
            return next(csv.reader(self._taken(taken), delimiter=self._delimiter, strict=True), []), ""
        except csv.Error as error:
            return [], f"no valid CSV: {error}"

    def _taken(self, taken: list[tuple[int, str]]) -> Iterator[str]:
        """The lines from where reading is, each put into ``taken`` as it is read."""
        while (line := self._again.popleft() if self._again else next(self._lines, None)) is not None:
            taken.append(line)
            yield line[1]

    def _fits(self, row: list[str]) -> bool:
        return len(row) >= len(self._names) and not any(row[len(self._names) :])

    def _profile(self, row: list[str], origin: str) -> Profile:
        if not self._fits(row):
            return unusable(origin, f"{len(row)} columns where the header has {len(self._names)}")
        profile = profile_of(dict(zip(self._names, row, strict=False)), self._columns, origin)
        return profile if profile.account else unusable(origin, "no account")

    def _header_line(self) -> str:
        """The line that names the columns, left to be read again."""
        for number, line in self._lines:
            # Export-Csv writes the objects' type first, Excel the separator.
            if line.strip() and not line.startswith(("#TYPE", "sep=")):
                self._again.append((number, line))
                return line
        raise ProfileError(f"{self._path} is empty.", target=self._path, advice="Export the profiles again.")

    def _located(self) -> dict[str, str]:
        twice = sorted({name for name in self._names if name and self._names.count(name) > 1})
        if twice:
            said = f"{self._path} has two columns named {twice[0]}."
            raise ProfileError(said, target=self._path, advice="Keep one of them.")
        columns = located(self._names)
        missing = next((field for field in ("account", "picture_url") if field not in columns), None)
        if missing:
            shown = ", ".join(self._names)
            advice = f"Name it in the first row: {' or '.join(FIELDS[missing])}."
            raise ProfileError(
                f"{self._path} has no column {FIELDS[missing][0]}; it has {shown}.", target=self._path, advice=advice
            )
        return columns


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
