"""What has to change for one person: pure, by hash."""

from __future__ import annotations

from typing import overload

from pyupsync.errors import ForeignPhoto, UpSyncError
from pyupsync.model import Change, Facts, Outcome, Person, PhotoFacts, Profile, Status

AREA = "photos"
SET = "Set thumbnailPhoto"
KEEP = "Keep thumbnailPhoto"
CLEAR = "Clear thumbnailPhoto"
# https://www.samuraj-cz.com/en/article/exchange-2016-and-user-photos
_EXCHANGE = "Exchange's Set-UserPhoto writes a small one of its own (48x48 or 64x64)."


@overload
def plan_photo(
    profile: Profile, person: Person, made: PhotoFacts, data: bytes, published: PhotoFacts | None, *, overwrite: bool
) -> Change | Outcome: ...
@overload
def plan_photo(
    profile: Profile, person: Person, made: PhotoFacts, data: None, published: PhotoFacts | None, *, overwrite: bool
) -> Outcome | None: ...
def plan_photo(
    profile: Profile,
    person: Person,
    made: PhotoFacts,
    data: bytes | None,
    published: PhotoFacts | None = None,
    *,
    overwrite: bool = False,
) -> Change | Outcome | None:
    """Compare the conformed picture with the directory's: a change, or the outcome that ends it.

    Args:
        profile: Whose picture it is.
        person: Who has which picture in the directory.
        made: What the profile's picture became.
        data: Its bytes. None while they are not at hand: then a change comes back as None.
        published: What a run last brought to the directory, None for nothing that is known.
        overwrite: Whether a picture that somebody else put there since is written over.
    """
    if person.photo and person.photo.sha256 == made.sha256:
        reason = "The directory already has this picture."
        return _kept(profile, person, "unchanged", "UpToDate", reason, after=made.as_facts())
    if is_foreign(person, published) and not overwrite:
        return foreign(profile, person)
    if data is None:
        return None
    before = person.photo.as_facts() if person.photo else None
    change_id = f"{AREA}/{person.guid}"
    return Change(change_id, AREA, SET, person.dn, before, made.as_facts(), subject=profile.account, payload=data)


def is_foreign(person: Person, published: PhotoFacts | None) -> bool:
    """Whether somebody else changed or removed the picture since a run published one."""
    return published is not None and (person.photo is None or person.photo.sha256 != published.sha256)


def foreign(profile: Profile, person: Person) -> Outcome:
    """Somebody else changed the picture: theirs is kept."""
    done = "changed" if person.photo else "removed"
    reason = f"Somebody else {done} the picture since a run published one; it is left as it is."
    advice = f"{_EXCHANGE} Give --overwrite-foreign (-OverwriteForeign) to publish the profile's again."
    return _kept(profile, person, "skipped", ForeignPhoto.code, reason, advice=advice)


def no_picture(profile: Profile, person: Person) -> Outcome:
    """The profile is blank: whatever the directory has is kept, since a blank never overwrites."""
    kept = "the directory keeps the one it has" if person.photo else "the directory has none either"
    return _kept(profile, person, "skipped", "NoPicture", f"The profile has no picture; {kept}.")


def plan_clear(profile: Profile, person: Person, published: PhotoFacts | None, *, overwrite: bool) -> Change | Outcome:
    """The profile is blank, and what a run published may be cleared; with ``overwrite`` whatever is there."""
    if person.photo is None:
        return no_picture(profile, person)
    if not overwrite and published is None:
        reason = "The profile has no picture; the directory's is none that a run published, so it is kept."
        return _kept(profile, person, "skipped", "NoPicture", reason)
    if not overwrite and is_foreign(person, published):
        return foreign(profile, person)
    before = person.photo.as_facts()
    return Change(f"{AREA}/{person.guid}", AREA, CLEAR, person.dn, before, None, subject=profile.account)


def not_cleared(change: Change, error: UpSyncError) -> Outcome:
    """The run ends before anything is cleared."""
    return Outcome.of_change(change, "skipped", error.code, f"It is left as it is: {error.message}")


def _kept(
    profile: Profile,
    person: Person,
    status: Status,
    code: str,
    reason: str,
    *,
    advice: str = "",
    after: Facts | None = None,
) -> Outcome:
    before = person.photo.as_facts() if person.photo else None
    return Outcome(
        AREA, KEEP, person.dn, status, code, reason, advice, before, after or before, subject=profile.account
    )
