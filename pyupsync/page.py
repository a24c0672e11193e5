"""Outcomes as one HTML page that needs nothing else: styles and pictures are inside, nothing is loaded."""

from __future__ import annotations

import base64
import html
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyupsync.model import Facts, Outcome, Status

_SECTIONS: dict[Status, str] = {
    "failed": "Failed",
    "skipped": "Skipped",
    "applied": "Applied",
    "unchanged": "Unchanged",
}
"""In the order they are shown: what needs somebody comes first."""
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
_STYLE = """
:root { color-scheme: light dark; --back: #f4f5f8; --card: #fff; --text: #1d2130; --soft: #5b6275; --line: #dde0e8;
  --failed: #b3261e; --skipped: #8a5a00; --applied: #17703a; --unchanged: #4b5568; }
@media (prefers-color-scheme: dark) { :root { --back: #14161c; --card: #1e212a; --text: #e8eaf1; --soft: #a3aabc;
  --line: #333846; --failed: #ff9a92; --skipped: #f3c266; --applied: #7ddb9d; --unchanged: #b4bccd; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.25; }
h2 { margin: 32px 0 12px; font-size: 18px; }
h3 { margin: 0; font-size: 16px; line-height: 1.35; }
p, dl { margin: 0; }
.lead { color: var(--soft); max-width: 75ch; }
.counts { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0; padding: 0; list-style: none; }
.counts a { display: block; padding: 8px 16px; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; color: inherit; text-decoration: none; }
.counts b { font-size: 20px; margin-right: 6px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; font-size: 14px; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 272px), 1fr)); gap: 14px; }
.failed .cards { grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px; min-width: 0;
  border-top: 3px solid var(--tone); overflow-wrap: anywhere; }
.who { display: flex; justify-content: space-between; align-items: flex-start; gap: 10px; }
.badge { flex: none; padding: 1px 9px; border: 1px solid var(--tone); border-radius: 99px; color: var(--tone);
  font-size: 12px; font-weight: 600; }
.account { color: var(--soft); font: 13px/1.5 ui-monospace, Consolas, monospace; }
.pictures { display: flex; align-items: flex-start; gap: 10px; margin-top: 12px; }
figure { margin: 0; width: 96px; text-align: center; }
figure img, .none { width: 96px; height: 96px; border-radius: 10px; display: block; object-fit: contain; }
.none { display: grid; place-items: center; border: 1px dashed var(--soft); color: var(--soft); font-size: 13px; }
figcaption { margin-top: 4px; color: var(--soft); font-size: 12px; line-height: 1.35; overflow-wrap: normal; }
.arrow { line-height: 96px; color: var(--soft); font-size: 20px; }
.body { display: flex; flex-wrap: wrap; gap: 0 14px; }
.body .pictures { margin-bottom: 4px; }
.text { flex: 1 1 150px; margin-top: 10px; }
.advice { margin-top: 8px; padding-left: 10px; border-left: 3px solid var(--tone); }
.note { margin-top: 6px; color: var(--soft); font-size: 13px; }
footer { padding: 28px 20px 40px; color: var(--soft); font-size: 13px; }
"""


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


