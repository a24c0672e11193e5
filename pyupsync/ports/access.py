"""Rights in a directory: read, asked for, changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyupsync.model.access import AccessDomain, SecuredEntry, SecurityAccount


class AccessDirectory(Protocol):
    """Security descriptors of a directory's entries, and whom they are about."""

    @property
    def access_domain(self) -> AccessDomain:
        """The domain it serves."""
        ...

    def account(self, name: str) -> SecurityAccount:
        r"""The account that ``DOMAIN\user``, ``user@domain``, a SID or a DN names; the empty name is who logged on.

        Raises:
            ServiceAccountError: There is none, or the name means several.
        """
        ...

    def entry(self, dn: str) -> SecuredEntry:
        """One entry.

        Raises:
            PersonNotFound: There is none.
        """
        ...

    def people(self, dn: str) -> Iterator[SecuredEntry]:
        """Everybody at or below an entry."""
        ...

    def names(self, sids: frozenset[str]) -> dict[str, str]:
        """The accounts and groups of this domain with those SIDs, by what people call them."""
        ...

    def write_dacl(self, dn: str, descriptor: bytes) -> None:
        """Replace the discretionary list of one entry, and nothing else.

        Raises:
            DirectoryDenied: The account that logged on may not.
        """
        ...

    def close(self) -> None:
        """Log off; calling it twice does no harm."""
        ...


class AccessProbe(Protocol):
    """What the server itself says the account that logged on may do; a file cannot say."""

    def writable(self, dn: str) -> frozenset[str]:
        """allowedAttributesEffective: attributes of the entry that it may write, in lower case."""
        ...

    def creatable(self, dn: str) -> frozenset[str]:
        """allowedChildClassesEffective: classes it may create below the entry, in lower case."""
        ...

    def replicates(self, dn: str) -> bool:
        """Whether it may read all changes of the partition with that root: DirSync without OBJECT_SECURITY."""
        ...
