"""Event XML as ``wevtutil`` and Event Viewer save it: with a root element or without, one event after the other.

https://learn.microsoft.com/windows/win32/wes/eventschema-event-element is the schema. Each ``<Event>`` is cut out of
the text and parsed alone: a broken one costs itself, and a file's size costs no memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from pyupsync.model import LoggedEvent

_BEGIN = re.compile(r"<Event(?=[\s>/])")
_END = "</Event>"
_PIECE = 262_144
MAX_EVENT = 1_048_576
"""Characters of one event; Windows allows 64 KiB (31,839 characters a value)."""


def xml_events(text: IO[str], name: str, wanted: str) -> Iterator[LoggedEvent]:
    """Yield the events with the id ``wanted`` out of XML, or out of text that has XML in it."""
    for number, fragment in enumerate(fragments(text), start=1):
        if wanted in fragment:
            event = _event(fragment, f"{name}, event {number}", wanted)
            if event is not None:
                yield event


def fragments(text: IO[str]) -> Iterator[str]:
    """Cut ``<Event …>…</Event>`` out of a text as it is read."""
    rest = ""
    while piece := text.read(_PIECE):
        rest += piece
        place = 0
        while begin := _BEGIN.search(rest, place):
            end = rest.find(_END, begin.end())
            if end < 0:
                place = begin.start() if len(rest) - begin.start() < MAX_EVENT else begin.end()
                break
            yield rest[begin.start() : end + len(_END)]
            place = end + len(_END)
        else:
            place = max(place, len(rest) - len("<Event "))  # a tag may be cut between two pieces
        rest = rest[place:]


def _event(fragment: str, origin: str, wanted: str) -> LoggedEvent | None:
    root = parsed(fragment)
    if root is None or _text(root, "System", "EventID") != wanted:
        return None
    created = root.find("{*}System/{*}TimeCreated")
    values = tuple((data.text or "").strip() for data in root.iterfind("{*}EventData/{*}Data"))
    values += tuple((data.text or "").strip() for data in root.iterfind("{*}UserData//{*}*") if len(data) == 0)
    time = "" if created is None else created.get("SystemTime", "")
    return LoggedEvent(_text(root, "RenderingInfo", "Message"), origin, time, tuple(filter(None, values)))


def parsed(fragment: str) -> etree._Element | None:
    """One element, None for a broken one. A fragment has no document type, so no entity can grow or reach outside."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(fragment.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _text(root: etree._Element, *path: str) -> str:
    return (root.findtext("/".join(f"{{*}}{name}" for name in path)) or "").strip()
