"""A configuration file of several tables, whose refusals say the line."""

from __future__ import annotations

import difflib
import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pyupsync.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class DesiredFile:
    """A TOML file as it was read.

    Args:
        path: The file.

    Attributes:
        path: As it was given.
        digest: SHA-256 of its bytes, in hexadecimal.
        data: Its tables.

    Raises:
        UsageError: It cannot be read, or is no TOML.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            raw = Path(path).read_bytes()
            self._lines = raw.decode("utf-8").splitlines(keepends=True)
            self.data: dict[str, Any] = tomllib.loads("".join(self._lines).replace("\r\n", "\n"))
        except OSError as error:
            raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.", target=path) from error
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise UsageError(f"{path}, line {line}: this is no text in UTF-8, as TOML is.", target=path) from error
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            said = f"The configuration {path} is not valid TOML: {error}."
            saved = "A saved plan is applied: pyupsync deploy apply PLAN.json" if path.lower().endswith(".json") else ""
            raise UsageError(said, target=path, advice=saved) from error
        self.digest = hashlib.sha256(raw).hexdigest()

    def refusal(self, error: UsageError, table: str, key: str = "") -> UsageError:
        """The same refusal, saying of which line, table and key it is."""
        found = self.line(table, key)
        where = f"{self.path}, line {found}, [{table}]" if found else f"{self.path}, [{table}]"
        name = f" {key}" if key else ""
        return type(error)(f"{where}{name}: {error.message}", target=error.target, advice=error.advice)

    def unknown(self, name: str, known: Iterable[str], table: str, key: str = "") -> UsageError:
        """The refusal of a table or a key that does not exist, with the nearest one that does."""
        near = difflib.get_close_matches(name.replace("_", "-"), [one.replace("_", "-") for one in known], n=1)
        said = f"there is no setting {name!r} in this table." if key else f"there is no table [{name}]."
        return self.refusal(
            UsageError(said, target=name, advice=f"Did you mean {near[0]!r}?" if near else ""), table, key
        )

    def line(self, table: str, key: str = "") -> int:
        """The line that a table, or a key of it, begins at; 0 where it cannot be told.

        What has been said by the end of each line is read again, until it is there: so the reader of TOML itself is the
        judge, whatever strings and comments look like.
        """
        own = self.data.get(table)
        nested = not (isinstance(own, dict) and key in own)
        whole = 0  # lines up to the end of the last statement
        for number in range(1, len(self._lines) + 1):
            try:
                said = tomllib.loads("".join(self._lines[:number]).replace("\r\n", "\n"))
            except tomllib.TOMLDecodeError:  # in the middle of one
                continue
            if _has(said, table, key, nested=nested):
                return self._within(whole, number, key or table)
            whole = number
        return 0

    def _within(self, after: int, to: int, word: str) -> int:
        """Of a statement's lines the one that has the word, else its first one."""
        return next((number for number in range(after + 1, to + 1) if word in self._lines[number - 1]), after + 1)


def _has(said: Mapping[str, Any], table: str, key: str, *, nested: bool) -> bool:
    value = said.get(table)
    if not key:
        return table in said
    return _below(value, key) if nested else isinstance(value, dict) and key in value


def _below(value: object, key: str) -> bool:
    """Whether a table has a key, in the tables of its lists too."""
    if isinstance(value, list):
        return any(_below(item, key) for item in value)
    return isinstance(value, dict) and (key in value or any(_below(item, key) for item in value.values()))
