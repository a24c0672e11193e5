"""All that a diagnosis reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from urllib.parse import urlsplit

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.model import Person, Profile
from pyupsync.photos.named import Named
from pyupsync.wiring import open_profiles
from pyupsync.wiring.photos import open_profile_lookup
from pyupsync.workflows.diagnosis_directory import DirectoryReaders
from pyupsync.workflows.diagnosis_events import EventReaders
from pyupsync.workflows.diagnosis_log import LogReaders
from pyupsync.workflows.diagnosis_metaverse import MetaverseReaders
from pyupsync.workflows.diagnosis_site import SiteReaders
from pyupsync.workflows.diagnosis_waiting import not_named


class Readers:
    """Everything a job names, opened with the first question to it; ``stack`` closes it."""

    def __init__(self, job: DiagnosisJob, stack: ExitStack) -> None:
        self.site = SiteReaders(job, stack)
        self.directory = DirectoryReaders(job, stack)
        self.log = LogReaders(job)
        self.events = EventReaders(job, self.site.store if job.events else not_named("The store", "--store"))
        self.metaverse = MetaverseReaders(job)
        self._job, self._stack = job, stack

    def profiles(self, name: str, people: Seen[Sequence[Person]]) -> Seen[Sequence[Profile]]:
        """The profiles that mean somebody."""
        if not self._job.profiles:
            return not_named("The source of profiles", "--profiles om:, soap:URL, csv:FILE …")
        named = self.named(name, people)
        lookup = open_profile_lookup(self._job)
        if lookup is None:
            source = open_profiles(self._job)
            self._stack.callback(source.close)
            return [*named.of(source.read())]
        self._stack.callback(lookup.close)
        found = (lookup.find(account) for account in named.accounts)
        return [*filter(None, [next(filter(None, found), None)])]

    def named(self, name: str, people: Seen[Sequence[Person]]) -> Named:
        """A name with all forms that the directory knows of it."""
        known: Sequence[Person] = () if isinstance(people, Unseen) else people
        domains = () if isinstance(self.directory.whole, Unseen) else self.directory.whole.domains
        return Named(name, known, domains)

    def first_picture(self, sites: Iterable[str]) -> Seen[Profile]:
        """The first profile with a picture on one of these hosts; on any where none is given."""
        if not self._job.profiles:
            return not_named("The source of profiles", "--profiles om:, soap:URL, csv:FILE …")
        hosts = {host.lower() for host in sites}
        source = open_profiles(self._job)
        self._stack.callback(source.close)
        for profile in source.read():
            if profile.picture_url.strip() and (not hosts or urlsplit(profile.picture_url).hostname in hosts):
                return profile
        return Unseen("No profile has a picture on a site that was named.")
