"""Looking again at people who were found before, where a part of the directory may not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyupsync.errors import DirectoryError
from pyupsync.model import Person
from pyupsync.ports import PersonWatch


@dataclass(slots=True)
class Looked:
    """People as they are now.

    Attributes:
        found: Each with the picture, by ``Person.guid``.
        error: Why those who were not found could not be looked at; None when they are gone.
    """

    found: dict[str, tuple[Person, bytes | None]] = field(default_factory=dict)
    error: DirectoryError | None = None

    def at(self, guid: str) -> tuple[Person, bytes | None] | None:
        """One of them; None when there is nobody any more.

        Raises:
            DirectoryError: The directory did not tell.
        """
        seen = self.found.get(guid)
        if seen is None and self.error is not None:
            raise self.error
        return seen


def look(directory: PersonWatch, guids: Sequence[str]) -> Looked:
    """Look at those people; what fails is kept for whoever was not seen until then."""
    looked = Looked()
    try:
        for person, photo in directory.look(guids):
            looked.found[person.guid] = (person, photo)
    except DirectoryError as error:
        looked.error = error
    return looked
