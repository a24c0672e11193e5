"""A farm's JSON file as a whole: read once, checked for its form, written at once or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyupsync.errors import FarmError

VERSION = 1
MAX_BYTES = 16 * 1024 * 1024
"""Bytes read of such a file at most."""

Form = Mapping[str, tuple[tuple[type, ...], Any]]
"""What a row may have: by its name the kinds it may be of, and what it is when it is left out."""

_WORDS = {str: "text", bool: "true or false", list: "list", type(None): "null"}


class FarmDocument:
    """The file.

    Args:
        path: Its path: UTF-8, or UTF-16 as Windows PowerShell writes it.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._content: dict[str, Any] | None = None

    def content(self) -> dict[str, Any]:
        """What is in it, read with the first call.

        Raises:
            FarmError: It cannot be read, or is none.
        """
        if self._content is None:
            try:
                content = json.loads(self._bytes())
            except (ValueError, RecursionError) as error:
                raise self.broken(f"it is no JSON: {error}") from error
            if not isinstance(content, dict) or content.get("version") != VERSION:
                raise self.broken(f"it is not of version {VERSION}")
            self._content = content
        return self._content

    def rows(self, of: Mapping[str, Any], name: str, form: Form) -> list[dict[str, Any]]:
        """The objects listed under ``name``, checked and filled by their form; its first field must say something.

        Raises:
            FarmError: They are of another form.
        """
        rows = of.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.broken(f"its {name} are no list of objects")
        return [self.row(row, name, form) for row in rows]

    def row(self, row: Mapping[str, Any], name: str, form: Form) -> dict[str, Any]:
        """One object, as in ``rows``."""
        if unknown := row.keys() - form.keys():
            raise self.broken(f"one of its {name} has {min(unknown)!r}; known are {', '.join(form)}")
        for key, value in row.items():
            kinds = form[key][0]
            if not isinstance(value, kinds):
                raise self.broken(f"one of its {name} has a {key} that is no {_WORDS[kinds[0]]}")
        full = {key: default for key, (_, default) in form.items()} | dict(row)
        needed = next(iter(form))
        if not str(full[needed]).strip():
            raise self.broken(f"one of its {name} has no {needed}")
        return full

    def one_of(self, value: str, allowed: tuple[str, ...], name: str) -> str:
        """The value, refused when it is none of those."""
        if value not in allowed:
            known = ", ".join(filter(None, allowed))
            raise self.broken(f"a {name} is {value!r}; it must be one of {known}")
        return value

    def broken(self, why: str) -> FarmError:
        """The refusal of the file."""
        advice = "Mend it, or make it anew on a server of the farm."
        return FarmError(f"The farm's file {self.path} cannot be used: {why}.", target=self.path, advice=advice)

    def save(self, sections: Mapping[str, Any]) -> None:
        """Put these in the place of the file's own, at once or not at all; others that it has stay.

        Raises:
            FarmError: It cannot be written.
        """
        self._content = None
        kept: dict[str, Any] = {}
        with suppress(FarmError):
            kept = self.content()
        content = {**kept, "version": VERSION, **sections}
        target = Path(self.path)
        part = ""
        try:
            handle, part = tempfile.mkstemp(prefix=".pyupsync-", suffix=".part", dir=target.parent)
            with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - a handle
                json.dump(content, file, ensure_ascii=False, indent=1)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(target)
        except OSError as error:
            words = f"The farm's file {self.path} cannot be written: {error.strerror}."
            raise FarmError(words, target=self.path) from error
        finally:
            with suppress(OSError):
                if part:
                    Path(part).unlink(missing_ok=True)
        self._content = None

    def _bytes(self) -> bytes:
        try:
            with Path(self.path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            words = f"The farm's file {self.path} cannot be read: {error.strerror}."
            advice = "Make it on a server of the farm: pyupsync farm urls --farm sharepoint: --save FILE"
            raise FarmError(words, target=self.path, advice=advice) from error
        if len(data) > MAX_BYTES:
            raise self.broken(f"it has more than {MAX_BYTES} bytes")
        return data
