"""Where profiles and pictures come from, and the directory they go to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pyupsync.model import AccountKey, Domain, FetchedPhoto, Person, Profile, Sighting, Validators


class ProfileSource(Protocol):
    """Where profiles come from. Reading twice gives the same profiles again."""

    def count(self) -> int | None:
        """How many profiles there are, None when only reading them all would tell."""

    def read(self) -> Iterator[Profile]:
        """Yield the profiles as they are read.

        A row that cannot be used is a profile with an empty account, whose ``origin`` names the line and the reason.

        Raises:
            ProfileError: The source cannot be read on.
        """

    def close(self) -> None:
        """Give back files and connections; calling it twice does no harm."""


class PhotoSource(Protocol):
    """Where pictures come from. Called from several threads at once."""

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Fetch the picture behind a profile's PictureURL.

        Args:
            url: The PictureURL.
            known: The validators that came with this person's picture last time. Where the picture would come from
                the same address again and has not changed, the answer is ``not_modified`` and has no bytes.

        Raises:
            FetchError: Or one of its leaves: missing, denied, unreachable, untrusted.
            ImageTooLarge: More bytes than the limit; reading stopped there.
        """

    def waits(self) -> str:
        """What it waits for before it asks again, in words (a site that is too busy); empty when for nothing."""

    def close(self) -> None:
        """Give back connections; calling it twice does no harm."""


class PersonWatch(Protocol):
    """What can be asked of a directory about people who were found before; in few searches, however many they are."""

    def look(self, guids: Sequence[str]) -> Iterable[tuple[Person, bytes | None]]:
        """Those people as they are now, each with the picture; who is gone is left out.

        Args:
            guids: Whom, by ``Person.guid``.

        Raises:
            DirectoryError: Or one of its leaves; whoever could be looked at has been yielded.
        """

    def unmoved(self, seen: Mapping[str, Sighting]) -> Mapping[str, Sighting]:
        """Of people whose entries have changed since they were seen, those whose thumbnailPhoto has not.

        No picture is read for it.

        Args:
            seen: When each was seen, by ``Person.guid``.

        Returns:
            When they were seen now; whoever is left out has to be looked at.

        Raises:
            DirectoryError: Or one of its leaves.
        """


class PendingWrite(Protocol):
    """A write that was handed over to a directory. Used from the thread that uses the directory."""

    def wait(self, seconds: float) -> bool:
        """Whether it is settled, after at most so many seconds.

        Settled means that the directory has answered, or that it is given up: then ``result`` raises
        ``DirectoryUnavailable``, and whether the picture was written is not known.
        """

    def result(self) -> None:
        """Wait until it is settled; return where the picture was written.

        Raises:
            DirectoryError: As ``PersonDirectory.write_photo`` raises it.
        """

    def cancel(self) -> bool:
        """Take it back where it has not been sent: then it is never made, and ``result`` must not be called."""


class PersonDirectory(PersonWatch, Protocol):
    """The directory that holds people and their thumbnailPhoto. Used from one thread at a time."""

    @property
    def domains(self) -> Sequence[Domain]:
        """The domains it serves: one, unless it is several directories together."""

    def find(self, keys: Sequence[AccountKey], *, photos: bool = True) -> Iterable[Person]:
        """Every person that any of the keys may mean, each once, in few searches whatever the number of keys.

        It decides nothing: a key may have no person, or several.

        Args:
            keys: Whom.
            photos: Whether pictures are wanted. Otherwise a directory that gives ``Person.seen`` leaves them unread.

        Raises:
            DirectoryError: Or one of its leaves; whom one of several that are used together holds has been yielded.
        """

    def read_photo(self, dn: str) -> bytes | None:
        """The thumbnailPhoto of one person, None when there is none.

        Raises:
            PersonNotFound: There is no such entry.
            DirectoryError: Or another of its leaves.
        """

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        """Replace the thumbnailPhoto of one person; None removes it. No other attribute is touched.

        When it returns, the directory has it.

        Raises:
            DirectoryDenied: The account has no right to (insufficientAccessRights).
            DirectoryRejected: The value breaks the schema.
            DirectoryError: Or another of its leaves.
        """

    def send_photo(self, dn: str, photo: bytes | None) -> PendingWrite:
        """As ``write_photo``, without waiting for the answer, so that several are under way at once.

        The write may reach the directory from the moment of the call on; it is settled, at the latest, when ``wait``
        or ``result`` of what is returned says so. One whose connection is lost before its answer is sent once more.
        Writes to one entry reach it in the order of the calls; writes to several in any. Until one is settled, ``find``
        and ``read_photo`` may see what was there before it. Nothing is raised here: ``result`` raises.
        """

    def close(self) -> None:
        """Unbind or save; calling it twice does no harm.

        Writes that were handed over and not sent are taken back; those that were sent are waited for, for a second at
        most.
        """
