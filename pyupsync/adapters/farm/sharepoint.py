"""What the farm of this server says of itself, through SharePoint's cmdlets. Nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import cast, get_args

from pyupsync.adapters.powershell.opening import open_runner
from pyupsync.adapters.powershell.talk import Runner
from pyupsync.adapters.trust.sharepoint_errors import sharepoint_errors
from pyupsync.errors import FarmError
from pyupsync.model import AccountRole, FarmUrl, ServiceAccount, UrlOrigin, UrlZone

_TARGET = "the farm"


class SharePointSites:
    """The farm of this server.

    Args:
        runner: Where the cmdlets run.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def urls(self) -> Sequence[FarmUrl]:
        """Alternate access mappings, web applications, My Site hosts and host-named site collections."""
        with sharepoint_errors(_TARGET, FarmError):
            rows = self._runner.ask("urls")
        return tuple(_url(*row) for row in rows)

    def accounts(self) -> Sequence[ServiceAccount]:
        """Those of the synchronization service, of the service application's pool and of the farm."""
        with sharepoint_errors(_TARGET, FarmError):
            rows = self._runner.ask("accounts")
        return tuple(ServiceAccount(name, cast("AccountRole", role)) for name, role in rows)


def _url(url: str, zone: str, web_application: str, origin: str) -> FarmUrl:
    known = zone if zone in get_args(UrlZone) else ""
    return FarmUrl(url.rstrip("/"), cast("UrlZone", known), web_application, cast("UrlOrigin", origin))


def open_sharepoint_sites(mode: str, stack: ExitStack, *, timeout: float = 900.0) -> SharePointSites:
    """Open the farm of this server; ``mode`` is as for ``open_runner``.

    Args:
        mode: Where the cmdlets run.
        stack: Closes what is opened.
        timeout: Seconds to wait for an answer of a child: every site collection of the farm is looked at.

    Raises:
        UsageError: Another mode.
        FarmError: No PowerShell hosts this process, for ``current``.
    """
    with sharepoint_errors(_TARGET, FarmError):
        return SharePointSites(open_runner(mode, stack, timeout=timeout))
