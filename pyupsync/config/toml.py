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
    try:
        with Path(path).open("rb") as file:
            table = tomllib.load(file).get("photos")
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.", target=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} is not valid TOML: {error}.", target=path) from error
    if not isinstance(table, dict):
        raise UsageError(f"The configuration {path} has no [photos] table.", target=path)
    return table
