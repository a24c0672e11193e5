"""May this account write this picture, and if not, why not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pyupsync.access.descriptor import Descriptor, read_rights
from pyupsync.access.judge import Judgement, judge, token
from pyupsync.access.naming import shown
from pyupsync.access.rights import write_photo
from pyupsync.access.sddl import ace_sddl
from pyupsync.errors import DescriptorUnreadable
from pyupsync.model.access import SecuredEntry, SecurityAccount

Cause = Literal["", "NoWriteRight", "DenyAce", "ProtectedAccount", "DescriptorUnread", "GroupsUnread"]
"""Why not; the last two are no answer: what it takes to answer could not be read."""


@dataclass(frozen=True, slots=True)
class PhotoVerdict:
    """What an entry's descriptor says to writing its picture.

    Attributes:
        granted: Whether the account may; None where that could not be told.
        cause: Why not, empty where it may.
        reason: One sentence.
        evidence: The entry of the list that decides, as SDDL; empty where none does.
        protected: Whether nothing is inherited, or adminCount is 1: what is delegated above does not arrive here.
    """

    granted: bool | None
    cause: Cause
    reason: str
    evidence: str = ""
    protected: bool = False


def photo_verdict(
    account: SecurityAccount, entry: SecuredEntry, names: Mapping[str, str] = MappingProxyType({})
) -> PhotoVerdict:
    """Judge whether an account may write thumbnailPhoto of an entry, by the entry's descriptor alone.

    Args:
        account: Whose right.
        entry: Whose picture.
        names: What people call the account's groups, by their SIDs.
    """
    if entry.descriptor is None:
        return PhotoVerdict(
            None, "DescriptorUnread", f"The rights on {entry.dn} could not be read.", protected=entry.admin_count
        )
    try:
        descriptor = read_rights(entry.descriptor)
    except DescriptorUnreadable as error:
        return PhotoVerdict(None, "DescriptorUnread", f"{entry.dn}: {error.message}", protected=entry.admin_count)
    sids = token(account.sid, account.groups or ())
    judged = judge(descriptor, sids, write_photo(entry.classes), own_sid=entry.sid)
    protected = entry.admin_count or descriptor.protected
    evidence = ace_sddl(judged.ace) if judged.ace else ""
    if judged.granted:
        said = f"{account.name} may write thumbnailPhoto of {entry.dn}."
        return PhotoVerdict(judged.granted, "", said, evidence, protected)
    if account.groups is None:
        said = f"The groups of {account.name} could not be read, and it has no right of its own on {entry.dn}."
        return PhotoVerdict(None, "GroupsUnread", said, evidence, protected)
    cause, reason = _why_not(account, entry, descriptor, judged, names)
    if judged.conditional:
        reason += (
            f" An entry with a condition, which is not judged here, may say otherwise: {ace_sddl(judged.conditional)}"
        )
    return PhotoVerdict(judged.granted, cause, reason, evidence, protected)


def _why_not(
    account: SecurityAccount,
    entry: SecuredEntry,
    descriptor: Descriptor,
    judged: Judgement,
    names: Mapping[str, str],
) -> tuple[Cause, str]:
    who = f"{account.name} may not write thumbnailPhoto of {entry.dn}"
    if judged.ace is not None:
        whom = "it" if judged.ace.sid == account.sid else shown(judged.ace.sid, names)
        where = "inherited from above" if judged.ace.inherited else "set on the entry itself"
        return "DenyAce", f"{who}: an entry that denies it to {whom} is {where}."
    if descriptor.protected:
        guarded = "adminCount is 1 and it" if entry.admin_count else "it"
        return "ProtectedAccount", f"{who}: {guarded} inherits no rights, so none that are delegated above arrive."
    return "NoWriteRight", f"{who}: no entry of its rights gives that to the account or one of its groups."
