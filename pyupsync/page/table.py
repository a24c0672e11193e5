"""Things beside the outcomes, as a table below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyupsync.model import Status
from pyupsync.page.cards import escaped


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of a table.

    Attributes:
        cells: One for each column; the first says what the line is about.
        status: What colours it.
        marked: Which of the cells stands out, by its place.
    """

    cells: tuple[str, ...]
    status: Status
    marked: int = -1


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on the page.

    Attributes:
        name: Its anchor, one word.
        title: Its heading.
        columns: The heads of the columns.
        rows: Its lines.
        count: A number for the top of the page, with what it counts: ``("6", "sites in the zone")``.
        lead: A sentence or two above it.
        commands: Commands that did it, or do it again.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[TableRow]
    count: tuple[str, str]
    lead: str = ""
    commands: Sequence[str] = ()


def table(content: PageTable) -> Iterator[str]:
    """The table as HTML."""
    yield f'<section id="{escaped(content.name)}">\n<h2>{escaped(content.title)}</h2>\n'
    if content.lead:
        yield f'<p class="lead above">{escaped(content.lead)}</p>\n'
    yield from grid(content.columns, content.rows)
    if content.commands:
        shown = "\n".join(f"<code>{escaped(command)}</code>" for command in content.commands)
        yield f'<div class="commands">\n{shown}\n</div>\n'
    yield "</section>\n"


def grid(columns: Sequence[str], rows: Iterable[TableRow]) -> Iterator[str]:
    """The table alone, without a heading."""
    heads = "".join(f'<th scope="col">{escaped(name)}</th>' for name in columns)
    yield f'<div class="table">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
    yield from (_row(row, columns) for row in rows)
    yield "</tbody>\n</table>\n</div>\n"


def _row(row: TableRow, columns: Sequence[str]) -> str:
    first, *rest = row.cells
    cells = "".join(
        f'<td data-label="{escaped(name)}">{_marked(text) if at == row.marked else escaped(text)}</td>'
        for at, (name, text) in enumerate(zip(columns[1:], rest, strict=True), 1)
    )
    return f'<tr style="--tone:var(--{row.status})"><th scope="row">{escaped(first)}</th>{cells}</tr>\n'


def _marked(text: str) -> str:
    return f'<span class="tone">{escaped(text)}</span>'
