"""Profiles through SharePoint's own object model, on a server of the farm: by pythonnet, in .NET Framework.

SharePoint 2013 and later; 2010 runs on .NET Framework 3.5, which pythonnet cannot load. The members used are those of
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms564516(v=office.15) (UserProfileManager),
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee584246(v=office.15) (its enumerator) and
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee543746(v=office.15) (the service context).
"""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator
from typing import Any

from pyupsync.adapters.profiles.fields import unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

_ASSEMBLIES = ("Microsoft.SharePoint", "Microsoft.Office.Server.UserProfiles")
# 2016, 2019 and Subscription Edition are 16; 2013 is 15. All are signed by one key.
_STRONG = "{}, Version={}.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c"
_VERSIONS = (16, 15)
_SERVER = "Run it on a server of the farm, in Windows PowerShell 5.1 or 64-bit Python; elsewhere use soap: or rest:."
_RIGHTS = (
    "The account must be a farm administrator with SharePoint_Shell_Access and have Full Control on the "
    "User Profile service application (docs/sources.md)."
)


class ObjectModel:
    """A source of profiles: everybody in a User Profile service application.

    Args:
        site: An address of the farm whose service application is meant; empty for the farm's default one.

    Raises:
        ProfileError: There is no SharePoint here, or it does not let this account in.
    """

    def __init__(self, site: str = "") -> None:
        self._site: Any = None
        self._readings = Readings()
        _load()
        try:
            self._manager: Any = self._open(site)
        except Exception as error:
            raise _refused("The farm's User Profile service application cannot be opened", error) from error

    def count(self) -> int | None:
        """How many profiles there are; None when it does not say."""
        try:
            return int(self._manager.Count)
        except Exception:  # noqa: BLE001 - .NET raises what is no Python class known here
            return None

    def read(self) -> Iterator[Profile]:
        """Yield the profiles as they are enumerated; one that cannot be read has no account, and a reason."""
        return self._readings.begin(self._profiles())

    def close(self) -> None:
        """End all reading and give the site back."""
        self._readings.close()
        site, self._site = self._site, None
        if site is not None:
            site.Dispose()

    def _open(self, address: str) -> Any:  # noqa: ANN401 - a .NET object
        sharepoint = importlib.import_module("Microsoft.SharePoint")
        profiles = importlib.import_module("Microsoft.Office.Server.UserProfiles")
        if address:
            self._site = sharepoint.SPSite(address)
            context = sharepoint.SPServiceContext.GetContext(self._site)
        else:
            administration = importlib.import_module("Microsoft.SharePoint.Administration")
            context = sharepoint.SPServiceContext.GetContext(
                administration.SPServiceApplicationProxyGroup.Default, sharepoint.SPSiteSubscriptionIdentifier.Default
            )
        ignore_user_privacy = True  # or what people show to nobody would be missing
        return profiles.UserProfileManager(context, ignore_user_privacy)

    def _profiles(self) -> Generator[Profile, None, None]:
        for number, record in enumerate(self._records(), 1):
            yield _profile(record, f"the farm, profile {number}")

    def _records(self) -> Iterator[Any]:
        try:
            records = self._manager.GetEnumerator()
            while records.MoveNext():
                yield records.Current
        except GeneratorExit:
            raise
        except Exception as error:
            raise _refused("The farm does not go on telling its profiles", error) from error


def _profile(record: Any, origin: str) -> Profile:  # noqa: ANN401 - a .NET object
    try:
        account, picture, name = (_text(record, key) for key in ("AccountName", "PictureURL", "PreferredName"))
    except Exception as error:  # noqa: BLE001 - one that trips the farm must not end everybody's run
        return unusable(origin, _said(error).rstrip("."))
    return Profile(account, picture, name, origin) if account else unusable(origin, "no account")


def _text(record: Any, key: str) -> str:  # noqa: ANN401 - a .NET object
    value = record[key].Value
    return "" if value is None else str(value).strip()


def _load() -> None:
    """Load SharePoint's assemblies into .NET, which is started where nobody has.

    Raises:
        ProfileError: There is no pythonnet, no .NET, or no SharePoint.
    """
    try:
        clr = importlib.import_module("clr")
    except Exception as error:
        said = f"The object model cannot be reached: .NET does not start here: {_said(error)}"
        raise ProfileError(said, advice=f'Run: pip install "pyupsync[powershell]". {_SERVER}') from error
    for name in _ASSEMBLIES:
        _add(clr, name)


def _add(clr: Any, name: str) -> None:  # noqa: ANN401 - pythonnet's module
    failure: Exception | None = None
    for wanted in (*(_STRONG.format(name, version) for version in _VERSIONS), name):
        try:
            clr.AddReference(wanted)
        except Exception as error:  # noqa: BLE001 - FileNotFoundException and its kin
            failure = error
        else:
            return
    raise ProfileError(f"There is no SharePoint here: {name} cannot be loaded.", advice=_SERVER) from failure


def _refused(what: str, error: Exception) -> ProfileError:
    return ProfileError(f"{what}: {_said(error)}", advice=_RIGHTS)


def _said(error: Exception) -> str:
    """The first line of what .NET says, as a sentence."""
    line = str(error).strip().partition("\n")[0].strip() or type(error).__name__
    return line if line.endswith(".") else f"{line}."
