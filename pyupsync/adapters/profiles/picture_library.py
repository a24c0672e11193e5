"""Profiles from the pictures themselves: the large thumbnails of the My Site host, on the site or in a folder.

SharePoint names them ``DOMAIN_user_LThumb.jpg`` (Microsoft, spsocial, 2011-01-07). Their library and folder are named
in the farm's language, so no name of either is looked for: every document library is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from pyupsync.adapters.profiles.readings import Readings
from pyupsync.adapters.profiles.soap import call
from pyupsync.adapters.profiles.web import Web, WebAccess, web_address
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

# https://learn.microsoft.com/previous-versions/office/sharepoint-server/bb263567(v=office.15), GetListItems
_NAMESPACE = "http://schemas.microsoft.com/sharepoint/soap/"
_SERVICE = "/_vti_bin/Lists.asmx"
_ROW = "{#RowsetSchema}row"
_DATA = "{urn:schemas-microsoft-com:rowset}data"
_DOCUMENTS = "1"
"""BaseType of document libraries, picture libraries among them."""
_PAGE = 2000
"""Rows asked for at once: below the 5,000 that a farm lets one request look at."""
_LARGE = re.compile(r"(?:(?P<domain>[^_]+)_)?(?P<user>.+)_LThumb\.[a-z]{3,4}", re.IGNORECASE)


def account_of(name: str) -> str:
    r"""The account that a large thumbnail's file name stands for, ``DOMAIN\user``; empty for any other file."""
    found = _LARGE.fullmatch(name)
    if found is None:
        return ""
    return f"{found['domain']}\\{found['user']}" if found["domain"] else found["user"]


class LibraryFolder:
    """A source of profiles: the thumbnails below a folder, in the order of their paths.

    Args:
        path: The folder: a copy of the library, or the library itself opened by WebDAV.

    Raises:
        ProfileError: There is no such folder.
    """

    def __init__(self, path: str) -> None:
        self._root = Path(path)
        self._readings = Readings()
        if not self._root.is_dir():
            raise ProfileError(f"There is no folder {path} with a picture library.", target=path)

    def count(self) -> int | None:
        """None: only reading them all would tell."""
        return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each thumbnail; its PictureURL is the path below the folder."""
        return self._readings.begin(self._profiles())

    def close(self) -> None:
        """End all reading."""
        self._readings.close()

    def _profiles(self) -> Generator[Profile, None, None]:
        for folder, below, names in os.walk(self._root, onerror=_unreadable):
            below.sort()
            for name in sorted(names):
                account = account_of(name)
                if account:
                    path = Path(folder, name).relative_to(self._root).as_posix()
                    yield Profile(account, path, origin=path)


class LibraryOnSite:
    """A source of profiles: the thumbnails in a site's libraries, as its service ``Lists.asmx`` lists them.

    Args:
        address: ``https://HOST`` of the My Site host.
        access: How to reach it and who logs on.

    Raises:
        UsageError: No such address, or a login that cannot be used.
    """

    def __init__(self, address: str, access: WebAccess) -> None:
        self._url = web_address(address, "library") + _SERVICE
        self._host = urlsplit(self._url).netloc
        self._web = Web(access, "text/xml")
        self._readings = Readings()

    def count(self) -> int | None:
        """None: only reading them all would tell."""
        return None

    def read(self) -> Iterator[Profile]:
        """Yield a profile for each thumbnail, library by library and in the order of their identifiers."""
        return self._readings.begin(self._profiles())

    def close(self) -> None:
        """Close the connections and end all reading."""
        self._web.close()
        self._readings.close()

    def _profiles(self) -> Generator[Profile, None, None]:
        lists = call(self._web, self._url, _NAMESPACE, "GetListCollection")
        for one in lists.iter(f"{{{_NAMESPACE}}}List"):
            if one.get("BaseType") == _DOCUMENTS and one.get("ItemCount") != "0":
                for row in self._rows(one.get("ID", ""), one.get("Title", "")):
                    name = row.get("ows_FileLeafRef", "").rpartition(";#")[2]  # 12;#corp_alice_LThumb.jpg
                    account = account_of(name)
                    if account:
                        yield Profile(account, row.get("ows_EncodedAbsUrl", ""), origin=f"{self._host}, {name}")

    def _rows(self, identity: str, title: str) -> Iterator[etree._Element]:
        position: str | None = ""
        while position is not None:
            before = position
            response = call(self._web, self._url, _NAMESPACE, "GetListItems", _question(identity, position))
            yield from response.iter(_ROW)
            data = next(response.iter(_DATA), None)
            position = None if data is None else data.get("ListItemCollectionPositionNext")
            if position is not None and position == before:
                said = f"{self._host} does not go on listing the library {title}."
                raise ProfileError(said, target=self._url, advice="Run again; look at the farm's ULS log.")


def _question(identity: str, position: str) -> Mapping[str, str | etree._Element]:
    """The parameters of GetListItems: files of all folders, by identifier, from a page on."""
    # The fragments of CAML are taken with and without the service's namespace; with it is how scripts send them.
    made = {name: etree.Element(f"{{{_NAMESPACE}}}{name}") for name in ("Query", "ViewFields", "QueryOptions")}
    _sub(_sub(made["Query"], "OrderBy"), "FieldRef", Name="ID")
    for name in ("FileLeafRef", "EncodedAbsUrl"):
        _sub(made["ViewFields"], "FieldRef", Name=name)
    options = made["QueryOptions"]
    _sub(options, "IncludeMandatoryColumns").text = "FALSE"
    _sub(options, "ViewAttributes", Scope="Recursive")
    if position:
        _sub(options, "Paging", ListItemCollectionPositionNext=position)
    return {
        "listName": identity,
        "query": made["Query"],
        "viewFields": made["ViewFields"],
        "rowLimit": str(_PAGE),
        "queryOptions": options,
    }


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", dict(attributes))


def _unreadable(error: OSError) -> None:
    said = f"The folder {error.filename} cannot be read: {error.strerror}."
    raise ProfileError(said, target=str(error.filename), advice="Check its rights.") from error
