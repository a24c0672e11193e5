"""The farm's servers and their IIS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyupsync.adapters.powershell.talk import Runner
from pyupsync.adapters.trust.sharepoint_errors import sharepoint_errors
from pyupsync.errors import TrustStoreError

_NAME = re.compile(r"\w[\w.-]{0,254}")
"""A computer's name; what iisreset would take for a command of its own (/STOP) is none."""


class SharePointFarm:
    """The farm of this server.

    Args:
        runner: Where the cmdlets run.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def servers(self) -> Sequence[str]:
        """Its servers that run SharePoint, by name (Get-SPServer)."""
        with sharepoint_errors("the farm"):
            return sorted({name for (name,) in self._runner.ask("servers")}, key=str.casefold)

    def restart_iis(self, server: str) -> None:
        """Restart IIS on one server, waiting for requests under way (``iisreset SERVER /noforce``)."""
        if not _NAME.fullmatch(server):
            raise TrustStoreError(f"{server!r} is no name of a server.", target=server)
        with sharepoint_errors(server):
            self._runner.ask("restart", server)
