"""Making one change of a list: looked at again just before, written, and looked at again after."""

from __future__ import annotations

from collections.abc import Callable

from pyupsync.access.aces import Ace, read_ace
from pyupsync.access.descriptor import Descriptor
from pyupsync.access.grants import added, removed
from pyupsync.access.plan import readable
from pyupsync.access.sddl import dacl_sddl
from pyupsync.errors import AccessError, DescriptorChanged
from pyupsync.model import Change
from pyupsync.model.access import GrantRecord, SecuredEntry
from pyupsync.ports import AccessDirectory


class Carrying:
    """Makes changes of a plan, one entry of one list each.

    Args:
        directory: Where.
        seen: The entries as the plan saw them, by DN; they follow what is changed here.
        keep: Keeps what undoes a grant, before it is made.
    """

    def __init__(
        self,
        directory: AccessDirectory,
        seen: dict[str, SecuredEntry],
        keep: Callable[[GrantRecord], None] | None = None,
    ) -> None:
        self._directory = directory
        self._seen = seen
        self._keep = keep

    def make(self, change: Change) -> None:
        """Make one change.

        Raises:
            DescriptorChanged: Somebody else has changed the list since it was planned.
            DirectoryDenied: The account that logged on may not change it.
            AccessError: The directory took it, and does not show it.
        """
        raw = change.payload or b""
        ace = read_ace(raw, 0, len(raw))
        before = self._directory.entry(change.target)
        if before.descriptor != self._seen[change.target].descriptor:
            raise DescriptorChanged(
                f"The rights on {change.target} were changed by somebody else since they were looked at.",
                target=change.target,
                advice="Run again: what is there then is looked at anew.",
            )
        held = readable(before)
        granting = change.after is not None
        after = added(held, ace) if granting else removed(held, ace)
        if after is None:
            raise DescriptorChanged(f"The entry is not there any more on {change.target}.", target=change.target)
        if granting and self._keep:
            self._keep(_record(change, ace, held, before.descriptor or b""))
        self._directory.write_dacl(change.target, after.encode())
        self._look(change.target, ace, there=granting, times=after.aces.count(ace))

    def _look(self, dn: str, ace: Ace, *, there: bool, times: int) -> None:
        now = self._directory.entry(dn)
        self._seen[dn] = now
        if readable(now).aces.count(ace) != times:
            what = "does not show what was granted" if there else "still shows what was revoked"
            raise AccessError(
                f"The directory took the change of the rights on {dn}, and {what}.",
                target=dn,
                advice="See whether something guards that entry and puts its rights back.",
            )


def _record(change: Change, ace: Ace, held: Descriptor, descriptor: bytes) -> GrantRecord:
    right = str((change.after or {}).get("right", ""))
    return GrantRecord(change.target, right, change.subject, ace.raw, dacl_sddl(held), descriptor)
