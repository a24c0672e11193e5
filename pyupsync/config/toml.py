"""The configuration file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pyupsync.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_toml(path: str) -> dict[str, Any]:
    """Read the ``[photos]`` table of a configuration file.

    Raises:
        UsageError: No such file, no TOML, or no such table.
    """
    return read_tables(path, "photos")[0]


def read_tables(path: str, *names: str) -> list[dict[str, Any]]:
    """Read several tables of a configuration file, in that order; one of them must be there, the others are empty.

    Raises:
        UsageError: No such file, no TOML, or none of these tables.
    """
    try:
        with Path(path).open("rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.", target=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} is not valid TOML: {error}.", target=path) from error
    tables = [table if isinstance(table := content.get(name), dict) else None for name in names]
    if not any(table is not None for table in tables):
        wanted = " or ".join(f"[{name}]" for name in names)
        raise UsageError(f"The configuration {path} has no {wanted} table.", target=path)
    return [table or {} for table in tables]
