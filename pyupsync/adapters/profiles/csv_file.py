"""Profiles from a CSV file as Excel, PowerShell's Export-Csv or SharePoint's reports write it."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from pyupsync.adapters.profiles.fields import FIELDS, folded, located, profile_of, unusable
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
        self._reading: set[Generator[Profile, None, None]] = set()
        with opened_text(path) as text:
            _Table(text, path)

    def count(self) -> int | None:
        """How many rows there are, found by reading them once; None when they cannot be read to the end."""
        try:
            with opened_text(self._path) as text:
                return sum(1 for _, row in _Table(text, self._path).rows() if row)
        except ProfileError:
            return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each row; a row that cannot be used has no account, and ``origin`` says why."""
        reading = self._profiles()
        self._reading.add(reading)
        return reading

    def close(self) -> None:
        """Close the file for whoever has not read to its end."""
        for reading in self._reading:
            reading.close()
        self._reading.clear()

    def _profiles(self) -> Generator[Profile, None, None]:
        with opened_text(self._path) as text:
            table = _Table(text, self._path)
            for line, row in table.rows():
                if row:
                    yield table.profile(row, f"{self._name}, line {line}")


class _Table:
    """The rows below the header of an opened file."""

    def __init__(self, text: IO[str], path: str) -> None:
        self._path = path
        self._lines: Iterator[tuple[int, str]] = numbered_lines(text, path)
        self._line = 0
        delimiter = max(_DELIMITERS, key=_outside_quotes(self._header_line()).count)
        self._reader = csv.reader(self._counted(), delimiter=delimiter, strict=True)
        self._names = [folded(name) for name in next(self.rows())[1]]
        self._columns = self._located()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row, blank ones empty, with the number of the line it begins on."""
        while True:
            begins = self._line + 1
            try:
                row = next(self._reader, None)
            except csv.Error as error:
                raise ProfileError(
                    f"{self._path}, line {begins}, is no valid CSV: {error}.",
                    target=self._path,
                    advice="Look for a quotation mark that is not closed.",
                ) from error
            if row is None:
                return
            yield begins, row if any(value.strip() for value in row) else []

    def profile(self, row: list[str], origin: str) -> Profile:
        """The profile in one row that is not blank."""
        if len(row) < len(self._names) or any(row[len(self._names) :]):
            return unusable(origin, f"{len(row)} columns where the header has {len(self._names)}")
        profile = profile_of(dict(zip(self._names, row, strict=False)), self._columns, origin)
        return profile if profile.account else unusable(origin, "no account")

    def _counted(self) -> Iterator[str]:
        for number, line in self._lines:
            self._line = number
            yield line

    def _header_line(self) -> str:
        """The line that names the columns, left to be read again."""
        for number, line in self._lines:
            # Export-Csv writes the objects' type first, Excel the separator.
            if line.strip() and not line.startswith(("#TYPE", "sep=")):
                self._lines = chain([(number, line)], self._lines)
                self._line = number - 1
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
