"""What a synchronization engine has written of itself: its connector space, its metaverse, its run history, as XML.

``csexport.exe AGENT FILE`` writes the connector space (``/f:x`` what is pending for export alone):
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-staging-server. The forms are those of
https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ms695329(v=vs.100) and, of metaverse
objects, those that the engine answers a search with.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Literal, TypeVar

from lxml import etree

from pyupsync.adapters.metaverse.elements import elements, guid_of, text_of
from pyupsync.adapters.metaverse.errors import errors_in
from pyupsync.adapters.metaverse.photos import attribute, has_value, held_by, pending_of
from pyupsync.model import ConnectorPerson, MetaversePerson, SyncStep

Kind = Literal["csexport", "mv", "runs"]
T = TypeVar("T")

PHOTO = "SPS_MV_OctetString_PictureURL"
URL = "SPS_MV_String_PictureURL"
ACCOUNTS = ("SPS_MV_String_AccountName", "accountName", "SPS_MV_String_UserName", "uid")
NAMES = ("SPS_MV_String_PreferredName", "displayName", "cn")
PEOPLE = {"user", "person", "contact", "inetorgperson"}
"""Object types of a connector space that are people."""

_FORMS: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "csexport": ("cs-object", ("cs-objects",)),
    "mv": ("mv-object", ("mv-objects", "results", "mv-object")),
    "runs": ("run-details", ("run-history", "execution-histories")),
}


class Drop:
    """One file; listings that it has nothing for are empty.

    Args:
        kind: What it is said to be.
        path: The file.
    """

    def __init__(self, kind: Kind, path: str) -> None:
        self._kind, self._path = kind, path
        self._reading: list[Generator[object, None, None]] = []

    def people(self) -> Iterator[MetaversePerson]:
        """The person objects of a metaverse's file."""
        return self._read("mv", _person)

    def connectors(self) -> Iterator[ConnectorPerson]:
        """The people of a connector space's file."""
        return self._read("csexport", _connector)

    def steps(self) -> Iterator[SyncStep]:
        """The steps of a run history's file."""
        return self._read("runs", _steps)

    def close(self) -> None:
        """End all reading."""
        while self._reading:
            self._reading.pop().close()

    def _read(self, kind: Kind, of: Callable[[etree._Element], Iterator[T]]) -> Generator[T, None, None]:
        reading = self._listing(of) if kind == self._kind else _nothing()
        self._reading.append(reading)
        return reading

    def _listing(self, of: Callable[[etree._Element], Iterator[T]]) -> Generator[T, None, None]:
        wanted, roots = _FORMS[self._kind]
        for element in elements(self._path, wanted, roots):
            yield from of(element)


def _nothing() -> Generator[T, None, None]:
    yield from ()


def _person(element: etree._Element) -> Iterator[MetaversePerson]:
    entry = element.find("entry")
    if entry is None or text_of(entry, "primary-objectclass") != "person":
        return
    identity = guid_of(element.get("id") or entry.get("dn"))
    account = next(filter(None, (_value(entry, name) for name in ACCOUNTS)), identity)
    name = next(filter(None, (_value(entry, name) for name in NAMES)), "")
    photo = attribute(entry, PHOTO.lower())
    populated = photo is not None and has_value(photo)
    yield MetaversePerson(identity, account, name, _value(entry, URL), populated)


def _value(entry: etree._Element, name: str) -> str:
    found = attribute(entry, name.lower())
    return "" if found is None else text_of(found, "value")


def _connector(element: etree._Element) -> Iterator[ConnectorPerson]:
    if (element.get("object-type") or "").lower() not in PEOPLE:
        return
    yield ConnectorPerson(
        guid_of(element.findtext("mv-link")),
        element.get("cs-dn") or "",
        text_of(element, "account-name"),
        text_of(element, "ma-name"),
        pending_of(element),
        held_by(element),
    )


def _steps(element: etree._Element) -> Iterator[SyncStep]:
    for step in element.iterfind("step-details"):
        errors, failed = errors_in(step)
        yield SyncStep(
            text_of(element, "ma-name"),
            text_of(element, "run-profile-name"),
            _number(element.findtext("run-number")),
            _number(step.get("step-number") or step.get("number")),
            text_of(step, "step-result"),
            text_of(step, "start-date"),
            errors,
            failed,
        )


def _number(text: str | None) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
