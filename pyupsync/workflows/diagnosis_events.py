"""What a diagnosis reads of events on certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.events_causes import Trusted
from pyupsync.diagnosis.events_findings import judge
from pyupsync.diagnosis.refused import Refusals
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.model import Outcome, TrustedRoot
from pyupsync.workflows.events import known_in, read_refusals


@dataclass
class EventReaders:
    """Reads the events of a job with the first question, once.

    Attributes:
        job: Where to look.
        store: What the farm trusts by now.
    """

    job: DiagnosisJob
    store: Seen[Sequence[TrustedRoot]]

    @cached_property
    def all(self) -> Refusals:
        """Every certificate that was refused."""
        unread: list[str] = []
        reading = read_refusals(self.job.events)
        while True:
            try:
                event = next(reading)
            except StopIteration as end:
                found, _ = end.value
                break
            if isinstance(event, Outcome):
                unread.append(event.reason)
        roots = None if isinstance(self.store, Unseen) else known_in(self.store)
        return Refusals([*judge(found.all(), Trusted(roots, address=self.job.store))], unread)
