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


def read_toml(path: str, *names: str) -> dict[str, Any]:
    """Read the ``[photos]`` table of a configuration file.

    Args:
        path: The file.
        names: Tables to be read instead, one at least; a setting of a later one stands before an earlier one's.

    Raises:
        UsageError: No such file, no TOML, or no such table.
    """
    try:
        with Path(path).open("rb") as file:
            content = tomllib.load(file)
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.", target=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} is not valid TOML: {error}.", target=path) from error
    tables = [table for name in names or ("photos",) if isinstance(table := content.get(name), dict)]
    if not tables:
        wanted = " or ".join(f"[{name}]" for name in names or ("photos",))
        raise UsageError(f"The configuration {path} has no {wanted} table.", target=path)
    return {key: value for table in tables for key, value in table.items()}
