"""Files that a run is told in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyupsync.errors import UsageError

REPORTS = (".csv", ".html", ".json")
"""The kinds of report, by suffix."""


def check_reports(files: tuple[str, ...]) -> None:
    """Refuse a kind of report that there is not, and one file for two reports."""
    for path in files:
        if Path(path).suffix.lower() not in REPORTS:
            advice = f"Name a file that ends in {', '.join(REPORTS)}."
            raise UsageError(f"{path} is no report that can be written.", target=path, advice=advice)
    if len({Path(path).absolute() for path in files}) < len(files):
        raise UsageError("One file is named twice as a report.", advice="Give each report a file of its own.")


def with_reports(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Settings whose one report, which may stand there as a text, is a list."""
    report = settings.get("report")
    return {**settings, "report": [report]} if isinstance(report, str) else settings
