"""One outcome as a card: who, what became of it, the pictures before and after."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass, field

from pyupsync.model import Change, Facts, Outcome

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One outcome on the page.

    Attributes:
        outcome: What became of one thing.
        name: Whose it is; empty for the outcome's subject.
        before: The picture before, None where there was none or it is not known.
        after: The picture now; for anything but ``applied`` the one that was kept.
        note: Anything else worth a line.
    """

    outcome: Outcome
    name: str = ""
    before: bytes | None = field(default=None, repr=False)
    after: bytes | None = field(default=None, repr=False)
    note: str = ""


def card(row: PageRow) -> str:
    """The card as HTML."""
    outcome = row.outcome
    name = row.name or outcome.subject or outcome.target
    account = outcome.subject if outcome.subject != name else outcome.target
    advice = f'<p class="advice">{escaped(outcome.advice)}</p>\n' if outcome.advice else ""
    note = f'<p class="note">{escaped(row.note)}</p>\n' if row.note else ""
    return (
        f'<article class="card">\n<div class="who"><h3 dir="auto">{escaped(name)}</h3>'
        f'<span class="badge">{escaped(outcome.status)}</span></div>\n'
        f'<p class="account" title="{escaped(outcome.target)}">{escaped(account)}</p>\n'
        f'<div class="body">\n{_pictures(row, name)}<div class="text"><p>{escaped(outcome.reason)}</p>\n'
        f"{advice}{note}</div>\n</div>\n</article>\n"
    )


def _pictures(row: PageRow, name: str) -> str:
    """Before and after where it changed, else the one that was kept; nothing where no picture is given."""
    if row.before is None and row.after is None:
        return ""
    if row.outcome.status == "applied":
        return _pair(name, row.before, row.after, row.outcome)
    kept = figure(row.after or row.before, f"{name}: the picture kept", "kept", row.outcome.before)
    return f'<div class="pictures">{kept}</div>\n'


def tile(who: str, change: Change, before: bytes | None) -> str:
    """A change as an item of a list: who, the picture before and the one that is to be, or is, there after it."""
    target = escaped(change.target)
    return (
        f'<li class="card">\n<h3 dir="auto">{escaped(who)}</h3>\n<p class="account" title="{target}">{target}</p>\n'
        f"{_pair(who, before, change.payload, change)}</li>\n"
    )


def _pair(name: str, before: bytes | None, after: bytes | None, facts: Change | Outcome) -> str:
    first = figure(before, f"{name}: before", "before", facts.before)
    second = figure(after, f"{name}: after", "after", facts.after)
    arrow = '<span class="arrow" aria-hidden="true">&#8594;</span>'
    return f'<div class="pictures">{first}{arrow}{second}</div>\n'


def figure(data: bytes | None, alt: str, caption: str, facts: Facts | None, missing: str = "none") -> str:
    """A picture with what it is; a frame with a word in place of one that is not there.

    Args:
        data: The picture, None for none.
        alt: What it shows, for who does not see it.
        caption: What stands below it.
        facts: Its size, where that is known.
        missing: The word.
    """
    kind = next((name for magic, name in _MAGIC.items() if data and data.startswith(magic)), "")
    if data and kind:
        encoded = base64.b64encode(data).decode("ascii")
        picture = f'<img src="data:{kind};base64,{encoded}" alt="{escaped(alt)}" width="96" height="96">'
    else:
        said = "no picture" if data else "not shown" if facts else missing
        picture = f'<span class="none">{escaped(said)}</span>'
    return f"<figure>{picture}<figcaption>{caption}{_size(facts)}</figcaption></figure>"


def _size(facts: Facts | None) -> str:
    if not facts or "bytes" not in facts:
        return ""
    pixels = f"{facts['width']}&times;{facts['height']}, " if facts.get("width") else ""
    return f"<br>{pixels}{_kilobytes(facts['bytes'])}"


def _kilobytes(size: object) -> str:
    return f"{size / 1024:.1f} KB" if isinstance(size, int) else ""


def escaped(value: str) -> str:
    """Text as HTML, in an attribute too."""
    return html.escape(value, quote=True)
