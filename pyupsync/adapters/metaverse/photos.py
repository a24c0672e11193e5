"""What a connector space says of a thumbnailPhoto: held, and pending.

The elements are those of https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ms695329(v=vs.100)
(Connector Space Export XML): an unapplied export's ``<delta>`` is what the next export does.
"""

from __future__ import annotations

from lxml import etree

from pyupsync.model import PendingPhoto

ATTRIBUTE = "thumbnailphoto"
_EXPORTS = ("unapplied-export", "escrowed-export")
_HELD = ("synchronized-hologram", "hologram")
_WHOLE = {"replace", "delete-add"}
"""Deltas that give every attribute of the object that results: one that is not there goes."""


def pending_of(entry: etree._Element) -> PendingPhoto:
    """What the next export does with it."""
    for name in _EXPORTS:  # one that says nothing of the photo leaves what was exported before and is not confirmed
        delta = entry.find(f"{name}/delta")
        if delta is None:
            continue
        pending = _by_delta(delta)
        if pending != "none" or delta.get("operation") == "delete":
            return pending
    return "none"


def held_by(entry: etree._Element) -> bool | None:
    """Whether the directory had one when it was last read; None when that is not told."""
    for name in _HELD:
        hologram = entry.find(f"{name}/entry")
        if hologram is not None:
            photo = attribute(hologram, ATTRIBUTE)
            return photo is not None and has_value(photo)
    return None


def attribute(parent: etree._Element, name: str) -> etree._Element | None:
    """The ``<attr>`` of a name, whatever its case."""
    return next((one for one in parent.iterfind("attr") if (one.get("name") or "").lower() == name), None)


def has_value(photo: etree._Element) -> bool:
    """Whether a value is there that is not empty and not going away."""
    values = (value for value in photo.iterfind("value") if value.get("operation") != "delete")
    return any((value.text or "").strip() for value in values)


def _by_delta(delta: etree._Element) -> PendingPhoto:
    operation = delta.get("operation", "none")
    if operation in {"none", "delete"}:  # an object that goes takes its picture along; that is another matter
        return "none"
    photo = attribute(delta, ATTRIBUTE)
    if photo is None:
        return "clear" if operation in _WHOLE else "none"
    if photo.get("operation") == "delete" or not has_value(photo):
        return "none" if operation == "add" else "clear"
    return "write"
