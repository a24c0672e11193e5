"""Logs with events on certificates."""

from __future__ import annotations

from pyupsync.ports import EventSource


def open_events(path: str) -> EventSource:
    """Open one file with events."""
    from pyupsync.adapters.events.files import EventFile

    return EventFile(path)
