"""The last run and all before it, in Prometheus' text format.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format;
names and base units: https://prometheus.io/docs/practices/naming/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from pyupsync.model import Status
from pyupsync.reporting.run import AboutRun, How, RunEnd

_PREFIX = "pyupsync_photo_export_"
_SAMPLE = re.compile(rf"^{_PREFIX}(\w+)\{{(.*)\}} (\S+)$", re.ASCII | re.MULTILINE)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that has just ended.

    Attributes:
        name: What tells this export from others on the same machine: the label ``name``.
        run: When it began.
        end: How it ended, and when.
        counts: Its outcomes, by status.
        exit_code: Its own.
    """

    name: str
    run: AboutRun
    end: RunEnd
    counts: Mapping[Status, int]
    exit_code: int


def metrics_text(last: LastRun, before: str) -> str:
    """All metrics of an export; ``before`` is the text that the run before left, which counters go on from."""
    return "".join(_lines(last, f'name="{last.name.translate(_ESCAPES)}"', _samples(before)))


def _lines(last: LastRun, label: str, before: Mapping[str, float]) -> Iterator[str]:
    at = last.end.ended.timestamp()
    duration = (last.end.ended - last.run.started).total_seconds()

    def gauge(name: str, said: str, value: float) -> Iterator[str]:
        yield _head(name, said, "gauge")
        yield _sample(name, label, value)

    def kept(name: str, said: str, *, now: bool) -> Iterator[str]:
        yield from gauge(name, said, at if now else before.get(f"{name}{{{label}}}", 0))

    yield from gauge("last_run_timestamp_seconds", "When the last run ended.", at)
    complete, well = last.end.how == "complete", last.exit_code == 0
    yield from kept("last_complete_timestamp_seconds", "When a run last came to its end; 0 for never.", now=complete)
    yield from kept("last_success_timestamp_seconds", "When a run last ended with exit code 0; 0 for never.", now=well)
    yield from gauge("last_run_duration_seconds", "How long the last run took.", max(duration, 0.0))
    yield from gauge("last_run_exit_code", "What the last run exited with.", last.exit_code)
    yield _head("last_run_outcomes", "People of the last run, by what became of them.", "gauge")
    for status in get_args(Status):
        yield _sample("last_run_outcomes", f'{label},status="{status}"', last.counts.get(status, 0))
    yield _head("outcomes_total", "People of all runs, by what became of them.", "counter")
    for status in get_args(Status):
        yield _further("outcomes_total", f'{label},status="{status}"', last.counts.get(status, 0), before)
    yield _head("runs_total", "Runs, by how they ended.", "counter")
    for how in get_args(How):
        yield _further("runs_total", f'{label},how="{how}"', last.end.how == how, before)


def _head(name: str, said: str, kind: str) -> str:
    return f"# HELP {_PREFIX}{name} {said}\n# TYPE {_PREFIX}{name} {kind}\n"


def _sample(name: str, labels: str, value: float) -> str:
    return f"{_PREFIX}{name}{{{labels}}} {value:.3f}\n".replace(".000\n", "\n")


def _further(name: str, labels: str, more: float, before: Mapping[str, float]) -> str:
    return _sample(name, labels, before.get(f"{name}{{{labels}}}", 0) + more)


def _samples(text: str) -> dict[str, float]:
    """What a text of ours holds, by name and labels; what is no number begins anew."""
    found: dict[str, float] = {}
    for name, labels, value in _SAMPLE.findall(text):
        if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", value, re.ASCII):
            found[f"{name}{{{labels}}}"] = float(value)
    return found
