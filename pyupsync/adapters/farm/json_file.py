"""What a farm said of itself, kept in a JSON file: carried to where the farm is not, or written by hand.

    {"version": 1,
     "urls": [{"url": …, "zone": …, "web_application": …, "origin": …}],
     "accounts": [{"name": …, "role": …}]}

Of an address only ``url`` is needed: the others are empty then, and its origin is an alternate access mapping. Of an
account only ``name``, which then is that of the User Profile service application.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from pyupsync.errors import FarmError
from pyupsync.model import AccountRole, FarmUrl, ServiceAccount, UrlOrigin, UrlZone

VERSION = 1
MAX_BYTES = 16 * 1024 * 1024
"""Bytes read of such a file at most."""

_URL = {"url": "", "zone": "", "web_application": "", "origin": "alternate access mapping"}
_ACCOUNT = {"name": "", "role": "User Profile service application"}


class FarmFile:
    """A farm in a file, read with the first question.

    Args:
        path: The file: UTF-8, or UTF-16 as Windows PowerShell writes it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._content: dict[str, Any] | None = None

    def urls(self) -> Sequence[FarmUrl]:
        """The addresses, in the file's order."""
        return tuple(self._url(row) for row in self._rows("urls", _URL))

    def accounts(self) -> Sequence[ServiceAccount]:
        """The accounts, in the file's order."""
        return tuple(self._account(row) for row in self._rows("accounts", _ACCOUNT))

    def _url(self, row: dict[str, str]) -> FarmUrl:
        zone = cast("UrlZone", self._one_of(row["zone"], get_args(UrlZone), "zone"))
        origin = cast("UrlOrigin", self._one_of(row["origin"], get_args(UrlOrigin), "origin"))
        return FarmUrl(row["url"].rstrip("/"), zone, row["web_application"], origin)

    def _account(self, row: dict[str, str]) -> ServiceAccount:
        role = cast("AccountRole", self._one_of(row["role"], get_args(AccountRole), "role"))
        return ServiceAccount(row["name"], role)

    def _rows(self, name: str, form: dict[str, str]) -> list[dict[str, str]]:
        rows = self._read().get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._broken(f"its {name} are no list of objects")
        return [self._row(row, name, form) for row in rows]

    def _row(self, row: dict[str, Any], name: str, form: dict[str, str]) -> dict[str, str]:
        if unknown := row.keys() - form.keys():
            raise self._broken(f"one of its {name} has {min(unknown)!r}; known are {', '.join(form)}")
        if not all(isinstance(value, str) for value in row.values()):
            raise self._broken(f"one of its {name} has a value that is no text")
        full = form | row
        needed = next(iter(form))
        if not full[needed].strip():
            raise self._broken(f"one of its {name} has no {needed}")
        return full

    def _one_of(self, value: str, allowed: tuple[str, ...], name: str) -> str:
        if value not in allowed:
            known = ", ".join(filter(None, allowed))
            raise self._broken(f"a {name} is {value!r}; it must be one of {known}")
        return value

    def _read(self) -> dict[str, Any]:
        if self._content is None:
            try:
                content = json.loads(self._bytes())
            except (ValueError, RecursionError) as error:
                raise self._broken(f"it is no JSON: {error}") from error
            if not isinstance(content, dict) or content.get("version") != VERSION:
                raise self._broken(f"it is not of version {VERSION}")
            self._content = content
        return self._content

    def _bytes(self) -> bytes:
        try:
            with Path(self._path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            words = f"The farm's file {self._path} cannot be read: {error.strerror}."
            advice = "Make it on a server of the farm: pyupsync farm urls --farm sharepoint: --save FILE"
            raise FarmError(words, target=self._path, advice=advice) from error
        if len(data) > MAX_BYTES:
            raise self._broken(f"it has more than {MAX_BYTES} bytes")
        return data

    def _broken(self, why: str) -> FarmError:
        advice = "Mend it, or make it anew on a server of the farm."
        return FarmError(f"The farm's file {self._path} cannot be used: {why}.", target=self._path, advice=advice)


def write_farm_file(path: str, urls: Iterable[FarmUrl], accounts: Iterable[ServiceAccount]) -> None:
    """Write such a file, at once or not at all; one that is there is replaced.

    Raises:
        FarmError: It cannot be written.
    """
    content = {"version": VERSION, "urls": list(map(asdict, urls)), "accounts": list(map(asdict, accounts))}
    target = Path(path)
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
        raise FarmError(f"The farm's file {path} cannot be written: {error.strerror}.", target=path) from error
    finally:
        with suppress(OSError):
            if part:
                Path(part).unlink(missing_ok=True)
