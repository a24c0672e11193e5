"""Whose pictures an account may write below an OU: everybody counted, those told whom it may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pyupsync.access.findings import read
from pyupsync.access.verdict import PhotoVerdict, photo_verdict
from pyupsync.model import Event, Finding, FindingStatus, Progress, Record
from pyupsync.model.access import SecuredEntry, SecurityAccount
from pyupsync.ports import AccessProbe

ASKED = 25
"""People of an OU whom the server is asked about at most, and as many of those that its list keeps from."""
_EVERY = 500
_WORDS = {
    "NoWriteRight": "without a right",
    "DenyAce": "denied",
    "ProtectedAccount": "that inherit nothing",
    "DescriptorUnread": "whose rights could not be read",
    "GroupsUnread": "while its groups could not be read",
    "ServerRefuses": "where the server says no",
}


@dataclass(slots=True)
class _Tally:
    may: int = 0
    asked: int = 0
    split: int = 0
    protected: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose rights are judged.

    Attributes:
        account: The account.
        names: What people call its groups, by their SIDs.
        probe: Asks the server what it may do; None where it is not the one who logged on, or there is no server.
    """

    account: SecurityAccount
    names: Mapping[str, str]
    probe: AccessProbe | None = None


def judge_people(whom: Whom, ou: str, people: Iterable[SecuredEntry], advice: Callable[[str], str]) -> Iterator[Event]:
    """A Record for everybody whom the account may not write or who is protected, then one Finding for the OU.

    Args:
        whom: Whose right.
        ou: The container.
        people: Everybody below it.
        advice: The command that helps against a cause.
    """
    tally = _Tally()
    for number, person in enumerate(people, 1):
        verdict = photo_verdict(whom.account, person, whom.names)
        server = _ask(tally, verdict, person, whom.probe)
        verdict = _believed(verdict, server=server)
        _count(tally, verdict)
        if not verdict.granted or verdict.protected:
            yield _record(whom.account, person, verdict, server=server)
        if not number % _EVERY:
            yield Progress("Judge rights", number, None, person.dn)
    yield _summary(whom.account, ou, tally, advice)


def _ask(tally: _Tally, verdict: PhotoVerdict, person: SecuredEntry, probe: AccessProbe | None) -> bool | None:
    counted = tally.asked if verdict.granted else tally.refused
    if probe is None or counted >= ASKED:
        return None
    if verdict.granted:
        tally.asked += 1
    else:
        tally.refused += 1
    server = "thumbnailphoto" in probe.writable(person.dn)
    tally.split += verdict.granted is not None and verdict.granted != server
    return server


def _believed(verdict: PhotoVerdict, *, server: bool | None) -> PhotoVerdict:
    if server is None or server == verdict.granted:
        return verdict
    word = "allows it" if server else "does not allow it"
    reason = f"{verdict.reason} The server {word} all the same, and is right."
    return replace(verdict, granted=server, cause="" if server else "NoWriteRight", reason=reason)


def _count(tally: _Tally, verdict: PhotoVerdict) -> None:
    tally.protected += verdict.protected
    if verdict.granted:
        tally.may += 1
    else:
        tally.kept[verdict.cause] += 1


def _record(account: SecurityAccount, person: SecuredEntry, verdict: PhotoVerdict, *, server: bool | None) -> Record:
    facts = {
        "dn": person.dn,
        "account": account.name,
        "person": person.account,
        "granted": verdict.granted,
        "cause": verdict.cause,
        "protected": verdict.protected,
        "adminCount": person.admin_count,
        "inherits": _inherits(person),
        "ace": verdict.evidence,
        "server": server,
    }
    return Record("personAccess", facts)


def _inherits(person: SecuredEntry) -> bool | None:
    descriptor = read(person)
    return None if descriptor is None else not descriptor.protected


def _summary(account: SecurityAccount, ou: str, tally: _Tally, advice: Callable[[str], str]) -> Finding:
    everybody = tally.may + sum(tally.kept.values())
    unread = tally.kept["DescriptorUnread"] + tally.kept["GroupsUnread"]
    refused = everybody - tally.may - unread
    cause = max(tally.kept, key=lambda one: tally.kept[one]) if tally.kept else ""
    status: FindingStatus = "ok"
    if not everybody or unread:
        status = "error" if unread and not tally.may else "warning"
    if refused:
        status = "warning" if refused == tally.kept["ProtectedAccount"] and tally.may else "error"
    return Finding(
        check="writePhoto",
        status=status,
        subject=f"{account.name} on {ou}",
        expected="Write thumbnailPhoto of everybody there",
        actual=_actual(tally, everybody),
        advice=advice(cause) if refused or unread else "",
        facts={
            "account": account.name,
            "right": "Write thumbnailPhoto",
            "dn": ou,
            "people": everybody,
            "writable": tally.may,
            "protected": tally.protected,
            "granted": None if not everybody or (unread and not refused) else not refused,
            "cause": cause if everybody else "NobodyThere",
            "asked": tally.asked + tally.refused,
            "disagreements": tally.split,
        },
    )


def _actual(tally: _Tally, everybody: int) -> str:
    if not everybody:
        return "Nobody is there, so nothing was judged."
    text = f"Write thumbnailPhoto: of {tally.may} of {everybody} people"
    kept = [f"{number} {_WORDS.get(cause, cause)}" for cause, number in tally.kept.most_common()]
    text += f" ({', '.join(kept)})." if kept else "."
    if tally.asked + tally.refused:
        text += f" The server was asked about {tally.asked + tally.refused}"
        text += f", and said otherwise of {tally.split}, which was believed." if tally.split else " and says the same."
    return text