def write_page(
    path: str | Path, title: str, rows: Iterable[PageRow], *, lead: str = "", facts: Mapping[str, str] | None = None
) -> None:
    """Write the page; a page of that name is replaced when the new one is whole.

    Args:
        path: The file.
        title: What this is the report of.
        rows: What to show, in any order; failures are shown first, each group in the order given.
        lead: A sentence or two below the title.
        facts: Names and values shown below that: sources, times.

    Raises:
        OSError: The file cannot be written.
    """
    groups: defaultdict[Status, list[PageRow]] = defaultdict(list)
    for row in rows:
        groups[row.outcome.status].append(row)
    path = Path(path)
    part = path.with_name(f"{path.name}.part")
    try:
        # A lone surrogate, which some directories hold in names, is no UTF-8: it is written as a reference.
        with part.open("w", encoding="utf-8", errors="xmlcharrefreplace", newline="\n") as file:
            file.writelines(_page(title, groups, lead, facts or {}))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _page(title: str, groups: Mapping[Status, list[PageRow]], lead: str, facts: Mapping[str, str]) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    yield "style-src 'unsafe-inline'\">\n"
    yield f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{_text(title)}</h1>\n"
    if lead:
        yield f'<p class="lead">{_text(lead)}</p>\n'
    shown = {status: groups[status] for status in _SECTIONS if groups.get(status)}
    yield f'<ul class="counts">\n{"".join(_count(status, len(rows)) for status, rows in shown.items())}</ul>\n'
    if facts:
        pairs = (f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>\n" for name, value in facts.items())
        yield f'<dl class="facts">\n{"".join(pairs)}</dl>\n'
    yield "</header>\n<main>\n"
    for status, rows in shown.items():
        yield f'<section class="{status}" id="{status}" {_tone(status)}>\n<h2>{_SECTIONS[status]} ({len(rows)})</h2>\n'
        yield '<div class="cards">\n'
        yield from (_card(row) for row in rows)
        yield "</div>\n</section>\n"
    yield "</main>\n<footer>Written by pyupsync. This page holds its pictures itself and loads nothing.</footer>\n"
    yield "</body>\n</html>\n"


def _count(status: Status, number: int) -> str:
    return f'<li><a href="#{status}" {_tone(status)}><b style="color:var(--tone)">{number}</b>{status}</a></li>\n'


def _tone(status: Status) -> str:
    return f'style="--tone:var(--{status})"'


def _card(row: PageRow) -> str:
    outcome = row.outcome
    name = row.name or outcome.subject or outcome.target
    account = outcome.subject if outcome.subject != name else outcome.target
    advice = f'<p class="advice">{_text(outcome.advice)}</p>\n' if outcome.advice else ""
    note = f'<p class="note">{_text(row.note)}</p>\n' if row.note else ""
    return (
        f'<article class="card">\n<div class="who"><h3 dir="auto">{_text(name)}</h3>'
        f'<span class="badge">{_text(outcome.status)}</span></div>\n'
        f'<p class="account" title="{_text(outcome.target)}">{_text(account)}</p>\n'
        f'<div class="body">\n{_pictures(row, name)}<div class="text"><p>{_text(outcome.reason)}</p>\n'
        f"{advice}{note}</div>\n</div>\n</article>\n"
    )


def _pictures(row: PageRow, name: str) -> str:
    """Before and after where it changed, else the one that was kept; nothing where no picture is given."""
    if row.before is None and row.after is None:
        return ""
    if row.outcome.status != "applied":
        inside = _figure(row.after or row.before, f"{name}: the picture kept", "kept", row.outcome.before)
    else:
        inside = _figure(row.before, f"{name}: before", "before", row.outcome.before)
        inside += '<span class="arrow" aria-hidden="true">&#8594;</span>'
        inside += _figure(row.after, f"{name}: after", "after", row.outcome.after)
    return f'<div class="pictures">{inside}</div>\n'


def _figure(data: bytes | None, alt: str, caption: str, facts: Facts | None) -> str:
    kind = next((name for magic, name in _MAGIC.items() if data and data.startswith(magic)), "")
    if data and kind:
        encoded = base64.b64encode(data).decode("ascii")
        picture = f'<img src="data:{kind};base64,{encoded}" alt="{_text(alt)}" width="96" height="96">'
    else:
        picture = f'<span class="none">{"no picture" if data else "none"}</span>'
    return f"<figure>{picture}<figcaption>{caption}{_size(facts)}</figcaption></figure>"


def _size(facts: Facts | None) -> str:
    if not facts or "bytes" not in facts:
        return ""
    pixels = f"{facts['width']}&times;{facts['height']}, " if facts.get("width") else ""
    return f"<br>{pixels}{_kilobytes(facts['bytes'])}"


def _kilobytes(size: object) -> str:
    return f"{size / 1024:.1f} KB" if isinstance(size, int) else ""


def _text(value: str) -> str:
    return html.escape(value, quote=True)
