"""The values of a Windows registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

RegistryKind = Literal["REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_DWORD", "REG_MULTI_SZ", "REG_QWORD", "REG_NONE"]


@dataclass(frozen=True, slots=True)
class RegistryValue:
    """One typed value of a registry key.

    Attributes:
        name: As the registry writes it; empty for the key's default value.
        kind: The type, by the name Windows gives it.
        data: ``int`` for REG_DWORD and REG_QWORD, ``str`` for REG_SZ and REG_EXPAND_SZ (no terminating NUL),
            a tuple of ``str`` for REG_MULTI_SZ, ``bytes`` for the others.
    """

    name: str
    kind: RegistryKind
    data: bytes | int | str | tuple[str, ...]


RegistrySetting: TypeAlias = tuple[str, str, RegistryValue | None]
"""A key's path, a value's name, and the value; None for none."""
