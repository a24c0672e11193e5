"""SharePoint's own trusted root authorities, through its cmdlets. Public certificates only, and no STS trust, ever."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import ExitStack

from pyupsync.adapters.powershell.opening import open_runner
from pyupsync.adapters.powershell.talk import Runner
from pyupsync.adapters.trust.farm_sharepoint import SharePointFarm
from pyupsync.adapters.trust.sharepoint_errors import sharepoint_errors
from pyupsync.model import TrustedRoot


class SharePointTrustStore:
    """The trust store of a farm.

    An authority's identity is its GUID. No cmdlet renames an authority: ``rename`` adds it under the new name and
    removes the old one, so its identity changes. A run that is killed between the two leaves it there twice, trusted.

    Args:
        runner: Where the cmdlets run.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(self) -> Sequence[TrustedRoot]:
        """Every authority of the farm."""
        with sharepoint_errors("the trust store"):
            rows = self._runner.ask("list")
        return tuple(TrustedRoot(identity, name, b64decode(der)) for identity, name, der in rows)

    def add(self, name: str, der: bytes) -> None:
        """Trust one more certificate under a new name."""
        with sharepoint_errors(name):
            self._runner.ask("add", name, b64encode(der).decode("ascii"))

    def replace(self, identity: str, der: bytes, holding: str = "") -> None:
        """Put another certificate in the place of an authority's; its name and identity stay."""
        with sharepoint_errors(identity):
            self._runner.ask("replace", identity, holding, b64encode(der).decode("ascii"))

    def rename(self, identity: str, name: str, holding: str = "") -> None:
        """Give an authority another name, and with it another identity."""
        with sharepoint_errors(name):
            self._runner.ask("rename", identity, holding, name)

    def remove(self, identity: str, holding: str = "") -> None:
        """Trust an authority no longer."""
        with sharepoint_errors(identity):
            self._runner.ask("remove", identity, holding)


def open_sharepoint(
    mode: str, stack: ExitStack, *, timeout: float = 300.0
) -> tuple[SharePointTrustStore, SharePointFarm]:
    """Open the farm of this server.

    Args:
        mode: Where the cmdlets run: ``current`` is the PowerShell that hosts this process, ``child`` one of our own,
            ``2010`` the same as SharePoint 2010 needs it, ``auto`` the current one if it has the cmdlets.
        stack: Closes what is opened.
        timeout: Seconds to wait for an answer of a child.

    Raises:
        UsageError: Another mode.
        TrustStoreError: No PowerShell hosts this process, for ``current``.
    """
    with sharepoint_errors("the trust store"):
        runner = open_runner(mode, stack, timeout=timeout)
    return SharePointTrustStore(runner), SharePointFarm(runner)
