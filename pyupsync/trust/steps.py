"""The changes and outcomes of a trust plan, each with its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pyupsync.model import Change, Facts, Outcome
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.snapshot import Entry

AREA = "trust"
ADD = "Add trusted root authority"
REPLACE = "Replace trusted root authority"
RENAME = "Rename trusted root authority"
REMOVE = "Remove trusted root authority"
KEEP = "Keep trusted root authority"


def added(item: Certificate, name: str) -> Change:
    """Trust ``item`` as ``name``."""
    return Change(f"{AREA}/{item.thumbprint}", AREA, ADD, name, None, item.facts(name), item.subject, item.der)


def replaced(entry: Entry, item: Certificate) -> Change:
    """Put ``item`` in the place of an older certificate of the same authority."""
    after = item.facts(entry.root.name)
    name, before = entry.root.name, entry.facts()
    return Change(f"{AREA}/{item.thumbprint}", AREA, REPLACE, name, before, after, item.subject, item.der)


def renamed(entry: Entry, name: str, item: Certificate) -> Change:
    """Give the entry, which holds ``item`` by then, another name."""
    before = {**item.facts(entry.root.name), "id": entry.root.id}
    return Change(
        f"{AREA}/{item.thumbprint}/name", AREA, RENAME, entry.root.name, before, item.facts(name), item.subject
    )


def removed(entry: Entry) -> Change:
    """Trust the entry no longer."""
    subject = entry.certificate.subject if entry.certificate else ""
    change_id = f"{AREA}/{entry.root.thumbprint}/absent"
    return Change(change_id, AREA, REMOVE, entry.root.name, entry.facts(), None, subject)


def kept(entry: Entry, own_name: str, doubles: Sequence[Entry] = ()) -> Outcome:
    """Already trusted, under whatever name; ``doubles`` hold the same certificate under other names."""
    name, facts = entry.root.name, entry.facts()
    also = "" if own_name == name else f" under the name {name}"
    subject = entry.certificate.subject if entry.certificate else ""
    reason = f"This certificate is trusted already{also}."
    advice = ""
    if doubles:
        # A rename on a farm that was stopped halfway leaves both; which of the two is in use nobody can tell here.
        others = ", ".join(double.root.name for double in doubles)
        reason = f"{reason} It is there under another name too: {others}."
        advice = f"Where one is enough, remove by name: {others}."
    words = ("AlreadyTrusted", reason, advice)
    return Outcome(AREA, KEEP, name, "unchanged", *words, before=facts, after=facts, subject=subject)


def not_there(word: str) -> Outcome:
    """Declared absent, and absent."""
    return Outcome(AREA, REMOVE, word, "unchanged", "NotThere", f"No authority is named {word} or has that thumbprint.")


def left(
    action: str, target: str, status: Literal["skipped", "failed"], words: tuple[str, str, str], subject: str = ""
) -> Outcome:
    """Nothing is done; ``words`` are the code, the reason and what to do."""
    before: Facts | None = None
    return Outcome(AREA, action, target, status, *words, before=before, subject=subject)


def protected(action: str, entry: Entry) -> Outcome:
    """The farm's own authority is left as it is."""
    words = (
        "LocalAuthorityProtected",
        f"{entry.root.name} is a SharePoint farm's own authority; without it claims and search stop working.",
        "Leave it as it is.",
    )
    return left(action, entry.root.name, "failed", words)
