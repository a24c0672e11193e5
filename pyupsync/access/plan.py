"""What has to be granted, and what was granted and may be taken back: single entries of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyupsync.access.aces import Ace, read_ace
from pyupsync.access.descriptor import Descriptor, read_rights
from pyupsync.access.grants import WORDS, Grant, covering, denying, entry_for, holds_protected
from pyupsync.access.judge import token
from pyupsync.access.naming import shown
from pyupsync.access.sddl import ace_sddl
from pyupsync.errors import DirectoryDenied, UndoUnusable, UpSyncError
from pyupsync.model import Change, Event, Facts, Finding, Outcome
from pyupsync.model.access import GrantRecord, SecuredEntry, SecurityAccount

AREA = "access"


def plan_grants(
    account: SecurityAccount, wanted: Sequence[tuple[str, SecuredEntry]], names: Mapping[str, str]
) -> Iterator[Event]:
    """A Change for every entry that is missing, an Outcome for what is there already, a Finding for what is denied.

    Args:
        account: To whom.
        wanted: Rights, each with the entry it is wanted on.
        names: What people call the account's groups.
    """
    sids = token(account.sid, account.groups or ())
    for right, target in wanted:
        grant = Grant(right, target.dn, entry_for(right, target, account.sid))
        try:
            descriptor = readable(target)
        except UpSyncError as error:
            yield Outcome.of_error(error, area=AREA, action=_action(right), target=target.dn, subject=account.name)
            continue
        yield from _remarks(grant, descriptor, account, sids, names)
        yield _step(grant, descriptor, account, sids, names)


def readable(entry: SecuredEntry) -> Descriptor:
    """The descriptor of an entry that is to be changed.

    Raises:
        DirectoryDenied: It could not be read.
        DescriptorUnreadable: It is none.
    """
    if entry.descriptor is None:
        raise DirectoryDenied(
            f"The account that logged on may not read the rights on {entry.dn}.",
            target=entry.dn,
            advice="Log on as an administrator of the domain, or of that OU.",
        )
    return read_rights(entry.descriptor)


def _step(
    grant: Grant, descriptor: Descriptor, account: SecurityAccount, sids: frozenset[str], names: Mapping[str, str]
) -> Change | Outcome:
    facts = _facts(grant.ace, right=grant.right, account=account.name)
    there = covering(descriptor, grant.ace, sids)
    if there is not None or descriptor.dacl is None:  # a list where there was none would shut everybody else out
        return Outcome(
            area=AREA,
            action=_action(grant.right),
            target=grant.dn,
            status="unchanged",
            code="UpToDate",
            reason=_has_it(there, account, names),
            before=facts,
            after=facts,
            subject=account.name,
        )
    identity = f"{AREA}/{grant.dn.lower()}/{grant.ace.raw.hex()}"
    return Change(identity, AREA, _action(grant.right), grant.dn, None, facts, account.name, grant.ace.raw)


def _has_it(there: Ace | None, account: SecurityAccount, names: Mapping[str, str]) -> str:
    if there is None:
        return "There is no list, so everybody may do everything there already."
    whom = "The account" if there.sid == account.sid else shown(there.sid, names)
    return f"{whom[0].upper()}{whom[1:]} has it already: {ace_sddl(there)}"


def _action(right: str) -> str:
    return f"Grant {WORDS[right]}"


def _facts(ace: Ace, **more: str) -> Facts:
    return {"kind": "ace", "name": "ace", "data": ace_sddl(ace), **more}


def _remarks(
    grant: Grant, descriptor: Descriptor, account: SecurityAccount, sids: frozenset[str], names: Mapping[str, str]
) -> Iterator[Finding]:
    for ace in denying(descriptor, grant.ace, sids):
        yield Finding(
            check="deny",
            status="warning",
            subject=grant.dn,
            expected=f"nothing denies {account.name} {WORDS[grant.right]}",
            actual=f"An entry denies it to {shown(ace.sid, names)}, and goes before what is granted: {ace_sddl(ace)}",
            advice="Take that entry away, or the account out of that group.",
            facts={"cause": "DenyAce", "account": account.name, "dn": grant.dn, "ace": ace_sddl(ace)},
        )
    if not descriptor.canonical:
        yield Finding(
            check="order",
            status="warning",
            subject=grant.dn,
            expected="what is denied before what is allowed, own entries before inherited ones",
            actual="The list is in another order, which Windows' own editor refuses; nothing of it is moved here.",
            facts={"cause": "NotCanonical", "account": account.name, "dn": grant.dn},
        )
    if holds_protected(grant.dn):
        yield Finding(
            check="adminSdHolder",
            status="warning",
            subject=grant.dn,
            expected="protected accounts keep to themselves",
            actual="What is granted here reaches every protected account, administrators among them, within the hour.",
            facts={"cause": "AdminSdHolder", "account": account.name, "dn": grant.dn},
        )


def plan_revocations(records: Iterable[GrantRecord], held: Mapping[str, SecuredEntry]) -> Iterator[Event]:
    """A Change for every granted entry that is still there, the last one granted first; an Outcome for the others.

    Args:
        records: What was granted, as the undo file keeps it.
        held: The entries as they are now, by the DN of the record; those that are gone are missing.
    """
    for record in reversed(list(records)):
        action = f"Revoke {WORDS.get(record.right, record.right)}"
        entry = held.get(record.dn)
        try:
            ace = _ace_of(record)
            there = entry is not None and ace in readable(entry).aces
        except UpSyncError as error:
            yield Outcome.of_error(error, area=AREA, action=action, target=record.dn, subject=record.account)
            continue
        facts = _facts(ace, right=record.right, account=record.account)
        if there:
            identity = f"{AREA}/{record.dn.lower()}/{ace.raw.hex()}"
            yield Change(identity, AREA, action, record.dn, facts, None, record.account, ace.raw)
        else:
            why = "It is not there any more." if entry else "There is no such entry any more."
            yield Outcome(AREA, action, record.dn, "unchanged", "UpToDate", why, subject=record.account)


def _ace_of(record: GrantRecord) -> Ace:
    try:
        return read_ace(record.ace, 0, len(record.ace))
    except ValueError as error:
        said = f"What the undo file says was granted on {record.dn} is no entry: {error}."
        raise UndoUnusable(said, target=record.dn) from error
