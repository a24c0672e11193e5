"""From loose settings to checked ones: names, kinds, choices."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyupsync.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    """Refuse a value that is none of a setting's choices."""
    if value not in allowed:
        raise UsageError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.", target=value)


def unknown(key: str, known: Iterable[str]) -> UsageError:
    """The refusal of a setting that does not exist, with the nearest one that does."""
    near = difflib.get_close_matches(key, known, n=1)
    return UsageError(
        f"There is no setting named {key!r}.", target=key, advice=f"Did you mean {near[0]!r}?" if near else ""
    )


_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}


def typed(key: str, value: object, kinds: tuple[type, ...]) -> object:
    """The value, refused when it is of none of the kinds; true and false are no numbers."""
    if not isinstance(value, kinds) or isinstance(value, bool) != (kinds == (bool,)):
        shown = "no text" if key.endswith("password") else repr(value)
        raise UsageError(f"The setting {key!r} is {shown}; it must be {_KINDS[kinds[-1]]}.", target=key)
    return value


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
