"""What has to change for one person: pure, by hash."""

from __future__ import annotations

from pyupsync.model import Change, Outcome, Person, Photo, Profile

AREA = "photos"
SET = "Set thumbnailPhoto"
KEEP = "Keep thumbnailPhoto"


def plan_photo(profile: Profile, person: Person, photo: Photo) -> Change | Outcome:
    """Compare the conformed picture with the directory's: a change, or an unchanged outcome."""
    after = photo.facts.as_facts()
    before = person.photo.as_facts() if person.photo else None
    if person.photo and person.photo.sha256 == photo.facts.sha256:
        reason = "The directory already has this picture."
        return Outcome(
            AREA, KEEP, person.dn, "unchanged", "UpToDate", reason, before=before, after=before, subject=profile.account
        )
    return Change(
        f"{AREA}/{person.guid}", AREA, SET, person.dn, before, after, subject=profile.account, payload=photo.data
    )


def no_picture(profile: Profile, person: Person) -> Outcome:
    """The profile is blank: whatever the directory has is kept, since a blank never overwrites."""
    before = person.photo.as_facts() if person.photo else None
    kept = "the directory keeps the one it has" if before else "the directory has none either"
    reason = f"The profile has no picture; {kept}."
    return Outcome(
        AREA, KEEP, person.dn, "skipped", "NoPicture", reason, before=before, after=before, subject=profile.account
    )
