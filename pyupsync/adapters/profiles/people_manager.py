"""Profiles from the REST service ``SP.UserProfiles.PeopleManager``, which SharePoint 2013 and later have.

It cannot list profiles: it is asked for one account after the other. Requests and answers are those of
https://learn.microsoft.com/previous-versions/office/developer/sharepoint-rest-reference/dn790354(v=office.15) and of
https://learn.microsoft.com/sharepoint/dev/general-development/following-people-and-content-rest-api-reference-for-sharepoint
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from pyupsync.adapters.profiles.account_list import AccountList, Listed, asked_for
from pyupsync.adapters.profiles.fields import unusable
from pyupsync.adapters.profiles.readings import Readings
from pyupsync.adapters.profiles.web import Answer, Web, WebAccess, web_address
from pyupsync.adapters.profiles.web_errors import of_page
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

_SERVICE = "/_api/SP.UserProfiles.PeopleManager/GetPropertiesFor(accountName=@v)"
_FIELDS = {"account": "AccountName", "picture_url": "PictureUrl", "name": "DisplayName"}
_WANTED = f"$select={','.join(_FIELDS.values())}"
# Every version speaks verbose; light JSON came with service pack 1 of 2013, and is read too.
_ACCEPT = "application/json;odata=verbose"
_SHOWN = 300
"""Characters of an error's message that are quoted at most."""


class PeopleManager:
    """A source of profiles, asked for the accounts of a list.

    Args:
        address: ``https://HOST``, with the path of a site if you like.
        accounts: Path of a text file with one account a line: ``DOMAIN\\user``, a claim, a UPN; empty for nobody.
        access: How to reach it and who logs on.

    Raises:
        UsageError: No such address, or a login that cannot be used.
        ProfileError: The list cannot be read.
    """

    def __init__(self, address: str, accounts: str, access: WebAccess) -> None:
        self._url = web_address(address, "rest").removesuffix("/_api") + _SERVICE
        self._host = urlsplit(self._url).netloc
        self._accounts = AccountList(accounts) if accounts else ()
        self._access = access
        self._web = Web(access, _ACCEPT)
        self._readings = Readings()

    def count(self) -> int | None:
        """How many accounts are listed; None when the list cannot be read to its end."""
        try:
            return sum(1 for _ in self._accounts)
        except ProfileError:
            return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each account in the list's order; one that cannot be had has no account, and a reason."""
        return self._readings.begin(asked_for(self._accounts, self._profile, self._access.workers))

    def find(self, account: str) -> Profile | None:
        """The profile of one account, None where the service has none of it."""
        found = self._profile(Listed(account, self._host))
        return found if found.account else None

    def close(self) -> None:
        """Close the connections and end all reading."""
        self._web.close()
        self._readings.close()

    def _profile(self, listed: Listed) -> Profile:
        for account in spellings(listed.account):
            found = self._properties(self._web.get(f"{self._url}?@v={_literal(account)}&{_WANTED}"))
            if found:
                return Profile(**{field: _text(found, key) for field, key in _FIELDS.items()}, origin=listed.origin)
        # No profile is no reason to take a picture away: this may be somebody the list misspells.
        return unusable(listed.origin, f"{self._host} has no profile of {listed.account}")

    def _properties(self, answer: Answer) -> dict[str, Any]:
        """The properties in an answer, verbose or light; none when there is no such profile."""
        found = self._parsed(answer)
        inner = found.get("d", found)
        inner = inner.get("GetPropertiesFor", inner) if isinstance(inner, dict) else inner
        fault = found.get("error", found.get("odata.error"))
        if answer.status != 200 or fault is not None:
            raise ProfileError(f"The service of {self._host} says: {_message(fault)}.", target=answer.url)
        return inner if isinstance(inner, dict) and _text(inner, "AccountName") else {}

    def _parsed(self, answer: Answer) -> dict[str, Any]:
        if "html" in answer.kind:
            raise of_page(self._url)
        try:
            found = json.loads(answer.data)
        except (ValueError, RecursionError) as error:
            said = f"{self._host} answered with broken or cut off JSON: {error}."
            raise ProfileError(said, target=answer.url, advice="Try again; look at the site's IIS log.") from error
        if not isinstance(found, dict):
            raise ProfileError(f"{self._host} did not answer as PeopleManager does.", target=answer.url)
        return found


def _literal(text: str) -> str:
    """A text as a literal of OData in an address: quotation marks doubled, everything else escaped."""
    doubled = text.replace("'", "''")
    return f"'{quote(doubled, safe='')}'"


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value.strip() if isinstance(value, str) else ""


def spellings(account: str) -> tuple[str, ...]:
    r"""How the service may know an account: ``DOMAIN\user`` as the claim that Windows accounts are, and plainly."""
    if "\\" in account and "|" not in account:
        return (f"i:0#.w|{account.lower()}", account)
    return (account,)


def _message(fault: object) -> str:
    """What an OData error says: ``{"code": …, "message": {"lang": …, "value": …}}``."""
    message = fault.get("message") if isinstance(fault, dict) else None
    value = message.get("value") if isinstance(message, dict) else message
    text = " ".join(value.split()) if isinstance(value, str) else "an error of no message"
    return text[:_SHOWN].rstrip(".")
