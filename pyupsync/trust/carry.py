"""One planned change, made in a store."""

from __future__ import annotations

from pyupsync.errors import TrustStoreError
from pyupsync.model import Change
from pyupsync.ports import TrustStore
from pyupsync.trust import steps


def make_change(store: TrustStore, change: Change) -> None:
    """Make one change of `plan_trust` in ``store``.

    Raises:
        AlreadyTrusted: Another run has made it meanwhile.
        TrustStoreError: The store refused, or is not as it was planned for, or the change is none of this plan's.
    """
    before = change.before or {}
    identity, holding = str(before.get("id", "")), str(before.get("thumbprint", ""))
    if change.action == steps.ADD and change.payload:
        store.add(change.target, change.payload)
    elif change.action == steps.REPLACE and change.payload:
        store.replace(identity, change.payload, holding)
    elif change.action == steps.RENAME:
        store.rename(identity, str((change.after or {}).get("name", "")), holding)
    elif change.action == steps.REMOVE:
        store.remove(identity, holding)
    else:
        raise TrustStoreError(f"{change.action!r} is no change of a trust store.", target=change.target)
