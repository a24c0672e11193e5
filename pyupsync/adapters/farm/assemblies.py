"""SharePoint's own object model, on a server of the farm: by pythonnet, in .NET Framework.

SharePoint 2013 and later; 2010 runs on .NET Framework 3.5, which pythonnet cannot load. The members used are those of
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee543746(v=office.15) (the service context) and
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee559441(v=office.15) (its default group).
"""

from __future__ import annotations

import importlib
from typing import Any

_ASSEMBLIES = ("Microsoft.SharePoint", "Microsoft.Office.Server.UserProfiles")
# 2016, 2019 and Subscription Edition are 16; 2013 is 15. All are signed by one key.
_STRONG = "{}, Version={}.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c"
_VERSIONS = (16, 15)
_SERVER = "Run it on a server of the farm, in Windows PowerShell 5.1 or 64-bit Python"


class SharePointMissing(Exception):
    """There is no SharePoint here that could be loaded.

    Args:
        message: A sentence.
        advice: What to do.
    """

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class ServiceContext:
    """Which of the farm's service applications are meant.

    Args:
        site: An address of the farm whose service applications are meant; empty for those of the farm's default group.

    Raises:
        Exception: SharePoint's own, where it does not know the site or does not let this account in.
    """

    def __init__(self, site: str = "") -> None:
        sharepoint = importlib.import_module("Microsoft.SharePoint")
        self._site: Any = None
        if site:
            self._site = sharepoint.SPSite(site)
            self.context: Any = sharepoint.SPServiceContext.GetContext(self._site)
        else:
            administration = importlib.import_module("Microsoft.SharePoint.Administration")
            group = administration.SPServiceApplicationProxyGroup.Default
            self.context = sharepoint.SPServiceContext.GetContext(
                group, sharepoint.SPSiteSubscriptionIdentifier.Default
            )

    def close(self) -> None:
        """Give the site back; calling it twice does no harm."""
        site, self._site = self._site, None
        if site is not None:
            site.Dispose()


def load_sharepoint(elsewhere: str) -> None:
    """Load SharePoint's assemblies into .NET, which is started where nobody has.

    Args:
        elsewhere: What to use on another machine.

    Raises:
        SharePointMissing: There is no pythonnet, no .NET, or no SharePoint.
    """
    try:
        clr = importlib.import_module("clr")
    except Exception as error:
        words = f"The object model cannot be reached: .NET does not start here: {said(error)}"
        advice = f'Run: pip install "pyupsync[powershell]". {_SERVER}; elsewhere {elsewhere}'
        raise SharePointMissing(words, advice) from error
    for name in _ASSEMBLIES:
        _add(clr, name, elsewhere)


def said(error: Exception) -> str:
    """The first line of what .NET says, as a sentence."""
    line = str(error).strip().partition("\n")[0].strip() or type(error).__name__
    return line if line.endswith(".") else f"{line}."


def _add(clr: Any, name: str, elsewhere: str) -> None:  # noqa: ANN401 - pythonnet's module
    failure: Exception | None = None
    for wanted in (*(_STRONG.format(name, version) for version in _VERSIONS), name):
        try:
            clr.AddReference(wanted)
        except Exception as error:  # noqa: BLE001 - FileNotFoundException and its kin
            failure = error
        else:
            return
    words = f"There is no SharePoint here: {name} cannot be loaded."
    raise SharePointMissing(words, f"{_SERVER}; elsewhere {elsewhere}") from failure
