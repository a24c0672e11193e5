"""The names that a profile's fields go by in exports, and a record made into a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyupsync.model import Profile

FIELDS: Mapping[str, tuple[str, ...]] = {
    "account": ("AccountName", "UserProfile_AccountName", "SPS-SavedAccountName", "Account"),
    "picture_url": ("PictureURL", "Picture"),
    "name": ("PreferredName", "DisplayName", "Name"),
}
"""A profile's fields and what exports call them, the surest name first."""


def folded(name: str) -> str:
    """A column's name without case, spaces, dashes and underscores: ``Picture URL`` is ``PictureURL``."""
    return "".join(char for char in name.casefold() if char.isalnum())


def located(names: Iterable[str]) -> dict[str, str]:
    """For each field that is among ``names`` (folded), the name it goes by there."""
    there = set(names)
    found: dict[str, str] = {}
    for field, known in FIELDS.items():
        name = next((folded(one) for one in known if folded(one) in there), None)
        if name is not None:
            found[field] = name
    return found


def profile_of(record: Mapping[str, str], columns: Mapping[str, str], origin: str) -> Profile:
    """The profile in ``record``, whose keys are folded; what it does not have is empty."""
    fields = {field: record.get(name, "").strip() for field, name in columns.items()}
    return Profile(fields.get("account", ""), fields.get("picture_url", ""), fields.get("name", ""), origin)


def unusable(origin: str, why: str) -> Profile:
    """What stands for a record that cannot be used: no account, and the reason beside the line."""
    return Profile("", origin=f"{origin}: {why}")
