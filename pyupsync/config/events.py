"""Settings of the job on logged events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyupsync.config.settings import Part, by_part
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class EventJob:
    """What reading events of refused certificates is told.

    Attributes:
        paths: Files with events, folders of them, patterns: event XML, CSV, text, SharePoint's own logs.
        store: Address of the trust store (``folder:PATH``, ``sharepoint:``) that tells what is trusted by now; empty
            for none.
        certificates: Files and folders of certificates that may be the missing ones.
    """

    paths: tuple[str, ...]
    store: str = ""
    certificates: tuple[str, ...] = ()


def event_job(settings: Mapping[str, Any]) -> EventJob:
    """Make the job from plain settings.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or no files.
    """
    given = by_part(settings, (Part("", EventJob),))[""]
    if not given.get("paths"):
        raise UsageError(
            "No file with events was named.", target="paths", advice="Name exports of the Application log."
        )
    return EventJob(**given)
