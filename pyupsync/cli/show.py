"""Show a stream of events: JSON lines, or text with progress on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from pyupsync import model
from pyupsync.model import Change, Check, Event, EventStream, Finding, Message, Outcome, Record
from pyupsync.report import (
    Mode,
    Summary,
    change_line,
    check_lines,
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
    "pass": "green",
    "fail": "bold red",
    "unknown": "magenta",
}
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
"""A name from a file or a service ends no line and moves no cursor: control characters are shown as their codes."""


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
    """Lines on stdout; on a terminal in colours, with a progress bar below them."""
    terminal = sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))  # https://force-color.org
    with _on_terminal(planning=planning) if terminal else _piped(planning=planning) as shower:
        yield shower


@contextmanager
def _on_terminal(*, planning: bool) -> Iterator[_Shower]:
    # Not loaded where it is not needed: it takes a tenth of the time to start.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def shower(event: Event) -> None:
            if isinstance(event, model.Progress):
                bar.update(task, description=event.activity, completed=event.done, total=event.total)
            elif isinstance(event, Message):
                print(f"pyupsync: {event.level}: {event.text.translate(_CONTROLS)}", file=sys.stderr)
            else:
                for line in _lines(event, planning=planning):
                    console.print(Text(line.translate(_CONTROLS), _style(event)))

        yield shower


@contextmanager
def _piped(*, planning: bool) -> Iterator[_Shower]:
    """Without rich, which takes longer over a line than it takes to find out that a picture has not changed."""

    def shower(event: Event) -> None:
        if isinstance(event, model.Progress):  # comes several times a second
            sys.stdout.flush()
        elif isinstance(event, Message):
            sys.stdout.flush()
            print(f"pyupsync: {event.level}: {event.text.translate(_CONTROLS)}", file=sys.stderr)
        else:
            for line in _lines(event, planning=planning):
                print(line.translate(_CONTROLS))

    yield shower


def _style(event: Event) -> str:
    if isinstance(event, Outcome | Finding | Check):
        return STYLES[event.status]
    return "cyan" if isinstance(event, Change) else ""


def _lines(event: Event, *, planning: bool) -> list[str]:
    """An event as lines, none for one that is not shown."""
    if isinstance(event, Outcome):
        return [outcome_line(event)]
    if isinstance(event, Finding):
        return [finding_line(event)]
    if isinstance(event, Check):
        return check_lines(event)
    if isinstance(event, Record):
        return [record_line(event)]
    return [change_line(event)] if isinstance(event, Change) and planning else []
