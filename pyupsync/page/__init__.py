"""Outcomes as one HTML page that needs nothing else: styles and pictures are inside, nothing is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyupsync.model import Status
from pyupsync.page.cards import PageRow, card
from pyupsync.page.frame import Count, beginning, ending, tone
from pyupsync.page.table import PageTable, TableRow, grid, table

__all__ = ["Count", "PageRow", "PageTable", "TableRow", "beginning", "ending", "grid", "table", "tone", "write_page"]

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
    shown = {status: groups[status] for status in _SECTIONS if groups.get(status)}
    counts = [Count(status, str(len(rows)), status, status) for status, rows in shown.items()]
    yield from beginning(title, lead, [*counts, *(Count(item.name, *item.count) for item in tables)], facts)
    for status, rows in shown.items():
        yield f'<section class="{status}" id="{status}" {tone(status)}>\n<h2>{_SECTIONS[status]} ({len(rows)})</h2>\n'
        yield '<div class="cards">\n'
        yield from (card(row) for row in rows)
        yield "</div>\n</section>\n"
    for item in tables:
        yield from table(item)
    yield from ending()
