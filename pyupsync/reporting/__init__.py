"""A run's report as files, written as the run goes: HTML to look at, CSV to sort, JSON to read by a program."""

from __future__ import annotations

from pyupsync.report import Summary
from pyupsync.reporting.run import AboutRun, RunEnd
from pyupsync.reporting.stream import KINDS, Reports

__all__ = ["KINDS", "AboutRun", "Reports", "RunEnd", "Summary"]
