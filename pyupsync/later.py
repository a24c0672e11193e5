"""Packages that import their modules with the first use of a name: most uses need a small part of everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def later(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """A package's ``__getattr__`` (PEP 562).

    Args:
        package: Its ``__name__``.
        homes: Names that can be imported from it, by the module below it that has them.
    """
    where = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> object:
        home = where.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{package}.{home}"), name)
        setattr(import_module(package), name, found)  # asked for once
        return found

    return find
