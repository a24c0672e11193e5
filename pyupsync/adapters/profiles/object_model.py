"""Profiles through SharePoint's own object model, on a server of the farm (``adapters.farm.assemblies``).

The members used are those of
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms564516(v=office.15) (UserProfileManager) and
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee584246(v=office.15) (its enumerator).
"""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator
from typing import Any

from pyupsync.adapters.farm.assemblies import ServiceContext, SharePointMissing, load_sharepoint, said
from pyupsync.adapters.profiles.fields import unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

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
        self._readings = Readings()
        try:
            load_sharepoint("use soap: or rest:.")
        except SharePointMissing as error:
            raise ProfileError(error.message, advice=error.advice) from error
        self._context: ServiceContext | None = None
        try:
            self._context = ServiceContext(site)
            profiles = importlib.import_module("Microsoft.Office.Server.UserProfiles")
            ignore_user_privacy = True  # or what people show to nobody would be missing
            self._manager: Any = profiles.UserProfileManager(self._context.context, ignore_user_privacy)
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
        if self._context is not None:
            self._context.close()

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
        return unusable(origin, said(error).rstrip("."))
    return Profile(account, picture, name, origin) if account else unusable(origin, "no account")


def _text(record: Any, key: str) -> str:  # noqa: ANN401 - a .NET object
    value = record[key].Value
    return "" if value is None else str(value).strip()


def _refused(what: str, error: Exception) -> ProfileError:
    return ProfileError(f"{what}: {said(error)}", advice=_RIGHTS)
