"""A run as one JSON document, with the same objects in it as ``--json`` prints."""

from __future__ import annotations

from collections.abc import Callable

from pyupsync.model import Event, Progress
from pyupsync.report import Summary, error_to_dict, event_to_dict, to_json
from pyupsync.reporting.part import PartFile
from pyupsync.reporting.run import AboutRun, RunEnd

FORMAT = 1
"""Goes up when something that was there is no more, or means something else; more may come under the same number."""


class JsonReport:
    """``{"pyupsync": …, "run": …, "events": […], "summary": …, "end": …}``, written event by event."""

    def __init__(self, path: str, run: AboutRun) -> None:
        self.out = PartFile(path, encoding="ascii")
        self._summary = Summary(run.mode)
        self._between = "\n"
        about = {"format": FORMAT, "version": run.version}
        told = {
            "job": run.job,
            "what_if": run.what_if,
            "started": run.started.isoformat(timespec="seconds"),
            "where": dict(run.where),
        }
        self.out.file.write(f'{{"pyupsync": {to_json(about)},\n"run": {to_json(told)},\n"events": [')

    def add(self, event: Event, _before: Callable[[], bytes | None]) -> None:
        """Write the event; progress is nothing to keep."""
        self._summary.add(event)
        if not isinstance(event, Progress):
            self.out.file.write(self._between + to_json(event_to_dict(event)))
            self._between = ",\n"

    def finish(self, end: RunEnd) -> None:
        """Write the summary, and how it ended."""
        summary = self._summary.as_dict()
        summary["exit_code"] = end.exit_code(self._summary.exit_code)
        told = {
            "how": end.how,
            "at": end.ended.isoformat(timespec="seconds"),
            "error": error_to_dict(end.error) if end.error else None,
        }
        self.out.file.write(f'\n],\n"summary": {to_json(summary)},\n"end": {to_json(told)}}}\n')
