"""What checks ask of a directory and of a site beside what an export asks. Used from one thread at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pyupsync.model import PhotoWrite, Profile, SiteAnswer, SpnHolder


class DirectoryProbe(Protocol):
    """A directory, asked for what pictures depend on."""

    def clock(self) -> datetime | None:
        """Its clock, in UTC; None for one that has none.

        Raises:
            DirectoryError: Or one of its leaves; the same for the others.
        """

    def spn_holders(self, names: Sequence[str]) -> Sequence[SpnHolder]:
        """Every account that has one of these service principal names, in whatever case."""

    def may_write_photo(self, dn: str) -> bool | None:
        """Whether who is logged on may write this entry's thumbnailPhoto; None where nothing tells.

        Raises:
            PersonNotFound: There is no such entry.
        """

    def last_write(self, dn: str) -> PhotoWrite | None:
        """The last write to this entry's thumbnailPhoto; None where there never was one, or nothing tells.

        Raises:
            PersonNotFound: There is no such entry.
        """

    def close(self) -> None:
        """Log off; calling it twice does no harm."""


class ProfileLookup(Protocol):
    """A source of profiles that can be asked for one account, where reading them all would take long."""

    def find(self, account: str) -> Profile | None:
        """The profile of an account; None where there is none.

        Raises:
            ProfileError: Or one of its leaves.
        """

    def close(self) -> None:
        """Close connections; calling it twice does no harm."""


class SiteProbe(Protocol):
    """Sites, asked without credentials."""

    def look(self, url: str) -> SiteAnswer:
        """What answers there.

        Raises:
            FetchError: Or one of its leaves: unreachable, untrusted.
        """

    def close(self) -> None:
        """Close connections; calling it twice does no harm."""
