"""Of which directory a file of granted rights is."""

from __future__ import annotations

from collections.abc import Iterable

from pyupsync.errors import UndoUnusable
from pyupsync.model.access import AccessDomain, GrantRecord


def refuse_elsewhere(records: Iterable[GrantRecord], domain: AccessDomain) -> None:
    """Refuse what was granted in another domain: it is still there, and not found here.

    Raises:
        UndoUnusable: One of the records is of neither the domain nor its forest's configuration.
    """
    roots = [_plain(root) for root in (domain.dn, domain.configuration) if root]
    for record in records:
        dn = _plain(record.dn)
        if not any(dn == root or dn.endswith(f",{root}") for root in roots):
            raise UndoUnusable(
                f"The undo file is of another domain: it has {record.dn}, and this directory has {domain.dn}.",
                target=record.dn,
                advice="Name the directory it was granted in; nothing was taken back.",
            )


def _plain(dn: str) -> str:
    return dn.replace(", ", ",").casefold()
