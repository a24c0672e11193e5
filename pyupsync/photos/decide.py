"""One person's picture: fetched and made only as far as needed to know what has to change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pyupsync.errors import PhotoError, UpSyncError
from pyupsync.model import Change, FetchedPhoto, Known, Outcome, Person, Photo, PhotoFacts, Profile
from pyupsync.photos.image import ImageRule, conform
from pyupsync.photos.plan import AREA, SET, plan_photo
from pyupsync.photos.recall import same
from pyupsync.ports import PhotoSource

RECIPE = 1
"""Raised when ``conform`` makes other bytes of the same picture than before: then all are made anew."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What has to become of a person's picture, and what is known since; None for nothing new."""

    event: Change | Outcome
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """Decides for one person after another, from several threads at once.

    Attributes:
        photos: Where pictures come from.
        rule: What they must fit.
        overwrite_foreign: Whether pictures that somebody else put there are written over.
    """

    photos: PhotoSource
    rule: ImageRule
    overwrite_foreign: bool = False

    def decide(self, profile: Profile, person: Person, known: Known) -> Decided:
        """Fetch, make and compare; whatever goes wrong is that person's failure."""
        try:
            decided = self._decide(profile, person, known)
            return Decided(decided.event) if decided.known == known else decided
        except UpSyncError as error:
            return Decided(failure(error, profile, person.dn))
        except Exception as error:  # noqa: BLE001 - one picture that trips a library must not end everybody's run
            wrapped = PhotoError(f"The picture could not be handled: {type(error).__name__}: {error}.")
            return Decided(failure(wrapped, profile, person.dn))

    def _decide(self, profile: Profile, person: Person, known: Known) -> Decided:
        url, key = profile.picture_url.strip(), f"{self.rule.name} {self.rule.max_side} {self.rule.max_bytes} {RECIPE}"
        made = known.made if known.rule == key else None
        fetched = self.photos.fetch(url, known.validators) if made and known.validators else self.photos.fetch(url)
        if made and (fetched.not_modified or _hash(fetched) == known.source):
            event = plan_photo(profile, person, made, None, known.published, overwrite=self.overwrite_foreign)
            if event is not None:
                now = known if fetched.not_modified else replace(known, validators=fetched.validators)
                return Decided(event, _learnt(now, event, made))
            fetched = self.photos.fetch(url) if fetched.not_modified else fetched
        photo = conform(fetched.data, self.rule, fetched.content_type)
        return self._compare(profile, person, replace(known, rule=key), fetched, photo)

    def _compare(self, profile: Profile, person: Person, known: Known, fetched: FetchedPhoto, photo: Photo) -> Decided:
        event = plan_photo(profile, person, photo.facts, photo.data, known.published, overwrite=self.overwrite_foreign)
        known = replace(known, validators=fetched.validators, source=_hash(fetched), made=photo.facts)
        return Decided(event, _learnt(known, event, photo.facts))


def _hash(fetched: FetchedPhoto) -> str:
    return hashlib.sha256(fetched.data).hexdigest()


def _learnt(known: Known, event: Change | Outcome, made: PhotoFacts) -> Known:
    """What is there just as this run would have made it counts as published."""
    there = isinstance(event, Outcome) and same(known.present, made)
    return replace(known, published=made) if there and known.published != made else known


def failure(error: UpSyncError, profile: Profile, target: str) -> Outcome:
    """The outcome of a profile whose change could not be planned."""
    return Outcome.of_error(error, area=AREA, action=SET, target=target, subject=profile.account)
