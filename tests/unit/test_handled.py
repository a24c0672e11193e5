"""Who was handled in a run already."""

from __future__ import annotations

import pytest

from pyupsync.model import Profile
from pyupsync.photos.handled import Handled


def test_the_first_profile_of_each_person_is_told_with_its_account_and_origin():
    handled = Handled()
    profiles = {f"guid-{number}": Profile(f"CORP\\zoë{number}", origin=f"row {number}") for number in range(500)}
    assert [handled.first(guid, profile) for guid, profile in profiles.items()] == [None] * 500
    for guid, profile in profiles.items():
        assert handled.first(guid, Profile("CORP\\again", origin="row 999")) == profile


def test_two_people_whose_hashes_are_the_same_are_two_people(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pyupsync.photos.handled.hash", lambda _text: 7, raising=False)
    handled = Handled()
    assert handled.first("ann", Profile("CORP\\ann")) is None
    assert handled.first("bob", Profile("CORP\\bob")) is None
    assert handled.first("bob", Profile("CORP\\again")) == Profile("CORP\\bob")


def test_what_no_account_has_harms_nobody():
    """A zero in a text, half a surrogate pair, nothing at all."""
    handled = Handled()
    assert handled.first("", Profile("", origin="a\0b")) is None
    assert handled.first("\ud800", Profile("\udfff")) is None
    assert handled.first("", Profile("x")) == Profile("", origin="ab")
    assert handled.first("\ud800", Profile("x")) == Profile("\udfff")
