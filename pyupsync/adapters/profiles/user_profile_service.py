"""Profiles from ``UserProfileService.asmx``, which every version of SharePoint Server from 2007 on has.

Shapes and names are those of the service's own WSDL and of the documents
https://learn.microsoft.com/previous-versions/office/developer/sharepoint-2010/ms583891(v=office.14) and
https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms583891(v=office.15).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from urllib.parse import urlsplit

from lxml import etree

from pyupsync.adapters.profiles.account_list import AccountList, Listed, asked_for
from pyupsync.adapters.profiles.fields import folded, located, profile_of, unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.adapters.profiles.soap import Fault, call, texts
from pyupsync.adapters.profiles.web import Web, WebAccess, web_address
from pyupsync.errors import ProfileDenied, ProfileError
from pyupsync.model import Profile

# Microsoft's pages print it with https:, which the service does not answer to.
NAMESPACE = "http://microsoft.com/webservices/SharePointPortalServer/UserProfileService"
SERVICE = "/_vti_bin/UserProfileService.asmx"
_NAME, _VALUE = f"{{{NAMESPACE}}}Name", f"{{{NAMESPACE}}}Value"
_FIRST = 0
"""Whatever is not above it means the first profile; indices have gaps where profiles were deleted."""
_PATIENCE = 10
"""Profiles one after the other that may be broken before the service is."""
_RIGHTS = (
    "To list profiles, the account must be an administrator of the User Profile service application (docs/sources.md)."
)


class UserProfileService:
    """A source of profiles, asked one by one: each answer tells the index of the next, or a list whom to ask for.

    Args:
        address: ``https://HOST``, with the path of a site or of the service itself if you like.
        access: How to reach it and who logs on.
        accounts: Path of a text file with one account a line; empty for every profile there is.

    Raises:
        UsageError: No such address, or a login that cannot be used.
        ProfileError: The list cannot be read.
    """

    def __init__(self, address: str, access: WebAccess, accounts: str = "") -> None:
        url = web_address(address, "soap")
        self._url = url if url.lower().endswith(".asmx") else url + SERVICE
        self._host = urlsplit(url).netloc
        self._accounts = AccountList(accounts) if accounts else None
        self._workers = access.workers
        self._web = Web(access, "text/xml")
        self._readings = Readings()

    def count(self) -> int | None:
        """How many profiles the service counts, or accounts are listed; None when it cannot be told."""
        try:
            if self._accounts is not None:
                return sum(1 for _ in self._accounts)
            response = self._call("GetUserProfileCount")
            return int(texts(response, ["GetUserProfileCountResult"], NAMESPACE)[0])
        except (ProfileError, LookupError, ValueError):
            return None

    def read(self) -> Iterator[Profile]:
        """Yield the profiles in their order; one that cannot be read has no account, and its origin says why."""
        if self._accounts is None:
            return self._readings.begin(self._profiles())
        return self._readings.begin(asked_for(self._accounts, self._profile, self._workers))

    def find(self, account: str) -> Profile | None:
        """The profile of one account, None where the service has none of it: it says so with a fault."""
        try:
            found = self._profile(Listed(account, self._host))
        except Fault:
            return None
        return found if found.account else None

    def close(self) -> None:
        """Close the connections and end all reading."""
        self._web.close()
        self._readings.close()

    def _profile(self, listed: Listed) -> Profile:
        response = self._call("GetUserProfileByName", AccountName=listed.account)
        found = response.find(f"{{{NAMESPACE}}}GetUserProfileByNameResult")
        if found is None:
            return unusable(listed.origin, f"{self._host} has no profile of {listed.account}")
        return profile_from(found, listed.origin)

    def _profiles(self) -> Generator[Profile, None, None]:
        index: int | None = _FIRST
        broken = read = 0
        last = ""
        while index is not None:
            origin = f"{self._host}, profile {index}"
            try:
                response = self._call("GetUserProfileByIndex", index=str(index))
                found = response.find(f"{{{NAMESPACE}}}GetUserProfileByIndexResult")
            except Fault as error:
                broken += 1
                if not read or broken > _PATIENCE:
                    raise self._refused(error, read) from error
                yield unusable(origin, error.message.rstrip("."))
                index += 1  # an index that no profile has means the next one that there is
                continue
            broken = 0
            data = None if found is None else found.find(f"{{{NAMESPACE}}}UserProfile")
            if found is None or data is None or not len(data):
                return
            profile = profile_from(data, origin)
            if profile.account and profile.account == last:  # what is asked for next was the same again
                self._end(read, index, found)
                return
            last = profile.account
            read += 1
            yield profile
            index = self._next(found, index, read)

    def _next(self, found: etree._Element, index: int, read: int) -> int | None:
        """The index to go on with, None after the last."""
        # The number is written as the farm's language writes numbers: 1,234 or 1.234.
        digits = re.sub(r"[^\d-]", "", _next_value(found))
        after = int(digits) if re.fullmatch(r"\d{1,10}", digits) else -1
        if after > index:
            return after
        if digits != "-1":
            self._end(read, index, found)
        return None

    def _end(self, read: int, index: int, found: etree._Element) -> None:
        """Take a service that does not go on for at its end only when it has told of everybody."""
        total = self.count()
        if total is not None and read >= total:
            return
        shown = _next_value(found)
        said = f"The service of {self._host} does not go on after profile {index}: its NextValue is {shown!r}."
        counted = "" if total is None else f" of {total:,}"
        advice = f"Read were {read:,}{counted} profiles. Run again; if it stays so, use om: on the farm."
        raise ProfileError(said, target=self._url, advice=advice)

    def _refused(self, error: Fault, read: int) -> ProfileError:
        if not read:
            return ProfileDenied(error.message, target=self._url, advice=_RIGHTS)
        said = f"{error.message} So it is for {_PATIENCE + 1} profiles in a row."
        return ProfileError(said, target=self._url, advice=error.advice)

    def _call(self, operation: str, **fields: str) -> etree._Element:
        return call(self._web, self._url, NAMESPACE, operation, fields)


def _next_value(found: etree._Element) -> str:
    return (texts(found, ["NextValue"], NAMESPACE) or [""])[0]


def profile_from(data: etree._Element, origin: str) -> Profile:
    """The profile in a list of PropertyData, each with its Name and its Values; ``origin`` is where it comes from."""
    record: dict[str, str] = {}
    name = ""
    for element in data.iter(_NAME, _VALUE):
        text = (element.text or "").strip()
        if element.tag == _NAME:
            name = folded(text)
            record[name] = ""
        elif not record.get(name):
            record[name] = text
    profile = profile_of(record, located(record), origin)
    return profile if profile.account else unusable(origin, "no account")
