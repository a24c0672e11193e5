"""The way of one picture as a page's parts: the cause, the picture as each station has it, every station's check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyupsync.model import Check, CheckStatus, PhotoFacts, Status
from pyupsync.page.cards import escaped, figure
from pyupsync.page.frame import tone
from pyupsync.page.table import TableRow, grid

TONES: Mapping[CheckStatus, Status] = {
    "pass": "applied",
    "fail": "failed",
    "warning": "skipped",
    "unknown": "unchanged",
}
"""What colours a check."""
COUNTED: Mapping[CheckStatus, str] = {"fail": "failed", "warning": "warnings", "pass": "passed", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture as one station has it.

    Attributes:
        caption: Which station.
        data: The picture; None where it has none.
        missing: Why there is none, in a word or two.
        facts: Its size.
    """

    caption: str
    data: bytes | None = field(repr=False)
    missing: str = "none"
    facts: PhotoFacts | None = None


def cause_card(sentence: str, cause: str, station: str, advice: str, status: CheckStatus) -> Iterator[str]:
    """The verdict: what breaks, where, and what mends it."""
    yield f'<section id="cause" {tone(TONES[status])}>\n<h2>The cause</h2>\n<article class="card">\n'
    badge = f'<span class="badge">{escaped(station)}</span>' if station else ""
    yield f'<div class="who"><h3>{escaped(cause or "Nothing is broken")}</h3>{badge}</div>\n'
    yield f"<p>{escaped(sentence)}</p>\n"
    if advice:
        yield f'<p class="advice">{escaped(advice)}</p>\n'
    yield "</article>\n</section>\n"


def picture_strip(name: str, shown: Sequence[Shown]) -> Iterator[str]:
    """The picture at each station, in the way's order."""
    yield '<section id="pictures">\n<h2>The picture on its way</h2>\n<div class="card way">\n<div class="pictures">\n'
    arrow = '<span class="arrow" aria-hidden="true">&#8594;</span>\n'
    yield arrow.join(_station(name, one) for one in shown)
    yield "</div>\n</div>\n</section>\n"


def _station(name: str, one: Shown) -> str:
    facts = one.facts.as_facts() if one.facts else None
    return f"{figure(one.data, f'{name}: {one.caption}', one.caption, facts, missing=one.missing)}\n"


def check_table(checks: Sequence[Check]) -> Iterator[str]:
    """Every station with what was found of it."""
    yield f'<section id="way" class="stations">\n<h2>The whole way ({len(checks)} stations)</h2>\n'
    yield from grid(("Station", "Result", "Looked at", "What is", "What helps"), map(_row, checks))
    yield "</section>\n"


def _row(check: Check) -> TableRow:
    said = f"{check.actual} ({check.cause})" if check.cause else check.actual
    cells = (check.check, check.status, check.subject, "\n".join((said, *check.evidence)), check.advice)
    return TableRow(cells, TONES[check.status], 1)
