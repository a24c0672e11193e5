"""What a farm said of itself, kept in a JSON file: carried to where the farm is not, or written by hand.

    {"version": 1,
     "urls": [{"url": …, "zone": …, "web_application": …, "origin": …}],
     "accounts": [{"name": …, "role": …}]}

Of an address only ``url`` is needed: the others are empty then, and its origin is an alternate access mapping. Of an
account only ``name``, which then is that of the User Profile service application. What else a file may hold is read by
``adapters.synchronization.farm_file``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, cast, get_args

from pyupsync.adapters.farm.document import MAX_BYTES, VERSION, FarmDocument, Form
from pyupsync.model import AccountRole, FarmUrl, ServiceAccount, UrlOrigin, UrlZone

__all__ = ["MAX_BYTES", "VERSION", "FarmFile", "write_farm_file"]

_TEXT: tuple[type, ...] = (str,)
_URL: Form = {
    "url": (_TEXT, ""),
    "zone": (_TEXT, ""),
    "web_application": (_TEXT, ""),
    "origin": (_TEXT, "alternate access mapping"),
}
_ACCOUNT: Form = {"name": (_TEXT, ""), "role": (_TEXT, "User Profile service application")}


class FarmFile:
    """A farm in a file, read with the first question.

    Args:
        path: The file: UTF-8, or UTF-16 as Windows PowerShell writes it.
    """

    def __init__(self, path: str) -> None:
        self._file = FarmDocument(path)

    def urls(self) -> Sequence[FarmUrl]:
        """The addresses, in the file's order."""
        return tuple(self._url(row) for row in self._file.rows(self._file.content(), "urls", _URL))

    def accounts(self) -> Sequence[ServiceAccount]:
        """The accounts, in the file's order."""
        return tuple(self._account(row) for row in self._file.rows(self._file.content(), "accounts", _ACCOUNT))

    def _url(self, row: dict[str, Any]) -> FarmUrl:
        zone = cast("UrlZone", self._file.one_of(row["zone"], get_args(UrlZone), "zone"))
        origin = cast("UrlOrigin", self._file.one_of(row["origin"], get_args(UrlOrigin), "origin"))
        return FarmUrl(row["url"].rstrip("/"), zone, row["web_application"], origin)

    def _account(self, row: dict[str, Any]) -> ServiceAccount:
        role = cast("AccountRole", self._file.one_of(row["role"], get_args(AccountRole), "role"))
        return ServiceAccount(row["name"], role)


def write_farm_file(path: str, urls: Iterable[FarmUrl], accounts: Iterable[ServiceAccount]) -> None:
    """Write such a file, at once or not at all; the addresses and accounts of one that is there are replaced.

    Raises:
        FarmError: It cannot be written.
    """
    FarmDocument(path).save({"urls": list(map(asdict, urls)), "accounts": list(map(asdict, accounts))})
