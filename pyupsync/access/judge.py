"""Whether a security descriptor lets an account do something, and which entry says so ([MS-ADTS] 5.1.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyupsync.access.aces import CONDITIONAL, Ace
from pyupsync.access.descriptor import Descriptor
from pyupsync.access.rights import AUTHENTICATED_USERS, CHANGE_RIGHTS, EVERYONE, OWNER_RIGHTS, SELF, Need


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a descriptor says to one need.

    Attributes:
        granted: Whether it is given.
        ace: The entry that decides; None where none does: nothing was given, or there is no list.
        conditional: An entry with a condition that might decide otherwise; conditions are not evaluated here.
    """

    granted: bool
    ace: Ace | None = None
    conditional: Ace | None = None


def token(sid: str, groups: Iterable[str] = ()) -> frozenset[str]:
    """Everything an account is once it has logged on: itself, its groups, and what everybody is.

    Args:
        sid: The account's.
        groups: SIDs of all its groups, nested ones and the primary one among them.
    """
    return frozenset({sid, *groups, EVERYONE, AUTHENTICATED_USERS})


def judge(descriptor: Descriptor, sids: frozenset[str], need: Need, *, own_sid: str = "") -> Judgement:
    """Judge one right. The first entry that is for the account and the right decides, as the server does.

    Args:
        descriptor: Of the entry.
        sids: The account's, as ``token`` gives them.
        need: One right.
        own_sid: objectSid of the entry: whom SELF means there.
    """
    if descriptor.dacl is None:
        return Judgement(granted=True)
    meant = {*sids, *((SELF,) if own_sid and own_sid in sids else ())}
    if descriptor.owner in sids:
        meant.add(OWNER_RIGHTS)
    conditional: Ace | None = None
    for ace in descriptor.aces:
        if ace.inherit_only or ace.sid not in meant or not ace.rights & need.mask:
            continue
        if ace.object_type and ace.object_type not in need.path:
            continue
        if ace.kind in CONDITIONAL:
            conditional = conditional or ace
        elif ace.allows or ace.denies:
            return Judgement(ace.allows, ace, conditional)
    return Judgement(granted=False, conditional=conditional)


def may_change_rights(descriptor: Descriptor, sids: frozenset[str]) -> bool:
    """Whether the account may write the list itself; its owner may, unless OWNER RIGHTS are spelled out."""
    own_rules = any(ace.sid == OWNER_RIGHTS and not ace.inherit_only for ace in descriptor.aces)
    if descriptor.owner in sids and not own_rules:
        return True
    return judge(descriptor, sids, CHANGE_RIGHTS).granted
