"""The farm's default User Profile service application, through the object model in a PowerShell."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from pyupsync.adapters.powershell.opening import open_runner
from pyupsync.adapters.powershell.talk import Runner
from pyupsync.adapters.synchronization.refusals import service_errors
from pyupsync.adapters.synchronization.rows import connections_of, flag, pictures_of
from pyupsync.model import PictureImport, PropertyMapping, SyncConnection, SyncStatus

_SERVICE = "the User Profile service application"


class SharePointService:
    """The service application of the farm of this server.

    Args:
        runner: Where the snippets run.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def connections(self) -> Sequence[SyncConnection]:
        """Every connection, with what it maps."""
        return connections_of(self._ask(_SERVICE, "connections"))

    def picture_imports(self) -> Sequence[PictureImport]:
        """The web applications; none of SharePoint 2010."""
        return pictures_of(self._ask("the farm", "pictures"))

    def add_export(self, connection: str, prop: str, attribute: str) -> None:
        """Call PropertyMapCollection.AddNewExportMapping."""
        self._ask(connection, "mapping", "add", connection, prop, attribute, "", "")

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        """Call PropertyMap.Delete."""
        flags = str(mapping.imported), str(mapping.exported)
        self._ask(connection, "mapping", "remove", connection, mapping.property, mapping.attribute, *flags)

    def status(self) -> SyncStatus:
        """Call UserProfileConfigManager.IsSynchronizationRunning and GetSynchronizationStatus."""
        [(running, state)] = self._ask(_SERVICE, "synchronization", "status")
        return SyncStatus(bool(flag(running)), state)

    def start(self, *, full: bool) -> None:
        """Call UserProfileConfigManager.StartSynchronization."""
        self._ask(_SERVICE, "synchronization", "full" if full else "incremental")

    def stop(self) -> None:
        """Call UserProfileConfigManager.StopSynchronization."""
        self._ask(_SERVICE, "synchronization", "stop")

    def _ask(self, target: str, operation: str, *values: str) -> list[list[str]]:
        with service_errors(target):
            return self._runner.ask(operation, *values)


def open_sharepoint_service(mode: str, stack: ExitStack, *, timeout: float = 300.0) -> SharePointService:
    """Open the farm of this server; ``mode`` is as for ``open_runner``.

    Args:
        mode: Where the snippets run.
        stack: Closes what is opened.
        timeout: Seconds to wait for an answer of a child.

    Raises:
        UsageError: Another mode.
        SynchronizationError: No PowerShell hosts this process, for ``current``.
    """
    with service_errors(_SERVICE):
        return SharePointService(open_runner(mode, stack, timeout=timeout))
