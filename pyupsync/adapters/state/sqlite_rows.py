"""Records as rows of the state file, and back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pyupsync.model import Entry, Intent, Known, PhotoFacts, RunFacts, Sighting, Validators

PERSON = "guid, url, etag, last_modified, source, rule, made, published, present, replica, usn"
ENTRY = "run, guid, dn, subject, action, before, after, status, code, at"


def facts_text(facts: PhotoFacts | None) -> str | None:
    """A picture's facts in one column, its hash first."""
    if facts is None:
        return None
    parts = (facts.sha256, facts.size, facts.width, facts.height)
    return " ".join("-" if part is None else str(part) for part in parts)


@lru_cache(maxsize=16)  # what was made, published and seen is mostly one picture
def facts_of(text: str | None) -> PhotoFacts | None:
    """The facts that a column holds.

    Raises:
        ValueError: It holds something else.
    """
    if text is None:
        return None
    sha256, *numbers = text.split(" ")
    size, width, height = (None if number == "-" else int(number) for number in numbers)
    if size is None:
        raise ValueError(text)
    return PhotoFacts(sha256, size, width, height)


def known_row(known: Known) -> tuple[object, ...]:
    """A row of ``person``."""
    asked, seen = known.validators, known.seen
    pictures = [facts_text(facts) for facts in (known.made, known.published, known.present)]
    source = (known.guid, asked.url, asked.etag, asked.last_modified, known.source, known.rule)
    return (*source, *pictures, *((seen.replica, seen.usn) if seen else (None, None)))


def known_of(row: Sequence[Any]) -> Known:
    """The record that a row of ``person`` is."""
    guid, url, etag, last_modified, source, rule, made, published, present, replica, usn = row
    asked = Validators(url, etag, last_modified)
    seen = None if replica is None else Sighting(replica, usn)
    return Known(guid, asked, source, rule, facts_of(made), facts_of(published), facts_of(present), seen)


def intent_row(run: int, intent: Intent, at: str) -> tuple[object, ...]:
    """A row of ``entry``, open."""
    pictures = (facts_text(intent.before), facts_text(intent.after))
    return (run, intent.guid, intent.dn, intent.subject, intent.action, *pictures, "open", "", at)


def entry_of(row: Sequence[Any]) -> Entry:
    """The record that a row of ``entry`` is, with whether what it replaced is kept as its last column."""
    run, guid, dn, subject, action, before, after, status, code, at, kept = row
    intent = Intent(guid, dn, subject, action, facts_of(before), facts_of(after))
    return Entry(run, intent, status, code, at, bool(kept))


def run_of(row: Sequence[Any]) -> RunFacts:
    """The record that a row of ``run`` with its counts is."""
    return RunFacts(*row)
