"""What a diagnosis reads of the directory."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property, partial
from typing import TypeVar

from pyupsync.access.verdict import PhotoVerdict, photo_verdict
from pyupsync.config import DiagnosisJob, DirectorySettings
from pyupsync.diagnosis.directory import History, Matched, Rights
from pyupsync.diagnosis.kerberos import plain
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.errors import DirectoryError
from pyupsync.model import Person, Profile, SpnHolder
from pyupsync.photos.match import Matcher, parse_account
from pyupsync.photos.several import as_one
from pyupsync.ports import DirectoryProbe, PersonDirectory
from pyupsync.wiring import open_directories, open_state
from pyupsync.wiring.access import open_access
from pyupsync.wiring.diagnosis import open_directory_probe
from pyupsync.workflows.diagnosis_waiting import attempt, not_named, shown_command

T = TypeVar("T")
_COMMA = re.compile(r"(?<!\\),")


@dataclass
class DirectoryReaders:
    """Opens the directories of a job with the first question to them.

    Attributes:
        job: Where to look.
        stack: Closes what was opened.
    """

    job: DiagnosisJob
    stack: ExitStack

    @cached_property
    def whole(self) -> Seen[PersonDirectory]:
        """All directories as one."""
        if not self.job.every_directory:
            return not_named("The directory", "--directory ldaps://HOST/BASE")
        return attempt(lambda: as_one(open_directories(self.job, self.stack)))

    @cached_property
    def probes(self) -> Sequence[tuple[str, DirectoryProbe]]:
        """Each directory by its address, to be asked by checks."""
        named = self.job.every_directory
        return [(one.address, open_directory_probe(one, self.job.timeout, self.stack)) for one in named]

    def people(self, name: str) -> Seen[Sequence[Person]]:
        """Whom the directory knows by a name; nobody for one that is no account."""
        directory = self.whole
        if isinstance(directory, Unseen):
            return directory
        return [*directory.find([parse_account(name)])]

    def match(self, profile: Profile) -> Seen[Matched]:
        """The one person in the directory whom a profile means, or the outcome that says why there is none."""
        directory = self.whole
        if isinstance(directory, Unseen):
            return directory
        ((_, verdict),) = Matcher(*directory.domains).match([profile], directory.find)
        return verdict

    def are_several(self, profiles: Sequence[Profile]) -> bool:
        """Whether profiles that one name means are of different people; the directory tells, else their accounts."""
        matched = [self.match(profile) for profile in profiles]
        guids = {one.guid for one in matched if isinstance(one, Person)}
        if all(isinstance(one, Person) for one in matched):
            return len(guids) > 1
        return len({plain(profile.account.rpartition("|")[2]) for profile in profiles}) > 1

    def photo(self, person: Person) -> bytes | None:
        """The picture that the directory has."""
        directory = self.whole
        return None if isinstance(directory, Unseen) else directory.read_photo(person.dn)

    def write_again(self, person: Person, photo: bytes | None, test: bytes) -> bool:
        """Write the picture that is there, or where there is none ``test``, which is removed again at once.

        Raises:
            DirectoryError: It was refused, or what is there afterwards is something else.
        """
        directory = self.whole
        if isinstance(directory, Unseen):
            return False
        directory.write_photo(person.dn, photo or test)
        if photo is None:
            directory.write_photo(person.dn, None)
        if directory.read_photo(person.dn) != photo:
            said = f"The picture of {person.dn} is not as it was written; somebody else may have written it just now."
            raise DirectoryError(said, target=person.dn, advice="Look at it: pyupsync photos get")
        return True

    def rights(self, person: Person) -> Seen[Rights]:
        """Whether the person's picture may be written: asked of the server, and explained by the entry's rights."""
        may = self._of_person(lambda probe: probe.may_write_photo(person.dn))
        if isinstance(may, Unseen):
            return may
        why = self._verdict(person)
        if isinstance(why, Unseen):
            return Rights(may, "NoWriteRight", f"The account that is logged on may not write {person.dn}.")
        account, said = why
        if said.granted and may is False:  # the list says so and the server does not: the server is right
            return Rights(may, "NoWriteRight", f"The server does not let {account} write {person.dn}.")
        evidence = (f"By the entry {said.evidence}",) if said.evidence else ()
        return Rights(may, said.cause, said.reason, evidence, self._grant(person, account, said.cause))

    def _verdict(self, person: Person) -> Seen[tuple[str, PhotoVerdict]]:
        """Who is logged on, and what the entry's rights say to it."""
        told: Seen[tuple[str, PhotoVerdict]] = Unseen("No directory tells rights.")
        for one in self.job.every_directory:
            if not one.is_file:
                told = attempt(partial(self._judged, one, person))
            if not isinstance(told, Unseen):
                break
        return told

    def _judged(self, one: DirectorySettings, person: Person) -> tuple[str, PhotoVerdict]:
        with ExitStack() as stack:
            directory, _ = open_access(one, self.job.timeout, stack)
            account = directory.account("")
            names = directory.names(frozenset(account.groups or ()))
            return account.name, photo_verdict(account, directory.entry(person.dn), names)

    def _grant(self, person: Person, account: str, cause: str) -> str:
        """What gives the right."""
        container = _COMMA.split(person.dn, maxsplit=1)[-1]
        if cause == "ProtectedAccount":
            domain = ",".join(part for part in _COMMA.split(person.dn) if part.upper().startswith("DC="))
            holder = f"CN=AdminSDHolder,CN=System,{domain}"
            words = "Take it out of the protected groups; or, for all protected accounts, run:"
            return f'{words} dsacls "{holder}" /G "{account}:WP;thumbnailPhoto"'
        if cause == "DenyAce":
            return (
                f'Take that entry away: dsacls "{person.dn}" shows it, Active Directory Users and Computers removes it.'
            )
        server = next((one.address for one in self.job.every_directory if not one.is_file), "")
        return shown_command(
            ["pyupsync", "access", "grant", "--directory", server, "--account", account, "--ou", container]
        )

    def history(self, person: Person) -> Seen[History]:
        """Who wrote the person's picture; what is kept between runs is asked by ``published``."""
        last = self._of_person(lambda probe: probe.last_write(person.dn))
        return last if isinstance(last, Unseen) else History(last)

    def _of_person(self, ask: Callable[[DirectoryProbe], Seen[T]]) -> Seen[T]:
        told: Seen[T] = Unseen("No directory was named.")
        for _, probe in self.probes:
            told = attempt(partial(ask, probe))
            if not isinstance(told, Unseen):
                break
        return told

    def published(self, guid: str, history: Seen[History]) -> Seen[History]:
        """The history, with what a run of an export last put there."""
        if isinstance(history, Unseen) or not self.job.state:
            return history

        def ask() -> History:
            with ExitStack() as stack:
                known = open_state(self.job.state, stack, writing=False).memory.known([guid]).get(guid)
            return History(history.last, known.published if known else None, kept=True)

        told = attempt(ask)
        return history if isinstance(told, Unseen) else told

    def clock(self, probe: DirectoryProbe) -> Seen[tuple[datetime, datetime]]:
        """A domain controller's clock, with this machine's at that moment."""
        there = probe.clock()
        if there is None:
            return Unseen("A file has no clock.")
        return there, datetime.now(timezone.utc)

    def spn_holders(self, names: Sequence[str]) -> Seen[Sequence[SpnHolder]]:
        """Every account, in any of the directories, that has one of these service principal names."""
        if not self.probes:
            return not_named("The directory", "--directory ldaps://HOST/BASE")
        holders = [holder for _, probe in self.probes for holder in probe.spn_holders(names)]
        if not holders and all(one.is_file for one in self.job.every_directory):
            return Unseen("A file of people does not tell who else has names.", "Give --directory ldaps://HOST/BASE")
        return holders
