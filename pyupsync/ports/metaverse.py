"""What can be asked of a synchronization engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyupsync.model import ConnectorPerson, MetaversePerson, SyncStep


class Metaverse(Protocol):
    """A synchronization engine, or what it has written of itself. It is only read; one listing is read at a time."""

    def people(self) -> Iterator[MetaversePerson]:
        """Yield the person objects of the metaverse; none where the source has no metaverse.

        Raises:
            MetaverseError: It cannot be read, or not on.
        """

    def connectors(self) -> Iterator[ConnectorPerson]:
        """Yield the people of the directory's connector space; none where the source has none.

        Raises:
            MetaverseError: It cannot be read, or not on.
        """

    def steps(self) -> Iterator[SyncStep]:
        """Yield the steps of past runs; none where the source has no run history.

        Raises:
            MetaverseError: It cannot be read, or not on.
        """

    def close(self) -> None:
        """Give back files and connections; calling it twice does no harm."""
