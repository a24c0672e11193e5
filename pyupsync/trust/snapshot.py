"""What a store holds, read once and found by name, by thumbprint or by either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyupsync.errors import CertificateUnreadable
from pyupsync.model import Facts, TrustedRoot
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.chains import age_of
from pyupsync.trust.names import LOCAL_NAME, fold, has_local_subject

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
    thumbprints: Mapping[str, tuple[Entry, ...]]
    names: Mapping[str, Entry]

    @classmethod
    def of(cls, store: Sequence[TrustedRoot]) -> Snapshot:
        """Read every entry; a broken one is kept as an entry, since it can still be removed.

        The farm's own authority is the one named ``local``: deleting it breaks claims and search (KB2545744). Farms
        that share services trust each other's roots, of the same subject under other names: those are like any other.
        Where none is named ``local``, each of that subject may be the farm's own.
        """
        named = any(fold(root.name) == LOCAL_NAME for root in store)
        ordered = sorted(store, key=lambda root: (fold(root.name), root.id))
        entries = tuple(_entry(root, by_subject=not named) for root in ordered)
        holders: dict[str, tuple[Entry, ...]] = {}
        for entry in entries:
            holders[entry.root.thumbprint] = (*holders.get(entry.root.thumbprint, ()), entry)
        return cls(entries, holders, {fold(entry.root.name): entry for entry in reversed(entries)})

    def certificates(self) -> list[Certificate]:
        """Every certificate that can be read."""
        return [entry.certificate for entry in self.entries if entry.certificate]

    def newest_first(self) -> Iterator[tuple[Certificate, Entry]]:
        """Every entry that can be read, with its certificate; those that end last come first."""
        readable = [(entry.certificate, entry) for entry in self.entries if entry.certificate]
        yield from sorted(readable, key=lambda pair: age_of(pair[0]), reverse=True)

    def by_thumbprint(self, thumbprint: str, name: str = "") -> Entry | None:
        """The entry with this certificate: of several, the one of this name, else the first."""
        holders = self.thumbprints.get(thumbprint, ())
        return next((entry for entry in holders if fold(entry.root.name) == fold(name)), next(iter(holders), None))

    def doubles_of(self, entry: Entry) -> tuple[Entry, ...]:
        """The other entries with the same certificate."""
        return tuple(other for other in self.thumbprints[entry.root.thumbprint] if other is not entry)

    def by_name(self, name: str) -> Entry | None:
        """The entry of this name, in any case."""
        return self.names.get(fold(name))

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


def _entry(root: TrustedRoot, *, by_subject: bool) -> Entry:
    try:
        certificate = from_der(root.der, f"trust store, {root.name}")
    except CertificateUnreadable:
        certificate = None
    own = by_subject and certificate is not None and has_local_subject(certificate)
    return Entry(root, certificate, own or fold(root.name) == LOCAL_NAME)
