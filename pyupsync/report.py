"""Events as plain dictionaries for JSON, as a line of text, and summed up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Check, Event, Finding, Message, Outcome, Progress, Record, Scalar, Status

_KINDS = {
    Change: "change",
    Outcome: "outcome",
    Finding: "finding",
    Check: "check",
    Record: "record",
    Progress: "progress",
    Message: "message",
}


def event_to_dict(event: Event) -> dict[str, object]:
    """An event as plain values: its kind under ``type``, its fields by name; bytes to write are left out."""
    values = {item.name: getattr(event, item.name) for item in fields(event) if item.name != "payload"}
    plain = {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}
    return {"type": _KINDS[type(event)], **plain}


def error_to_dict(error: UpSyncError) -> dict[str, object]:
    """An error of the tree as plain values."""
    return {
        "type": "error",
        "code": error.code,
        "message": error.message,
        "advice": error.advice,
        "target": error.target,
    }


def to_json(values: Mapping[str, object]) -> str:
    """One line of JSON in ASCII, so that no output's encoding can spoil it."""
    return json.dumps(values)


def outcome_line(outcome: Outcome) -> str:
    """An outcome as one line of text: ``failed  CORP\\alice  PhotoAccessDenied: The site refused … Run: …``."""
    who = _who(outcome)
    code = f"{outcome.code}: " if outcome.status in {"failed", "skipped"} else ""
    return f"{outcome.status:<9} {who}  {code}{outcome.reason} {outcome.advice}".rstrip()


def change_line(change: Change) -> str:
    """A planned change as one line of text."""
    return f"{'change':<9} {_who(change)}  {change_reason(change)}"


def change_reason(change: Change) -> str:
    """What a change would do, in a few words: ``Set thumbnailPhoto: nothing -> 4608 bytes, 96x96``."""
    return f"{change.action}: {_size(change.before)} -> {_size(change.after)}"


def finding_line(finding: Finding) -> str:
    """A finding as one line of text."""
    return f"{finding.status:<9} {finding.subject}  {finding.actual} {finding.advice}".rstrip()


def check_lines(check: Check) -> list[str]:
    """A check as lines of text: what it came to, then its evidence and what mends it."""
    code = f" [{check.cause}]" if check.cause else ""
    label = "To know it" if check.status == "unknown" else "Mend it"
    about = "" if check.actual.startswith(check.subject) else f"{check.subject}: "
    first = f"{check.status:<9} {check.check:<15}  {about}{check.actual}{code}"
    below = [*check.evidence, *([f"{label}: {check.advice}"] if check.advice else [])]
    return [first, *(f"{'':<9} {line}" for line in below)]


def record_line(record: Record) -> str:
    """One thing of a listing as a line: its first fact, then the others with their names; of a verdict its sentence."""
    if record.kind == "verdict":
        return str(record.facts["sentence"])
    first, *others = record.facts.items()
    return f"{_shown(first[1])}  " + "  ".join(f"{name}={_shown(value)}" for name, value in others)


def _shown(value: Scalar) -> str:
    """A value as text; several by semicolons, since a DN has commas."""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _who(event: Change | Outcome) -> str:
    """Whom it is about, and where one has several: which tree of the zone map, which entry of the directory."""
    if event.area == "access":
        return f"{event.subject} on {event.target}"
    tree = event.target.partition("\\ZoneMap\\")[2].partition("\\")[0]
    return f"{event.subject or event.target} {f'({tree})' if tree else ''}".rstrip()


def _size(facts: Mapping[str, object] | None) -> str:
    if facts is None:
        return "nothing"
    pixels = f", {facts['width']}x{facts['height']}" if "width" in facts else ""
    if "bytes" in facts:
        return f"{facts['bytes']} bytes{pixels}"
    if "kind" in facts:
        return f"{facts['name']}={facts['data']}"
    if "attribute" in facts:
        return f"{facts['property']} to {facts['attribute']}"
    return str(facts.get("thumbprint") or facts.get("version") or "something")


Mode = Literal["apply", "plan", "list", "verify", "test"]
"""What a job was for: making changes, planning them, listing, verifying a site, testing for a desired state."""


@dataclass(slots=True)
class Summary:
    """Counts what passes by; gives the exit code and one sentence, as the job's mode wants them."""

    mode: Mode = "apply"
    changes: int = 0
    faults: int = 0
    broken: int = 0
    counts: dict[Status, int] = field(default_factory=lambda: {"applied": 0, "unchanged": 0, "skipped": 0, "failed": 0})

    def add(self, event: Event) -> None:
        """Count a Change, an Outcome, a fault or a broken report; other events do not matter here."""
        if isinstance(event, Change):
            self.changes += 1
        elif isinstance(event, Outcome):
            self.counts[event.status] += 1
        elif isinstance(event, Finding | Check) and event.status in {"error", "fail"}:
            self.faults += 1
        elif isinstance(event, Message) and event.level == "error":
            self.broken += 1

    @property
    def exit_code(self) -> int:
        """0 done or nothing to do, 1 something failed or a site is not trusted, 3 changes pending or not as desired."""
        if self.counts["failed"] or self.broken:
            return 1
        pending = {"plan": self.changes, "test": self.faults}.get(self.mode, 0)
        if pending:
            return 3
        return 1 if self.mode == "verify" and self.faults else 0

    @property
    def sentence(self) -> str:
        """``2 applied, 21 unchanged, 1 skipped, 1 failed``; when planning, the changes pending come first."""
        if self.mode in {"verify", "test"}:
            faults = {0: "no fault", 1: "1 fault"}.get(self.faults, f"{self.faults} faults")
            return f"{faults}, {self.counts['failed']} failed" if self.counts["failed"] else faults
        planning = self.mode == "plan"
        pending = [f"{self.changes} to change"] if planning else []
        names: tuple[Status, ...] = ("unchanged", "skipped", "failed") if planning else tuple(self.counts)
        return ", ".join(pending + [f"{self.counts[name]} {name}" for name in names])

    def as_dict(self) -> dict[str, object]:
        """The same as plain values, the last line of ``--json``."""
        summary: dict[str, object] = {"type": "summary"}
        if self.mode == "plan":
            summary["changes"] = self.changes
        summary |= {str(name): count for name, count in self.counts.items()}
        if self.mode in {"verify", "test"}:
            summary["faults"] = self.faults
        return {**summary, "exit_code": self.exit_code}
