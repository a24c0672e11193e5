"""Show a stream of events: JSON lines, or text with progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from pyupsync import model
from pyupsync.model import Change, Event, EventStream, Finding, Message, Outcome, Record
from pyupsync.report import (
    Mode,
    Summary,
    change_line,
    event_to_dict,
    finding_line,
    outcome_line,
    record_line,
    to_json,
)

STYLES = {
    "applied": "green",
    "unchanged": "dim",
    "skipped": "yellow",
    "failed": "bold red",
    "ok": "green",
    "info": "dim",
    "warning": "yellow",
    "error": "bold red",
}


class _Shower(Protocol):
    def __call__(self, event: Event) -> None: ...


def show(events: EventStream, *, as_json: bool, mode: Mode = "apply") -> int:
    """Show every event as it comes, then the summary; return the exit code.

    Args:
        events: The job's stream.
        as_json: One JSON object a line instead of text.
        mode: What the job is for; it decides what is summed up and what the exit code means.
    """
    summary = Summary(mode)
    with _json_lines() if as_json else _text(planning=mode == "plan") as shower:
        for event in events:
            summary.add(event)
            shower(event)
    if as_json:
        print(to_json(summary.as_dict()), flush=True)
    elif mode != "list":
        print(summary.sentence)
    return summary.exit_code


@contextmanager
def _json_lines() -> Iterator[_Shower]:
    def shower(event: Event) -> None:
        if not isinstance(event, model.Progress):
            print(to_json(event_to_dict(event)), flush=True)

    yield shower


@contextmanager
def _text(*, planning: bool) -> Iterator[_Shower]:
    """Lines on stdout; on a terminal a progress bar below them."""
    console = Console(highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Starting", total=None)

        def shower(event: Event) -> None:
            if isinstance(event, model.Progress):
                bar.update(task, description=event.activity, completed=event.done, total=event.total)
            elif isinstance(event, Message):
                print(f"pyupsync: {event.level}: {event.text}", file=sys.stderr)
            elif text := _line(event, planning=planning):
                console.print(text)

        yield shower


def _line(event: Event, *, planning: bool) -> Text | None:
    if isinstance(event, Outcome):
        return Text(outcome_line(event), STYLES[event.status])
    if isinstance(event, Finding):
        return Text(finding_line(event), STYLES[event.status])
    if isinstance(event, Record):
        return Text(record_line(event))
    return Text(change_line(event), "cyan") if isinstance(event, Change) and planning else None
