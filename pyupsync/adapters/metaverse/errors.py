"""The errors of a step, in run history XML and in the database's columns alike.

https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ms698398(v=vs.100) (run-history) and
[MS-UPSMODS] 2.2.1.1.1 (step-details): ``export-error`` and ``import-error`` below ``synchronization-errors``,
``ma-object-error`` below ``ma-discovery-errors``, and ``ma-connection`` with the servers that were tried.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pyupsync.adapters.metaverse.elements import text_of
from pyupsync.model import SyncError

MAX_ERRORS = 1000
_OBJECTS = ("export-error", "import-error", "ma-object-error")


def errors_in(parent: etree._Element) -> tuple[tuple[SyncError, ...], int]:
    """The first thousand of the objects that a step failed at, and how many there are."""
    found = [_error(element) for element in _failing(parent)]
    return tuple(found[:MAX_ERRORS]), len(found)


def errors_of(texts: Iterable[str]) -> tuple[tuple[SyncError, ...], int]:
    """The same from pieces of XML, each with a root element, several or none; a broken piece has no errors."""
    found: list[SyncError] = []
    count = 0
    for text in texts:
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(f"<pieces>{text}</pieces>".encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError:
            continue
        some, number = errors_in(root)
        found += some
        count += number
    return tuple(found[:MAX_ERRORS]), count


def _failing(parent: etree._Element) -> Iterable[etree._Element]:
    yield from parent.iter(*_OBJECTS)
    for connection in parent.iter("ma-connection"):
        if text_of(connection, "connection-result") not in {"", "success"}:
            yield connection


def _error(element: etree._Element) -> SyncError:
    if element.tag == "ma-connection":
        return SyncError(text_of(element, "connection-result"), text_of(element, "server"), _said(element))
    kind = text_of(element, "error-type") or str(element.tag)
    return SyncError(kind, element.get("dn") or text_of(element, "dn"), _said(element))


def _said(element: etree._Element) -> str:
    """What the connected directory said, or the extension that failed."""
    literals = (text_of(one, "error-literal") for one in element.iter("cd-error"))
    extensions = (text_of(one, "extension-name") for one in element.iter("extension-error-info"))
    return " ".join(next((text for text in (*literals, *extensions) if text), "").split())[:500]
