"""The directory's side of the way: the account, the right to write, the picture there and who put it there."""

from __future__ import annotations

from dataclasses import dataclass

from pyupsync.diagnosis.picture import MadePhotos
from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, Outcome, Person, PhotoFacts, PhotoWrite

Matched = Person | Outcome


@dataclass(frozen=True, slots=True)
class Rights:
    """Whether who is logged on may write a person's picture, and why not.

    Attributes:
        may: As the directory answers; None where it does not.
        cause: Why not, as the entry's rights tell: ``NoWriteRight``, ``DenyAce``, ``ProtectedAccount``.
        reason: The same in a sentence.
        evidence: The entry of the list that decides.
        advice: The command that grants it.
    """

    may: bool | None
    cause: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Who wrote a picture.

    Attributes:
        last: The last write there was; None for none, or where nothing tells.
        published: What a run of pyupsync last put there; None for nothing that is known.
        kept: Whether former runs were asked at all.
    """

    last: PhotoWrite | None = None
    published: PhotoFacts | None = None
    kept: bool = False


def judge_account(account: str, where: str, matched: Seen[Matched]) -> Check:
    """Whether the directory has exactly one entry that the profile means, and one that is in use."""
    station = Station("account", account, f"One account in {where or 'the directory'}")
    if isinstance(matched, Unseen):
        return station.broken(matched)
    if isinstance(matched, Outcome):
        return station.failed(matched.code, matched.reason, matched.advice)
    if matched.disabled:
        said = f"The account {matched.dn} is disabled; address lists do not show it."
        return station.warned("AccountDisabled", said, f'If it is in use again: Enable-ADAccount "{matched.dn}"')
    return station.passed(f"It is {matched.dn}.", *filter(None, (matched.upn, matched.sid)))


def judge_write(matched: Seen[Matched], rights: Seen[Rights]) -> Check:
    """Whether the account that writes may write this person's thumbnailPhoto."""
    station = Station("directoryWrite", _dn(matched), "The right to write thumbnailPhoto")
    if not isinstance(matched, Person):
        why = matched if isinstance(matched, Unseen) else Unseen("There is no one account to look at.")
        return station.unknown(Unseen(why.why, why.advice))
    if isinstance(rights, Unseen):
        return station.unknown(rights)
    if rights.may is None:
        said = "A file does not tell what may be written."
        return station.unknown(Unseen(said, "Give --directory ldaps://HOST/BASE"))
    if rights.may:
        return station.passed("The account that is logged on may write it.", *rights.evidence)
    return station.failed(rights.cause or "NoWriteRight", rights.reason, rights.advice, rights.evidence)


def judge_photo(
    matched: Seen[Matched], made: Seen[MadePhotos], history: Seen[History], export: str, *, blank: bool = False
) -> Check:
    """Whether the directory has what the profile's picture becomes.

    Args:
        matched: The person.
        made: What the picture became.
        history: Who wrote it.
        export: The command that brings it there.
        blank: Whether what the directory has is no picture at all.
    """
    station = Station("photo", "thumbnailPhoto", "What the profile's picture becomes")
    if not isinstance(matched, Person):
        return station.unknown(Unseen("There is no one account to look at."))
    evidence = _written(history)
    there = matched.photo
    if there is not None:
        evidence = [f"There: {_size(there)}, SHA-256 {there.sha256}", *evidence]
    if isinstance(made, Unseen):
        has = "The directory has a picture" if there else "The directory has none"
        return station.unknown(Unseen(f"{has}; what it should be is not known, because the profile's was not had."))
    evidence.append(f"Should be: {_size(made.made.facts)}, SHA-256 {made.made.facts.sha256}")
    if there is None:
        said = "No picture was exported to the directory yet."
        return station.failed("PhotoNotExported", _foreign_or(history, None, said), export, evidence)
    same = {
        made.made.facts.sha256: made.rule,
        made.source: "as it came",
        **{sha: rule for rule, sha in made.others.items()},
    }
    if there.sha256 in same:
        return station.passed(f"The directory has this very picture ({same[there.sha256]}).", *evidence)
    if _foreign(history, there):
        said = "The directory has another picture than a run of pyupsync last put there: somebody else writes it too."
        advice = f"Find out who does (Exchange's Set-UserPhoto?). To write over it: {export} --overwrite-foreign"
        return station.failed("ForeignPhoto", said, advice, evidence)
    cause, said = "PhotoOutdated", "The directory has another picture than the profile."
    if blank:
        cause, said = "PhotoBlank", f"What the directory has is no picture ({_size(there)}): something wrote a blank."
    return station.failed(cause, said, export, evidence)


def _foreign_or(history: Seen[History], there: PhotoFacts | None, said: str) -> str:
    if _foreign(history, there):
        return "The directory has no picture any more: somebody removed what a run of pyupsync put there."
    return said


def _foreign(history: Seen[History], there: PhotoFacts | None) -> bool:
    if isinstance(history, Unseen) or history.published is None:
        return False
    return there is None or there.sha256 != history.published.sha256


def _written(history: Seen[History]) -> list[str]:
    if isinstance(history, Unseen) or history.last is None:
        return []
    last = history.last
    times = "once" if last.version == 1 else f"{last.version} times"
    return [f"Written {times}, last at {last.when:%Y-%m-%d %H:%M:%S} UTC on {last.where}"]


def _size(facts: PhotoFacts) -> str:
    pixels = f"{facts.width}x{facts.height}, " if facts.width else ""
    return f"{pixels}{facts.size:,} byte{'s' if facts.size != 1 else ''}"


def _dn(matched: Seen[Matched]) -> str:
    return matched.dn if isinstance(matched, Person) else "thumbnailPhoto"
