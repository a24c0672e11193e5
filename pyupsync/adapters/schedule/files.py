"""Definitions in a folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from pyupsync.adapters.durable import settle
from pyupsync.errors import ScheduleError


def read_definition(path: Path, encoding: str) -> str | None:
    """The text, None for no file.

    Raises:
        ScheduleError: It cannot be read.
    """
    try:
        return path.read_bytes().decode(encoding, "replace").removeprefix("\ufeff")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ScheduleError(f"{path} cannot be read: {error.strerror}.", target=str(path)) from error


def write_definition(path: Path, data: bytes) -> None:
    """Put it there whole, or not at all.

    Raises:
        ScheduleError: It cannot be written.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        advice = "Run it as an administrator." if isinstance(error, PermissionError) else ""
        raise ScheduleError(f"{path} cannot be written: {error.strerror}.", target=str(path), advice=advice) from error
    settle(path.parent)
