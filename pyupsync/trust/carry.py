"""One planned change, made in a store."""

from __future__ import annotations

from pyupsync.errors import TrustStoreError
from pyupsync.model import Change
from pyupsync.ports import TrustStore
from pyupsync.trust import steps


def make_change(store: TrustStore, change: Change) -> None:
    """Make one change of `plan_trust` in ``store``.

    Raises:
        TrustStoreError: The store refused, or the change is none of this plan's.
    """
    identity = str((change.before or {}).get("id", ""))
    if change.action == steps.ADD and change.payload:
        store.add(change.target, change.payload)
    elif change.action == steps.REPLACE and change.payload:
        store.replace(identity, change.payload)
    elif change.action == steps.RENAME:
        store.rename(identity, str((change.after or {}).get("name", "")))
    elif change.action == steps.REMOVE:
        store.remove(identity)
    else:
        raise TrustStoreError(f"{change.action!r} is no change of a trust store.", target=change.target)
