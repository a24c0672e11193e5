"""What is granted for a right: one entry of one list each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyupsync.access.aces import CONTAINER_INHERIT, INHERIT_ONLY, NO_PROPAGATE, Ace
from pyupsync.access.descriptor import Descriptor, read_rights
from pyupsync.access.judge import token
from pyupsync.access.rights import (
    CONTROL_ACCESS,
    CREATE_CHILD,
    PERSONAL_INFORMATION,
    REPLICATE_CHANGES,
    THUMBNAIL_PHOTO,
    USER_CLASS,
    WRITE_PROPERTY,
)
from pyupsync.errors import DescriptorUnreadable
from pyupsync.model.access import AccessDomain, SecuredEntry, SecurityAccount

WORDS = {
    "write-photo": "Write thumbnailPhoto",
    "write-all": "Write All Properties",
    "create-child": "Create Child Objects",
    "replicate": "Replicate Directory Changes",
}
_ADMIN_SD_HOLDER = "cn=adminsdholder,"


@dataclass(frozen=True, slots=True)
class Grant:
    """One entry that is to be there.

    Attributes:
        right: The right's word.
        dn: On which entry.
        ace: What is to be in its list.
    """

    right: str
    dn: str
    ace: Ace


def entry_for(right: str, target: SecuredEntry, sid: str) -> Ace:
    """The least entry that gives a right on a target and what is below it.

    Of an OU the people below it are meant, of a person or AdminSDHolder itself. The classic rights are for this object
    and all descendants, as SharePoint's documentation wants them.
    """
    if right == "replicate":
        return Ace.make(sid, CONTROL_ACCESS, object_type=REPLICATE_CHANGES)
    if right == "create-child":
        return Ace.make(sid, CREATE_CHILD, flags=CONTAINER_INHERIT)
    if right == "write-all":
        return Ace.make(sid, WRITE_PROPERTY, flags=CONTAINER_INHERIT)
    if "user" in (name.lower() for name in target.classes) or holds_protected(target.dn):
        return Ace.make(sid, WRITE_PROPERTY, object_type=THUMBNAIL_PHOTO)
    flags = CONTAINER_INHERIT | INHERIT_ONLY
    return Ace.make(sid, WRITE_PROPERTY, flags=flags, object_type=THUMBNAIL_PHOTO, inherited_type=USER_CLASS)


def holds_protected(dn: str) -> bool:
    """Whether it is AdminSDHolder, whose list protected accounts get every hour ([MS-ADTS] 3.1.1.6.1)."""
    return dn.lower().startswith(_ADMIN_SD_HOLDER)


def targets(right: str, domain: AccessDomain, ous: tuple[str, ...]) -> tuple[str, ...]:
    """Where a right is granted: on the OUs, or on the partitions that are replicated."""
    return partitions(domain) if right == "replicate" else ous


def partitions(domain: AccessDomain) -> tuple[str, ...]:
    """The roots that Replicate Directory Changes is needed on.

    The configuration partition only where the NetBIOS name is not the first label of the DNS name.
    https://learn.microsoft.com/sharepoint/administration/plan-profile-synchronization-for-sharepoint-server-2013
    """
    label = domain.dns.partition(".")[0]
    differ = bool(domain.netbios) and domain.netbios.lower() != label.lower()
    return (domain.dn, domain.configuration) if differ and domain.configuration else (domain.dn,)


def covering(descriptor: Descriptor, wanted: Ace, sids: frozenset[str]) -> Ace | None:
    """An entry that gives the account all that ``wanted`` would; None when there is none."""
    return next((ace for ace in descriptor.aces if ace.allows and ace.sid in sids and _covers(ace, wanted)), None)


def has_grant(account: SecurityAccount, container: SecuredEntry) -> bool:
    """Whether the entry that granting to write pictures would add there is there, or one that gives as much."""
    try:
        descriptor = read_rights(container.descriptor or b"")
    except DescriptorUnreadable:
        return False
    wanted = entry_for("write-photo", container, account.sid)
    return covering(descriptor, wanted, token(account.sid, account.groups or ())) is not None


def _covers(ace: Ace, wanted: Ace) -> bool:
    wide = {"", wanted.object_type} | ({PERSONAL_INFORMATION} if wanted.object_type == THUMBNAIL_PHOTO else set())
    enough = not wanted.mask & ~ace.rights and ace.object_type in wide
    to_all = ace.inherited_type in {"", wanted.inherited_type}
    here = wanted.inherit_only or not ace.inherit_only
    below = not wanted.flags & CONTAINER_INHERIT or (
        bool(ace.flags & CONTAINER_INHERIT) and not ace.flags & NO_PROPAGATE
    )
    return enough and to_all and here and below


def denying(descriptor: Descriptor, wanted: Ace, sids: frozenset[str]) -> Iterator[Ace]:
    """Entries that deny the account some of what ``wanted`` gives, here or below."""
    wide = {"", wanted.object_type, PERSONAL_INFORMATION, USER_CLASS} if wanted.object_type else None
    for ace in descriptor.aces:
        if ace.denies and ace.sid in sids and ace.rights & wanted.mask and (wide is None or ace.object_type in wide):
            yield ace


def added(descriptor: Descriptor, ace: Ace) -> Descriptor:
    """The descriptor with one entry more: behind its own ones, before those that are inherited; no other is moved."""
    aces = descriptor.aces
    place = next((number for number, one in enumerate(aces) if one.inherited), len(aces))
    return descriptor.with_aces((*aces[:place], ace, *aces[place:]))


def removed(descriptor: Descriptor, ace: Ace) -> Descriptor | None:
    """The descriptor without one entry that is byte for byte that one; None when there is none."""
    aces = list(descriptor.aces)
    if ace not in aces:
        return None
    aces.reverse()
    aces.remove(ace)  # the last one: where it was there before, that one stays
    aces.reverse()
    return descriptor.with_aces(tuple(aces))
