"""keyring's backend for Windows' Credential Manager, where there is none.

The signatures and the order of looking are those of https://github.com/jaraco/keyring, keyring/backends/Windows.py:
``get_credential(service, username)`` looks for the generic credential ``USERNAME@SERVICE``, then for ``SERVICE``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SimpleCredential:
    """keyring.credentials.SimpleCredential."""

    username: str
    password: str


class WinVaultKeyring:
    """What is kept, by target."""

    kept: ClassVar[dict[str, SimpleCredential]] = {}

    def get_credential(self, service: str, username: str | None) -> SimpleCredential | None:
        named = self.kept.get(f"{username}@{service}") if username else None
        return named or self.kept.get(service)
