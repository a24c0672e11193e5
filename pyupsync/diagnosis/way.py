"""From the checks of all stations to one cause: what follows from another failure is none of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyupsync.model import Check, Scalar

# A cause at a station that a failure at one of these stations brings about.
_FOLLOWS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("pictureUrl", "PictureUrlEmpty"): ("profile",),
    ("picture", "PhotoSiteUntrusted"): ("trust",),
    ("picture", "PhotoSiteUnreachable"): ("site",),
    ("picture", "PhotoFetchFailed"): ("spn", "clock"),
    ("picture", "PhotoAccessDenied"): ("pictureUrl", "spn", "clock"),
    ("picture", "CredentialUnusable"): ("clock",),
    ("account", "CredentialUnusable"): ("clock",),
    ("account", "DirectoryLogonFailed"): ("clock",),
    ("account", "PersonNotFound"): ("profile",),
    ("writeProbe", "DirectoryAccessDenied"): ("directoryWrite",),
    ("writeProbe", "DirectoryUnavailable"): ("directory",),
    ("writeProbe", "DirectoryLogonFailed"): ("directory",),
    ("writeProbe", "DirectoryUntrusted"): ("directory",),
    ("log", "NoCredentialsSent"): ("zone", "automaticLogon"),
    ("log", "LoopbackCheck"): ("loopback",),
    ("log", "LogonDenied"): ("spn", "loopback", "clock"),
    ("log", "TokenInvalid"): ("spn",),
    ("log", "SpnMissing"): ("spn",),
    ("log", "SpnOnWrongAccount"): ("spn",),
    ("log", "ClockSkew"): ("clock",),
    ("metaverse", "PictureNotRead"): ("zone", "automaticLogon", "loopback", "trust", "spn", "picture", "image"),
    ("metaverse", "NoPictureUrl"): ("pictureUrl",),
    ("metaverse", "MetaversePersonMissing"): ("profile",),
}
_SYMPTOMS = {"PhotoNotExported", "PhotoOutdated", "PhotoBlank"}
"""What any break before it brings about."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all checks come to.

    Attributes:
        sentence: The cause, or that all is well, in one sentence.
        cause: Its stable code; empty when all is well.
        check: The station that breaks; empty when none does.
        advice: What mends it.
    """

    sentence: str
    cause: str = ""
    check: str = ""
    advice: str = ""

    @property
    def facts(self) -> dict[str, Scalar]:
        """The same as plain values."""
        return {"sentence": self.sentence, "cause": self.cause, "check": self.check, "advice": self.advice}


def explained(checks: Sequence[Check]) -> list[Check]:
    """The checks, with those that fail only because another one does made unknown: they say which."""
    broken = {check.check for check in checks if check.status == "fail"}
    return [_explained(check, broken - {check.check}) for check in checks]


def _explained(check: Check, broken: set[str]) -> Check:
    whys = [name for name in _FOLLOWS.get((check.check, check.cause), ()) if name in broken]
    if check.cause in _SYMPTOMS:
        whys = sorted(broken)
    if check.status not in {"fail", "warning"} or not whys:
        return check
    said = f"{check.actual} That follows from {' and '.join(whys)}."
    return replace(check, status="unknown", actual=said, advice="", cause="")


def first_broken(checks: Sequence[Check]) -> Check | None:
    """The first that failed; where none did, the first that warns."""
    for status in ("fail", "warning"):
        found = next((check for check in checks if check.status == status), None)
        if found is not None:
            return found
    return None


def verdict_on_person(name: str, checks: Sequence[Check], *, has_photo: bool | None) -> Verdict:
    """What the checks of one person's way come to.

    Args:
        name: Whom they are about.
        checks: In the way's order, ``explained``.
        has_photo: Whether the directory has a picture; None where that is not known.
    """
    broken = first_broken(checks)
    if broken is None:
        return Verdict(_well(f"{name}'s picture is in order: no station of its way is broken.", checks))
    if broken.status == "warning":
        begin = f"{name}'s picture is in order, but:"
    elif any(check.check == "photo" and check.status == "pass" for check in checks):
        begin = f"{name} has the profile's picture, but another would not get through:"
    elif has_photo:
        begin = f"{name} does not have the profile's picture:"
    else:
        begin = f"{name} has no picture:" if has_photo is False else f"{name}'s picture does not get through:"
    return Verdict(f"{begin} {_inside(broken.actual)}", broken.cause, broken.check, broken.advice)


def verdict_on_farm(checks: Sequence[Check]) -> Verdict:
    """What the checks of a farm come to."""
    broken = first_broken(checks)
    if broken is None:
        return Verdict(_well("The farm's pictures have a clear way: no check failed.", checks))
    failed = [check for check in checks if check.status == "fail"]
    more = len(failed) - 1
    others = f" {more} more {'check fails' if more == 1 else 'checks fail'}." if more > 0 else ""
    begin = "Pictures do not get through:" if failed else "Pictures get through, but:"
    return Verdict(f"{begin} {_inside(broken.actual)}{others}", broken.cause, broken.check, broken.advice)


def _well(said: str, checks: Sequence[Check]) -> str:
    unseen = sum(check.status == "unknown" for check in checks)
    if not unseen:
        return said
    return f"{said} {unseen} of {len(checks)} were not looked at."


def _inside(sentence: str) -> str:
    """A sentence as it stands after a colon: an ordinary first word begins small."""
    first, _, _ = sentence.partition(" ")
    small = first in {"The", "It", "An", "A", "No", "What", "Nobody", "There", "Its"}
    return f"{sentence[0].lower()}{sentence[1:]}" if small else sentence
