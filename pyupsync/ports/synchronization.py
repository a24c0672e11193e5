"""The User Profile service application's connections, mappings and synchronization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pyupsync.model import PictureImport, PropertyMapping, SyncConnection, SyncStatus


class ProfileService(Protocol):
    """What a User Profile service application synchronizes with, and how it is mapped."""

    def connections(self) -> Sequence[SyncConnection]:
        """Every connection, with what it maps.

        Raises:
            SynchronizationError: Or one of its leaves; the same for the others.
        """

    def picture_imports(self) -> Sequence[PictureImport]:
        """The farm's web applications and whether they take pictures from Exchange; none before SharePoint 2013."""

    def add_export(self, connection: str, prop: str, attribute: str) -> None:
        """Export a profile property to an attribute of the directory.

        Raises:
            AlreadyMapped: That is so by now.
            ConnectionMissing: There is no such connection.
            ExportUnsupported: It is one of Active Directory Import.
        """

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        """Remove a mapping as it was told; one that is gone or has become another is left alone.

        Raises:
            ConnectionMissing: There is no such connection.
            ExportUnsupported: It is one of Active Directory Import, whose mappings are not changed here.
        """


class Synchronization(Protocol):
    """The synchronization of a User Profile service application."""

    def status(self) -> SyncStatus:
        """How it stands.

        Raises:
            SynchronizationError: Or one of its leaves; the same for the others.
        """

    def start(self, *, full: bool) -> None:
        """Have one begin, a full one or an incremental one; it runs on by itself.

        Raises:
            SynchronizationRunning: One is running.
        """

    def stop(self) -> None:
        """Have the one that is running end; where none runs nothing happens."""
