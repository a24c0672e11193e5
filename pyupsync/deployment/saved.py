"""A plan as a document: what it was made from, and every change; no secret, no picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyupsync.errors import PlanUnreadable
from pyupsync.model import Change, Facts

FORMAT = "pyupsync-plan"
VERSION = 1
_TEXTS = ("id", "area", "action", "target", "subject")


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a plan came to, to be applied later.

    Attributes:
        configuration: The file it was made from, as it was named.
        digest: SHA-256 of that file then, in hexadecimal.
        only: The areas it was made of.
        changes: What it would do; without payloads: a picture is known by the hash that it is to have.
    """

    configuration: str
    digest: str
    only: tuple[str, ...]
    changes: tuple[Change, ...]


def as_text(plan: SavedPlan) -> str:
    """The plan as JSON."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "configuration": plan.configuration,
        "sha256": plan.digest,
        "areas": list(plan.only),
        "changes": [_plain(change) for change in _in_order(plan.changes)],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, default=list) + "\n"


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """As they were planned, but people by their ids: they come as their pictures do, and one plan is one text."""
    areas = list(dict.fromkeys(change.area for change in changes))
    return sorted(changes, key=lambda change: (areas.index(change.area), change.id if change.area == "photos" else ""))


def from_text(text: str, path: str) -> SavedPlan:
    """The plan that a document holds.

    Args:
        text: The document.
        path: Where it came from, for messages.

    Raises:
        PlanUnreadable: It is none, or of another version.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, f"it is no JSON: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _unreadable(path, "it is no plan of pyupsync")
    if document.get("version") != VERSION:
        raise _unreadable(path, f"it is of version {document.get('version')!r}, and {VERSION} is read")
    try:
        changes = tuple(_change(item) for item in document["changes"])
        only = tuple(_text(area) for area in document["areas"])
        return SavedPlan(_text(document["configuration"]), _text(document["sha256"]), only, changes)
    except (KeyError, TypeError) as error:
        raise _unreadable(path, f"something is missing or of another kind: {error}") from error


def same(one: Change, other: Change) -> bool:
    """Whether two changes do the same to the same thing, from the same to the same."""
    return _shape(one) == _shape(other)


def key_of(change: Change) -> tuple[str, str]:
    """What a change is known by."""
    return change.id, change.action


def by_key(changes: Iterable[Change]) -> dict[tuple[str, str], Change]:
    """Changes by what they are known by."""
    return {key_of(change): change for change in changes}


def _plain(change: Change) -> dict[str, object]:
    return {
        **{name: getattr(change, name) for name in _TEXTS},
        "before": _dict(change.before),
        "after": _dict(change.after),
    }


def _dict(facts: Facts | None) -> dict[str, object] | None:
    return None if facts is None else dict(facts)


def _shape(change: Change) -> str:
    return json.dumps(_plain(change), sort_keys=True, default=list)


def _change(item: Mapping[str, Any]) -> Change:
    change_id, area, action, target, subject = (_text(item[name]) for name in _TEXTS)
    return Change(change_id, area, action, target, _facts(item["before"]), _facts(item["after"]), subject)


def _facts(value: object) -> Facts | None:
    if value is not None and not isinstance(value, dict):
        raise TypeError("before and after are objects or null")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _unreadable(path: str, why: str) -> PlanUnreadable:
    advice = "Make it anew: pyupsync deploy plan CONFIG --out PLAN.json"
    return PlanUnreadable(f"The plan {path} cannot be used: {why}.", target=path, advice=advice)
