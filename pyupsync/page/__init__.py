"""Outcomes as one HTML page that needs nothing else: styles and pictures are inside, nothing is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyupsync.model import Status
from pyupsync.page.cards import PageRow, card, escaped
from pyupsync.page.style import STYLE
from pyupsync.page.table import PageTable, TableRow, table

__all__ = ["PageRow", "PageTable", "TableRow", "write_page"]

_SECTIONS: dict[Status, str] = {
    "failed": "Failed",
    "skipped": "Skipped",
    "applied": "Applied",
    "unchanged": "Unchanged",
}
"""In the order they are shown: what needs somebody comes first."""


def write_page(
    path: str | Path,
    title: str,
    rows: Iterable[PageRow],
    *,
    lead: str = "",
    facts: Mapping[str, str] | None = None,
    tables: Sequence[PageTable] = (),
) -> None:
    """Write the page; a page of that name is replaced when the new one is whole.

    Args:
        path: The file.
        title: What this is the report of.
        rows: What to show, in any order; failures are shown first, each group in the order given.
        lead: A sentence or two below the title.
        facts: Names and values shown below that: sources, times.
        tables: What comes below the outcomes.

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
            file.writelines(_page(title, groups, lead, facts or {}, tables))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _page(
    title: str,
    groups: Mapping[Status, list[PageRow]],
    lead: str,
    facts: Mapping[str, str],
    tables: Sequence[PageTable],
) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    yield "style-src 'unsafe-inline'\">\n"
    yield f"<title>{escaped(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{escaped(title)}</h1>\n"
    if lead:
        yield f'<p class="lead">{escaped(lead)}</p>\n'
    shown = {status: groups[status] for status in _SECTIONS if groups.get(status)}
    counts = [_count(status, str(len(rows)), status, _tone(status)) for status, rows in shown.items()]
    counts += [_count(item.name, *item.count) for item in tables]
    yield f'<ul class="counts">\n{"".join(counts)}</ul>\n'
    if facts:
        pairs = (f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>\n" for name, value in facts.items())
        yield f'<dl class="facts">\n{"".join(pairs)}</dl>\n'
    yield "</header>\n<main>\n"
    for status, rows in shown.items():
        yield f'<section class="{status}" id="{status}" {_tone(status)}>\n<h2>{_SECTIONS[status]} ({len(rows)})</h2>\n'
        yield '<div class="cards">\n'
        yield from (card(row) for row in rows)
        yield "</div>\n</section>\n"
    for item in tables:
        yield from table(item)
    yield "</main>\n<footer>Written by pyupsync. This page holds its pictures itself and loads nothing.</footer>\n"
    yield "</body>\n</html>\n"


def _count(anchor: str, number: str, what: str, tone: str = "") -> str:
    colour = ' style="color:var(--tone)"' if tone else ""
    link = f'<a href="#{escaped(anchor)}" {tone}'.rstrip()
    return f"<li>{link}><b{colour}>{escaped(number)}</b>{escaped(what)}</a></li>\n"


def _tone(status: Status) -> str:
    return f'style="--tone:var(--{status})"'
