"""What a User Profile service application says of itself, read once."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyupsync.model import PictureImport, SyncConnection, SyncStatus
from pyupsync.ports import ProfileService, Synchronization


@dataclass(frozen=True, slots=True)
class ServiceSnapshot:
    """The service application as it was at one moment.

    Attributes:
        connections: What it synchronizes with.
        imports: The farm's web applications, and whether they take pictures from Exchange.
        status: How the synchronization stands.
    """

    connections: tuple[SyncConnection, ...] = ()
    imports: tuple[PictureImport, ...] = ()
    status: SyncStatus = field(default_factory=lambda: SyncStatus(running=False))


def read_snapshot(service: ProfileService, synchronization: Synchronization) -> ServiceSnapshot:
    """Ask for everything.

    Raises:
        SynchronizationError: Or one of its leaves.
    """
    return ServiceSnapshot(tuple(service.connections()), tuple(service.picture_imports()), synchronization.status())
