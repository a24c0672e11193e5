"""What an account may do and what it may not, as findings: one for each right and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyupsync.access.descriptor import Descriptor, read_rights
from pyupsync.access.judge import judge, may_change_rights, token
from pyupsync.access.naming import shown
from pyupsync.access.rights import FULL_CONTROL, REPLICATE_ALL, Need
from pyupsync.access.sddl import ace_sddl
from pyupsync.errors import DescriptorUnreadable
from pyupsync.model import Facts, Finding, FindingStatus
from pyupsync.model.access import SecuredEntry, SecurityAccount

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a descriptor and the server say to one right.

    Attributes:
        granted: By the descriptor; None where it could not be read.
        cause: Why not, empty where it is granted.
        ace: The entry that decides, as SDDL.
        whom: Whom that entry is for.
        server: What the server answered when it was asked; None when it was not.
        conditional: An entry with a condition, which is not judged here and may say otherwise.
    """

    granted: bool | None
    cause: str = ""
    ace: str = ""
    whom: str = ""
    server: bool | None = None
    conditional: str = ""

    @property
    def answer(self) -> bool | None:
        """What is believed: the server, where it was asked."""
        return self.granted if self.server is None else self.server

    @property
    def split(self) -> bool:
        """Whether the two say different things."""
        return None not in (self.granted, self.server) and self.granted != self.server


def say(account: SecurityAccount, entry: SecuredEntry, need: Need, names: Names, *, server: bool | None = None) -> Said:
    """Judge a right on an entry.

    Args:
        account: Whose.
        entry: On what.
        need: Which.
        names: What people call the account's groups.
        server: What the server said, None when it was not asked.
    """
    descriptor = read(entry)
    if descriptor is None:
        return Said(None, "DescriptorUnread", server=server)
    judged = judge(descriptor, token(account.sid, account.groups or ()), need, own_sid=entry.sid)
    if not judged.granted and account.groups is None:
        return Said(None, "GroupsUnread", server=server)
    ace = ace_sddl(judged.ace) if judged.ace else ""
    whom = shown(judged.ace.sid, {**names, account.sid: account.name}) if judged.ace else ""
    cause = "" if judged.granted else ("DenyAce" if judged.ace else "NoRight")
    conditional = ace_sddl(judged.conditional) if judged.conditional else ""
    return Said(judged.granted, cause, ace, whom, server, conditional)


def read(entry: SecuredEntry) -> Descriptor | None:
    """An entry's descriptor, None where it could not be had or is none."""
    if entry.descriptor is None:
        return None
    try:
        return read_rights(entry.descriptor)
    except DescriptorUnreadable:
        return None


def right_finding(
    account: SecurityAccount, check: str, words: str, entry: SecuredEntry, said: Said, *, required: bool, advice: str
) -> Finding:
    """A finding on one right in one place.

    Args:
        account: Whose.
        check: A stable word.
        words: What people call the right.
        entry: Where.
        said: What was judged.
        required: Whether it is a fault that it is missing.
        advice: What grants it, as a command.
    """
    status: FindingStatus = "ok"
    if said.answer is None:
        status = "error" if required else "warning"
    elif not said.answer:
        status = "error" if required else "info"
    return Finding(
        check=check,
        status=status,
        subject=f"{account.name} on {entry.dn}",
        expected=words if required else f"{words} (for SharePoint's own synchronization with export only)",
        actual=_actual(words, said),
        advice=advice if said.answer is False and required else _unknown_advice(said),
        facts=_facts(account, words, entry, said),
    )


def _actual(words: str, said: Said) -> str:
    by_list = {
        True: f"granted to {said.whom} by {said.ace}" if said.ace else "granted: there is no list",
        False: f"denied to {said.whom} by {said.ace}" if said.ace else "not granted",
        None: "the rights could not be read" if said.cause == "DescriptorUnread" else "its groups could not be read",
    }[said.granted]
    text = f"{words}: {by_list}."
    if said.conditional:
        text += f" An entry with a condition, which is not judged here, may say otherwise: {said.conditional}."
    if said.split:
        word = "allows it" if said.server else "does not allow it"
        return f"{text} The server {word} all the same, and is right."
    if said.granted is None and said.server is not None:
        return f"{text} The server {'allows it' if said.server else 'does not allow it'}."
    return text


def _unknown_advice(said: Said) -> str:
    if said.answer is not None:
        return ""
    return "Log on as an account that may read permissions there, or as the account itself."


def _facts(account: SecurityAccount, words: str, entry: SecuredEntry, said: Said) -> Facts:
    cause = said.cause if not said.answer else ""
    return {
        "account": account.name,
        "right": words,
        "dn": entry.dn,
        "granted": said.answer,
        "cause": cause or ("NoRight" if said.answer is False else ""),
        "ace": said.ace,
        "server": said.server,
    }


def too_much(account: SecurityAccount, root: SecuredEntry, names: Names) -> Iterator[Finding]:
    """Warnings of what an account may do to the whole domain and never needs: DCSync, full control, permissions."""
    descriptor = read(root)
    if descriptor is None:
        return
    sids = token(account.sid, account.groups or ())
    bits = [1 << bit for bit in range(20) if FULL_CONTROL & (1 << bit)]
    if all(judge(descriptor, sids, Need(bit, (), "")).granted for bit in bits):
        yield _warning(account, root, "FullControl", "It has full control of the whole domain")
    elif may_change_rights(descriptor, sids):
        yield _warning(account, root, "MayChangeRights", "It may give itself any right on the whole domain")
    said = say(account, root, REPLICATE_ALL, names)
    if said.granted:
        why = f"by {said.ace}, given to {said.whom}" if said.ace else "since there is no list"
        yield _warning(account, root, "DCSync", f"It may read every password's hash (DCSync), {why}")


def _warning(account: SecurityAccount, root: SecuredEntry, cause: str, actual: str) -> Finding:
    advice = {
        "DCSync": "Revoke Replicating Directory Changes All: no synchronization of pictures or profiles needs it.",
        "FullControl": "Use an account of its own, with the rights it needs: pyupsync access grant.",
        "MayChangeRights": "Use an account of its own, with the rights it needs: pyupsync access grant.",
    }[cause]
    return Finding(
        check="tooMuch",
        status="warning",
        subject=f"{account.name} on {root.dn}",
        expected="no more than it needs",
        actual=f"{actual}.",
        advice=advice,
        facts={"account": account.name, "dn": root.dn, "cause": cause},
    )
