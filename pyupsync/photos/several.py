"""Several directories as one: people are looked for, and written to, in that of their own domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pyupsync.errors import DirectoryError, DirectoryUnavailable, PersonNotFound, UpSyncError
from pyupsync.model import AccountKey, Domain, Person, SettledWrite, Sighting
from pyupsync.photos.domains import dns_of, fold, homes
from pyupsync.ports import PendingWrite, PersonDirectory

REMEMBERED = 10_000
"""People of whom it is remembered which directory has them; the others are looked for in all."""
_UNREACHED = Domain("", "", "", reached=False)


@dataclass(slots=True)
class _Member:
    """One of the directories.

    Attributes:
        directory: It.
        refused: Why it cannot be used in this run at all: asking again would lock the account, or changes nothing.
    """

    directory: PersonDirectory
    refused: DirectoryError | None = None
    domain: Domain = _UNREACHED

    def reach(self) -> PersonDirectory:
        """The directory, whose domain is known.

        Raises:
            DirectoryError: It cannot be reached, or was not let in.
        """
        if self.refused is not None:
            raise self.refused
        if not self.domain.reached:
            try:
                (self.domain,) = self.directory.domains
            except DirectoryUnavailable:
                raise
            except UpSyncError as error:
                self.refused = _as_directory_error(error)
                raise
        return self.directory


def _as_directory_error(error: UpSyncError) -> DirectoryError:
    """What is wrong with the settings of one directory is that one's failure, once a run has begun."""
    if isinstance(error, DirectoryError):
        return error
    return DirectoryError(error.message, target=error.target, advice=error.advice)


class SeveralDirectories:
    """A ``PersonDirectory`` over one directory a domain.

    One that fails, fails its own people; it is asked again for the next. Where several may have somebody and one of
    them fails, it is not known who is meant, so what is asked fails too.

    Args:
        directories: In the order that they are asked in; closed with this one.

    Raises:
        UpSyncError: One of them is set up wrongly, or none of them can be used.
    """

    def __init__(self, directories: Sequence[PersonDirectory]) -> None:
        self._members = [_Member(directory) for directory in directories]
        self._where: dict[str, _Member] = {}
        errors: list[DirectoryError] = []
        for member in self._members:
            try:
                member.reach()
            except DirectoryError as error:
                errors.append(error)
        if len(errors) == len(self._members):
            raise together(errors)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The domain of each, without any name while it was not reached."""
        return tuple(self._domain(member) for member in self._members)

    def find(self, keys: Sequence[AccountKey], *, photos: bool = True) -> Iterator[Person]:
        """Every person that any of the keys may mean, in the directories of their domains.

        Raises:
            DirectoryError: One or more of those asked failed; what the others have has been yielded.
        """
        seen: set[str] = set()
        errors: list[DirectoryError] = []
        domains = self.domains
        for place, member in enumerate(self._members):
            own = [key for key in keys if place in homes(key, domains)]
            if not own:
                continue
            try:
                for person in member.reach().find(own, photos=photos):
                    self._remember(person, member)
                    if person.guid not in seen:
                        seen.add(person.guid)
                        yield person
            except DirectoryError as error:
                errors.append(error)
        if errors:
            raise together(errors)

    def look(self, guids: Sequence[str]) -> Iterator[tuple[Person, bytes | None]]:
        """Those people as they are now, each with the picture.

        Raises:
            DirectoryError: One that may have somebody who was not seen failed; everybody else has been yielded.
        """
        left = dict.fromkeys(guids)
        unanswered: dict[str, DirectoryError] = {}
        for member in self._members:
            asked = [guid for guid in left if self._where.get(guid, member) is member]
            if not asked:
                continue
            try:
                for person, photo in member.reach().look(asked):
                    left.pop(person.guid, None)
                    self._remember(person, member)
                    yield person, photo
            except DirectoryError as error:
                unanswered |= dict.fromkeys(asked, error)
        errors = [error for guid, error in unanswered.items() if guid in left]
        if errors:
            raise together(errors)

    def unmoved(self, seen: Mapping[str, Sighting]) -> dict[str, Sighting]:
        """Those whose thumbnailPhoto has not changed; nobody of a directory that fails, so they are looked at."""
        found: dict[str, Sighting] = {}
        for member in self._members:
            asked = {guid: one for guid, one in seen.items() if self._where.get(guid, member) is member}
            try:
                found |= member.reach().unmoved(asked) if asked else {}
            except DirectoryError:
                continue
        return found

    def read_photo(self, dn: str) -> bytes | None:
        """The thumbnailPhoto of one person, None when there is none."""
        return self._holder(dn).reach().read_photo(dn)

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        """Replace the thumbnailPhoto of one person in their own directory; None removes it."""
        self._holder(dn).reach().write_photo(dn, photo)

    def send_photo(self, dn: str, photo: bytes | None) -> PendingWrite:
        """As ``write_photo``, without waiting; the writes to one directory reach it as its own ``send_photo`` says."""
        try:
            return self._holder(dn).reach().send_photo(dn, photo)
        except DirectoryError as error:
            return SettledWrite(error)

    def close(self) -> None:
        """Close each, whatever becomes of another; calling it twice does no harm."""
        with ExitStack() as stack:
            for member in self._members:
                stack.callback(member.directory.close)

    def _domain(self, member: _Member) -> Domain:
        try:
            member.reach()
        except UpSyncError:
            return _UNREACHED
        return member.domain

    def _remember(self, person: Person, member: _Member) -> None:
        for name in (person.guid, person.dn):
            self._where.pop(name, None)
            self._where[name] = member
        while len(self._where) > 2 * REMEMBERED:
            del self._where[next(iter(self._where))]

    def _holder(self, dn: str) -> _Member:
        """Whose entry it is: by what was seen, else by the domain that the DN ends in, the deepest base first."""
        if dn in self._where:
            return self._where[dn]
        domain = dns_of(dn)
        named = [member for member in self._members if fold(member.domain.dns) == domain]
        inside = [member for member in named if fold(dn).endswith(fold(member.domain.base))]
        for member in sorted(inside, key=lambda one: -len(one.domain.base)) or named:
            return member
        for member in self._members:
            if not member.domain.reached:
                return member
        raise PersonNotFound(f"None of the directories holds {dn}: it is in another domain.", target=dn)


def as_one(directories: Sequence[PersonDirectory]) -> PersonDirectory:
    """One directory as it is, several together.

    Raises:
        UpSyncError: As ``SeveralDirectories``.
    """
    return directories[0] if len(directories) == 1 else SeveralDirectories(directories)


def together(errors: Sequence[DirectoryError]) -> DirectoryError:
    """Several errors as one of the first one's kind; one alone is itself."""
    messages = list(dict.fromkeys(error.message for error in errors))
    first = errors[0]
    if len(messages) == 1:
        return first
    return type(first)(" ".join(messages), target=first.target, advice=first.advice)
