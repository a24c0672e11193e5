"""What every page begins and ends with: the style, a heading, counts, facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyupsync.model import Status
from pyupsync.page.cards import escaped
from pyupsync.page.style import STYLE


@dataclass(frozen=True, slots=True)
class Count:
    """A number at the top of a page.

    Attributes:
        anchor: The id of the section it leads to.
        number: How many; a text, for its own way of grouping digits.
        what: Of what.
        status: What colours it; None for no colour.
    """

    anchor: str
    number: str
    what: str
    status: Status | None = None


def tone(status: Status) -> str:
    """The attribute that gives an element, and what is in it, the colour of a status."""
    return f'style="--tone:var(--{status})"'


def beginning(title: str, lead: str, counts: Iterable[Count], facts: Mapping[str, str]) -> Iterator[str]:
    """All up to where the sections begin."""
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="generator" content="pyupsync">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    yield "style-src 'unsafe-inline'\">\n"
    yield f"<title>{escaped(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    yield f"<header>\n<h1>{escaped(title)}</h1>\n"
    if lead:
        yield f'<p class="lead">{escaped(lead)}</p>\n'
    if shown := "".join(map(_count, counts)):
        yield f'<ul class="counts">\n{shown}</ul>\n'
    if facts:
        pairs = (f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>\n" for name, value in facts.items())
        yield f'<dl class="facts">\n{"".join(pairs)}</dl>\n'
    yield "</header>\n<main>\n"


def ending() -> Iterator[str]:
    """All from where the sections end."""
    yield "</main>\n<footer>Written by pyupsync. This page holds its pictures itself and loads nothing.</footer>\n"
    yield "</body>\n</html>\n"


def _count(count: Count) -> str:
    colour = ' style="color:var(--tone)"' if count.status else ""
    link = f'<a href="#{escaped(count.anchor)}" {tone(count.status) if count.status else ""}'.rstrip()
    return f"<li>{link}><b{colour}>{escaped(count.number)}</b>{escaped(count.what)}</a></li>\n"
