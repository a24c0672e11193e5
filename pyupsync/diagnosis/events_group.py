"""Many events of one certificate are one thing to mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pyupsync.diagnosis.events_message import parse_messages
from pyupsync.diagnosis.events_names import name_key
from pyupsync.diagnosis.events_time import moment_of
from pyupsync.model import CertificateEvent, LoggedEvent

MAX_ERRORS = 10
"""Different errors of one certificate that are kept."""


def all_understood(event: LoggedEvent) -> Iterator[CertificateEvent]:
    """What an event says of a certificate, or of several; nothing where it tells of something else."""
    for message in parse_messages(event.text, event.values):
        names = (message.subject, message.issuer, message.thumbprint, message.errors)
        yield CertificateEvent(*names, event.origin, moment_of(event.time))


@dataclass(slots=True)
class Refused:
    """A certificate that SharePoint refused, and how often.

    Attributes:
        event: The first event of it that was read.
        errors: Every error there was, in the order they were met.
        count: How many events.
        first: When the first of them was, None when none says.
        last: When the last one was.
    """

    event: CertificateEvent
    errors: dict[str, None] = field(default_factory=dict)
    count: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, event: CertificateEvent) -> None:
        """Count one more of it."""
        self.count += 1
        for error in event.errors:
            if len(self.errors) < MAX_ERRORS:
                self.errors.setdefault(error)
        if event.moment is not None:
            self.first = min(self.first or event.moment, event.moment, key=_clock)
            self.last = max(self.last or event.moment, event.moment, key=_clock)


class Refusals:
    """One for each certificate, in the order they were met: by thumbprint, without one by its two names."""

    def __init__(self, events: Iterable[CertificateEvent] = ()) -> None:
        self._found: dict[object, Refused] = {}
        for event in events:
            self.add(event)

    def add(self, event: CertificateEvent) -> None:
        """Count an event; it is not kept."""
        key = event.thumbprint or (name_key(event.subject), name_key(event.issuer))
        self._found.setdefault(key, Refused(event)).add(event)

    def all(self) -> list[Refused]:
        """What there is by now."""
        return list(self._found.values())


def _clock(moment: datetime) -> datetime:
    """Logs with a time zone and logs without are put in order by what their clocks show."""
    return moment.replace(tzinfo=None)
