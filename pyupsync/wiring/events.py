"""Logs with events on certificates."""

from __future__ import annotations

from pyupsync.ports import EventSource


def list_event_files(path: str) -> list[str]:
    """The files that a path names: itself, a folder's logs, what a pattern means."""
    from pyupsync.adapters.events.places import event_files

    return event_files(path)


def open_events(path: str) -> EventSource:
    """Open one file with events."""
    from pyupsync.adapters.events.files import EventFile

    return EventFile(path)
