"""What a store holds, read once and found by name, by thumbprint or by either."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyupsync.errors import CertificateUnreadable
from pyupsync.model import Facts, TrustedRoot
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.names import fold, is_local

_THUMBPRINT = re.compile(r"[0-9A-F]{40}")
# Windows' certificate window puts a left-to-right mark before a copied thumbprint.
_AROUND_DIGITS = re.compile(r"[\s:\u200e\u200f\ufeff-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One authority of the store; ``certificate`` is None when its bytes cannot be read as one."""

    root: TrustedRoot
    certificate: Certificate | None
    local: bool

    def facts(self) -> Facts:
        """What a plan says of it."""
        known = self.certificate.facts(self.root.name) if self.certificate else {"name": self.root.name}
        return {"id": self.root.id, "thumbprint": self.root.thumbprint, **known}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store as it was when it was read."""

    entries: tuple[Entry, ...]
    thumbprints: Mapping[str, Entry]

    @classmethod
    def of(cls, store: Sequence[TrustedRoot]) -> Snapshot:
        """Read every entry; a broken one is kept as an entry, since it can still be removed."""
        entries = tuple(_entry(root) for root in sorted(store, key=lambda root: (fold(root.name), root.id)))
        return cls(entries, {entry.root.thumbprint: entry for entry in reversed(entries)})

    def certificates(self) -> list[Certificate]:
        """Every certificate that can be read."""
        return [entry.certificate for entry in self.entries if entry.certificate]

    def by_thumbprint(self, thumbprint: str) -> Entry | None:
        """The entry with this certificate."""
        return self.thumbprints.get(thumbprint)

    def by_name(self, name: str) -> Entry | None:
        """The entry of this name, in any case."""
        return next((entry for entry in self.entries if fold(entry.root.name) == fold(name)), None)

    def meant_by(self, word: str) -> tuple[Entry, ...]:
        """The entries that a name or a thumbprint means."""
        thumbprint = as_thumbprint(word)
        return tuple(
            entry
            for entry in self.entries
            if fold(entry.root.name) == fold(word) or entry.root.thumbprint == thumbprint
        )


def as_thumbprint(word: str) -> str:
    """``word`` as a thumbprint (40 upper-case hex digits), empty when it is none. Blanks and colons are dropped."""
    digits = _AROUND_DIGITS.sub("", word).upper()
    return digits if _THUMBPRINT.fullmatch(digits) else ""


def _entry(root: TrustedRoot) -> Entry:
    try:
        certificate = from_der(root.der, f"trust store, {root.name}")
    except CertificateUnreadable:
        certificate = None
    return Entry(root, certificate, is_local(root, certificate))
