"""``/_api/SP.UserProfiles.PeopleManager``, which 2013 and later have.

Requests and answers as in https://learn.microsoft.com/sharepoint/dev/general-development/
following-people-and-content-rest-api-reference-for-sharepoint and, for errors and light JSON, OData 3
(https://www.odata.org/documentation/odata-version-3-0/json-verbose-format/ and …/json-format/).
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.standins.profile_services.farm import Farm, ProfileOnFarm

Reply = tuple[int, str, bytes]
_PATH = re.compile(r".*/_api/sp\.userprofiles\.peoplemanager/getpropertiesfor\(accountname=@v\)", re.IGNORECASE)
_LITERAL = re.compile(r"'((?:[^']|'')*)'")


def is_for(path: str) -> bool:
    """Whether the path is this service's."""
    return _PATH.fullmatch(unquote(urlsplit(path).path)) is not None


def answer(farm: Farm, path: str, accept: str) -> Reply:
    """What the service answers to a request."""
    verbose = "odata=verbose" in accept and not farm.light
    query = dict(part.partition("=")[::2] for part in urlsplit(path).query.split("&"))
    literal = _LITERAL.fullmatch(unquote(query.get("@v", "")))
    if literal is None:
        return _error(verbose, 400, "-1, Microsoft.SharePoint.Client.InvalidClientQueryException", "No literal.")
    account = literal[1].replace("''", "'")
    one = farm.by_account(account)
    if one is not None and one.index in farm.faults:
        return _error(verbose, 500, "-1, System.NullReferenceException", "Object reference not set to an instance.")
    found = None if one is None else _properties(one)
    if verbose:
        return _json(200, True, {"d": found or {"GetPropertiesFor": None}})
    return _json(200, False, {"odata.metadata": "…/$metadata#SP.ApiData.UserProfiles", **found} if found else _NULL)


_NULL: dict[str, Any] = {"odata.null": True}


def _properties(one: ProfileOnFarm) -> dict[str, Any]:
    return {
        "__metadata": {"type": "SP.UserProfiles.PersonProperties"},
        "AccountName": one.account,
        "DisplayName": one.name,
        "PictureUrl": one.picture_url or None,
    }


def _error(verbose: bool, status: int, code: str, message: str) -> Reply:
    inner = {"code": code, "message": {"lang": "en-US", "value": message}}
    return _json(status, verbose, {"error" if verbose else "odata.error": inner})


def _json(status: int, verbose: bool, found: dict[str, Any]) -> Reply:
    kind = "application/json;odata=" + ("verbose" if verbose else "minimalmetadata")
    return status, f"{kind};charset=utf-8", json.dumps(found, ensure_ascii=False).encode()
