"""The pictures that people have in the directory now: pure but for the directory it is handed."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from pyupsync.errors import ImageError, UpSyncError
from pyupsync.model import EventStream, Outcome, Person, PhotoFacts, Profile, Record, Scalar
from pyupsync.photos.decode import open_picture
from pyupsync.photos.match import Matcher
from pyupsync.ports import PersonDirectory

CURRENT = "directoryPhoto"
ACTION = "Read thumbnailPhoto"
_BATCH = 100


def current_photos(accounts: Sequence[str], directory: PersonDirectory, *, data: bool) -> EventStream:
    """Yield a record for each person named, in order, or the outcome that says why there is none.

    Args:
        accounts: In any form that a profile may have.
        directory: Where they are.
        data: Whether the record holds the picture too, in Base64.
    """
    matcher = Matcher()
    for start in range(0, len(accounts), _BATCH):
        batch = [Profile(account, "") for account in accounts[start : start + _BATCH]]
        matcher.domains = directory.domains
        for profile, verdict in matcher.match(batch, directory.find):
            if isinstance(verdict, Outcome):
                yield replace(verdict, action=ACTION)
            else:
                yield from _told(profile.account, verdict, directory, data=data)


def _told(account: str, person: Person, directory: PersonDirectory, *, data: bool) -> Iterator[Record | Outcome]:
    try:
        photo = directory.read_photo(person.dn)
    except UpSyncError as error:
        yield Outcome.of_error(error, area="photos", action=ACTION, target=person.dn, subject=account)
        return
    facts: dict[str, Scalar] = {"account": account, "person": person.dn, "sam": person.sam, "name": person.name}
    if photo is not None:
        facts |= _looks(photo)
        if data:
            facts["data"] = base64.b64encode(photo).decode("ascii")
    yield Record(CURRENT, facts)


def _looks(photo: bytes) -> dict[str, Scalar]:
    """What a picture looks like; without a format when it is none."""
    try:
        with closing(open_picture(photo)) as image:
            return {**PhotoFacts.of(photo, *image.size).as_facts(), "format": image.format or ""}
    except ImageError:
        return {**PhotoFacts.of(photo).as_facts(), "format": ""}
