"""Lines of a text file as Windows and Linux write them, one at a time; the encoding is known, never guessed."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyupsync.errors import ProfileError

MAX_LINE = 1024 * 1024
"""Characters of one line read at most."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@contextmanager
def opened_text(path: str) -> Iterator[IO[str]]:
    """Open a text in UTF-8, or in UTF-16 with its byte order mark; line ends stay as they are.

    Raises:
        ProfileError: It cannot be opened, or reading inside the block came upon bytes that are not so encoded.
    """
    try:
        with Path(path).open("rb") as file:
            encoding = "utf-16" if file.peek(2)[:2] in _UTF16 else "utf-8-sig"
            with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
                yield text
    except UnicodeError as error:
        raise ProfileError(
            f"{path} is neither UTF-8 nor UTF-16: {error.reason if isinstance(error, UnicodeDecodeError) else error}.",
            target=path,
            advice="Save it as UTF-8 (Excel: CSV UTF-8; PowerShell: Export-Csv -Encoding UTF8).",
        ) from error
    except OSError as error:
        said = f"The profiles in {path} cannot be read: {error.strerror or error}."
        raise ProfileError(said, target=path, advice="Check the path and its rights.") from error


def numbered_lines(text: IO[str], path: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers from 1, line ends included.

    Raises:
        ProfileError: A line longer than ``MAX_LINE``.
    """
    number = 0
    while line := text.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise ProfileError(
                f"{path}, line {number}, is longer than {MAX_LINE:,} characters.",
                target=path,
                advice="Is it the right file?",
            )
        yield number, line
