"""What a diagnosis reads of a synchronization engine."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.metaverse import MetaverseSeen
from pyupsync.diagnosis.seen import Seen
from pyupsync.model import ConnectorPerson, Finding, MetaversePerson, Profile
from pyupsync.photos.named import Named
from pyupsync.ports import Metaverse
from pyupsync.profiles.metaverse import Survey
from pyupsync.profiles.metaverse_findings import judge
from pyupsync.wiring import open_metaverse
from pyupsync.workflows.diagnosis_waiting import not_named


@dataclass
class MetaverseReaders:
    """Opens the sources of a job's metaverse with each question.

    Attributes:
        job: Where to look.
    """

    job: DiagnosisJob

    def findings(self) -> Seen[Sequence[Finding]]:
        """What is wrong with everybody's pictures, and with the runs."""
        if not self.job.metaverse:
            return not_named("The metaverse", "--metaverse csexport:FILE, mv:FILE, runs:FILE or sql:PROVIDER")
        survey = Survey()
        for source in self._sources():
            for reading in (
                survey.add_people(source.people()),
                survey.add_connectors(source.connectors()),
                survey.add_steps(source.steps()),
            ):
                deque(reading, maxlen=0)
        return [told for told in judge(survey) if isinstance(told, Finding)]

    def of_person(self, named: Named, dn: str) -> Seen[MetaverseSeen]:
        """What it holds of one person.

        Args:
            named: Whom, in all forms.
            dn: The entry in the directory; empty where it is not known.
        """
        if not self.job.metaverse:
            return not_named("The metaverse", "--metaverse csexport:FILE, mv:FILE or sql:PROVIDER")
        person: MetaversePerson | None = None
        entries: list[ConnectorPerson] = []
        has_people = False
        for source in self._sources():
            for one in source.people():
                has_people = True
                if named.means(Profile(one.account, name=one.name)):
                    person = one
            entries += [one for one in source.connectors() if _is(one, named, dn) or (person and _joined(one, person))]
        return MetaverseSeen(person, entries[0] if entries else None, has_people)

    def _sources(self) -> Iterator[Metaverse]:
        settings = self.job.engine
        for address in settings.sources:
            with ExitStack() as stack:
                yield open_metaverse(address, settings, stack)


def _is(entry: ConnectorPerson, named: Named, dn: str) -> bool:
    return bool(dn and entry.dn.lower() == dn.lower()) or bool(entry.account and named.means(Profile(entry.account)))


def _joined(entry: ConnectorPerson, person: MetaversePerson) -> bool:
    return bool(entry.metaverse_id) and entry.metaverse_id == person.id
