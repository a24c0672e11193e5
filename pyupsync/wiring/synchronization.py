"""A farm's User Profile service application: its connections and mappings, and its synchronization."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Protocol

from pyupsync.model import PictureImport, SyncConnection
from pyupsync.ports import ProfileService, Synchronization
from pyupsync.wiring.address import split_address


class SyncService(ProfileService, Synchronization, Protocol):
    """Both of what a service application is asked for."""


def open_profile_service(address: str, stack: ExitStack) -> SyncService:
    """Open ``sharepoint:``, ``om:`` or ``farm:FILE``; ``stack`` closes it.

    Raises:
        UsageError: An address in no known form.
        UpSyncError: What it names cannot be opened.
    """
    schemes = ("om", "sharepoint", "farm")
    scheme, rest = split_address(address, "farm", schemes, may_be_bare=("om", "sharepoint"))
    if scheme == "farm":
        from pyupsync.adapters.synchronization.farm_file import FarmFileService

        return FarmFileService(rest)
    if scheme == "om":
        from pyupsync.adapters.synchronization.object_model import open_object_model_service

        return open_object_model_service(rest, stack)
    from pyupsync.adapters.synchronization.sharepoint import open_sharepoint_service

    return open_sharepoint_service(rest, stack)


def save_profile_service(path: str, connections: Sequence[SyncConnection], imports: Sequence[PictureImport]) -> None:
    """Keep what a service application says of itself in a file that ``farm:FILE`` opens."""
    from pyupsync.adapters.synchronization.farm_file import save_service

    save_service(path, connections, imports)
