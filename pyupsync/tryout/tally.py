"""What one run of a workflow came to, event by event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pyupsync.model import Change, Event, EventStream, Finding, Message, Outcome, Record
from pyupsync.report import Mode, Summary


@dataclass(slots=True)
class Tally:
    """What the story, the page and the check need of a run."""

    summary: Summary = field(default_factory=Summary)
    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    written: dict[str, bytes] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Keep what is needed of an event."""
        self.summary.add(event)
        if isinstance(event, Outcome):
            self.outcomes.append(event)
        elif isinstance(event, Finding):
            self.findings.append(event)
        elif isinstance(event, Record):
            self.records.append(event)
        elif isinstance(event, Message):
            self.messages.append(event)
        elif isinstance(event, Change) and event.payload:
            self.written[event.target] = event.payload


def tally(events: EventStream, tell: Callable[[Outcome], None] | None = None, *, mode: Mode = "apply") -> Tally:
    """Run a workflow to its end, telling each outcome as it comes."""
    result = Tally(Summary(mode))
    for event in events:
        result.add(event)
        if tell and isinstance(event, Outcome):
            tell(event)
    return result
