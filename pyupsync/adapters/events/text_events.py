"""Events as text: pasted from Event Viewer, from a mail, from a console. Where one ends, the next one's start tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyupsync.model import LoggedEvent

_THUMBPRINT = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{40}(?![0-9A-Fa-f])")
_NAMED = re.compile(r"[:\uff1a]\s{0,9}(?:CN|OU|O|C|DC|L|S|ST|E)\s?=")
_TIMED = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[ T,]+\d{1,2}[:.]\d{2}\S*(?:\s?[AaPp][Mm])?")
MAX_LINES = 200
"""Lines of one piece at most."""
BEFORE = 40
"""Lines above a certificate's names that may say when it was."""


def text_events(lines: Iterable[str], name: str) -> Iterator[LoggedEvent]:
    """Yield every piece of a text that has a certificate's names or its thumbprint in it.

    The XML that Event Viewer copies below a message says the same again and is left out.
    """
    block = _Block(name)
    in_xml = False
    for number, line in enumerate(lines, start=1):
        in_xml = in_xml or ("<Event" in line and line.lstrip().startswith("<Event"))
        if in_xml:
            in_xml = "</Event>" not in line
            continue
        if block.ends_before(line):
            yield from block.taken()
        block.add(number, line)
    yield from block.taken()


class _Block:
    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[str] = []
        self._first = 0
        self._printed = self._named = False

    def ends_before(self, line: str) -> bool:
        """Whether this line begins another event."""
        if not self._named and not self._printed:
            return False
        if "certificate has validation errors" in line or line.lstrip().startswith("Log Name"):
            return True
        return len(self._lines) >= MAX_LINES or (self._printed and bool(_NAMED.search(line) or _TIMED.search(line)))

    def add(self, number: int, line: str) -> None:
        if len(self._lines) >= 2 * BEFORE and not self._named and not self._printed:
            del self._lines[:BEFORE]
            self._first += BEFORE
        self._first = self._first or number
        self._lines.append(line)
        if "=" not in line and len(line) < 40:
            return  # most lines of a long text: no name, no thumbprint
        # Pasted messages may have their line ends as the characters \n.
        for part in line.split("\\n"):
            self._printed = self._printed or bool(_THUMBPRINT.search(part))
            self._named = self._named or bool(_NAMED.search(part))

    def taken(self) -> Iterator[LoggedEvent]:
        lines, first = self._lines, self._first
        if self._named or self._printed:
            when = next((found[0] for line in lines if (found := _TIMED.search(line))), "")
            yield LoggedEvent("\n".join(lines), f"{self._name}, line {first}", when)
        self._lines, self._first = [], 0
        self._printed = self._named = False
