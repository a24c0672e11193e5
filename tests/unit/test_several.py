"""Several directories in one run: whom each is asked for, where pictures go, and what a failing one costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pyupsync.adapters.directory.ldif import LdifDirectory, open_ldif
from pyupsync.adapters.state.in_memory import MemoryState
from pyupsync.adapters.state.sqlite import open_sqlite
from pyupsync.errors import (
    DirectoryError,
    DirectoryLogonFailed,
    DirectoryUnavailable,
    PersonNotFound,
    UpSyncError,
    UsageError,
)
from pyupsync.model import AccountKey, Domain, Intent, Outcome, Person, PhotoFacts, Profile
from pyupsync.photos.looking import look
from pyupsync.photos.match import Matcher
from pyupsync.photos.recall import Recall
from pyupsync.photos.recover import recover
from pyupsync.photos.several import REMEMBERED, SeveralDirectories
from tests.lab.ldif import add_record

CORP, FABRIKAM = "DC=corp,DC=test", "DC=fabrikam,DC=test"


class Failing:
    """An LDIF directory that can be made to fail."""

    def __init__(self, inner: LdifDirectory) -> None:
        self.inner = inner
        self.error: UpSyncError | None = None
        self.looking: UpSyncError | None = None
        self.asked: list[str] = []

    def _ask(self) -> LdifDirectory:
        if self.error is not None:
            raise self.error
        return self.inner

    @property
    def domains(self) -> Sequence[Domain]:
        self.asked.append("domains")
        return self._ask().domains

    def find(self, keys, *, photos=True) -> Iterator[Person]:
        self.asked += [key.value for key in keys]
        for person in self._ask().find(keys, photos=photos):
            yield person if photos else replace(person, photo=None, photo_read=False)

    def look(self, guids):
        self.asked += guids
        if self.looking is not None:
            raise self.looking
        yield from self._ask().look(guids)

    def unmoved(self, seen):
        return self._ask().unmoved(seen)

    def read_photo(self, dn):
        return self._ask().read_photo(dn)

    def write_photo(self, dn, photo):
        self._ask().write_photo(dn, photo)

    def send_photo(self, dn, photo):
        return self._ask().send_photo(dn, photo)

    def close(self):
        self.inner.close()


def directory(folder: Path, base: str, netbios: str, **people: str) -> Failing:
    """People by sAMAccountName, each with the userPrincipalName that is its value, where there is one."""
    records = [add_record(base, {"objectClass": "domainDNS"})]
    cross = {"objectClass": "crossRef", "nCName": base, "nETBIOSName": netbios}
    records.append(add_record(f"CN={netbios},CN=Partitions,CN=Configuration,{base}", cross))
    for name, upn in people.items():
        more = {"userPrincipalName": upn} if upn else {}
        records.append(add_record(f"CN={name},{base}", {"objectClass": "user", "sAMAccountName": name, **more}))
    file = folder / f"{netbios}.ldif"
    file.write_text("".join(records), encoding="utf-8")
    return Failing(open_ldif(str(file)))


@pytest.fixture
def corp(tmp_path: Path) -> Iterator[Failing]:
    opened = directory(tmp_path, CORP, "CORP", ann="", bob="bob@corp.test", twin="", eve="eve@mail.test")
    yield opened
    opened.close()


@pytest.fixture
def fabrikam(tmp_path: Path) -> Iterator[Failing]:
    opened = directory(tmp_path, FABRIKAM, "FAB", fay="", kim="kim@corp.test", twin="", ann2="eve@mail.test")
    yield opened
    opened.close()


DOWN = DirectoryUnavailable("ldaps://fab is down.", target="ldaps://fab", advice="Start it.")


def matched(both: SeveralDirectories, *accounts: str) -> list[str]:
    """For each account the DN that it means, or the code of the outcome that ends it."""
    matcher = Matcher(*both.domains)
    verdicts = [verdict for _, verdict in matcher.match([Profile(account) for account in accounts], both.find)]
    return [verdict.code if isinstance(verdict, Outcome) else verdict.dn for verdict in verdicts]


@pytest.mark.parametrize(
    ("account", "person"),
    [
        ("CORP\\ann", f"CN=ann,{CORP}"),
        ("i:0#.w|fab\\fay", f"CN=fay,{FABRIKAM}"),
        ("fabrikam.test\\fay", f"CN=fay,{FABRIKAM}"),
        ("CORP\\twin", f"CN=twin,{CORP}"),
        ("FAB\\twin", f"CN=twin,{FABRIKAM}"),
        ("ann@corp.test", f"CN=ann,{CORP}"),
        ("TWIN@FABRIKAM.TEST", f"CN=twin,{FABRIKAM}"),
        ("i:0e.t|adfs|bob@corp.test", f"CN=bob,{CORP}"),
        ("kim@corp.test", f"CN=kim,{FABRIKAM}"),
        ("fay", f"CN=fay,{FABRIKAM}"),
        ("CORP\\fay", "PersonNotFound"),
        ("fay@corp.test", "PersonNotFound"),
        ("OTHER\\ann", "OtherDomain"),
        ("twin", "PersonAmbiguous"),
        ("eve@mail.test", "PersonAmbiguous"),
    ],
)
def test_everybody_is_found_in_the_directory_of_their_domain(corp, fabrikam, account, person) -> None:
    """By NetBIOS and DNS name, as claims and as userPrincipalName, explicit before implicit; never by a guess."""
    assert matched(SeveralDirectories([corp, fabrikam]), account) == [person]


def test_a_user_principal_name_in_its_own_domain_wins_over_one_elsewhere(corp, tmp_path) -> None:
    other = directory(tmp_path, FABRIKAM, "FAB", kim="bob@corp.test")
    for members in ((corp, other), (other, corp)):
        assert matched(SeveralDirectories(members), "bob@corp.test") == [f"CN=bob,{CORP}"]
    other.close()


def test_a_directory_is_asked_for_its_own_people_only(corp, fabrikam) -> None:
    both = SeveralDirectories([corp, fabrikam])
    matched(both, "CORP\\ann", "FAB\\fay", "CORP\\bob")
    assert (corp.asked, fabrikam.asked) == (["domains", "ann", "bob"], ["domains", "fay"])


def test_an_account_of_no_directory_is_skipped_and_told_which_domains_there_are(corp, fabrikam) -> None:
    both = SeveralDirectories([corp, fabrikam])
    ((_, outcome),) = Matcher(*both.domains).match([Profile("OTHER\\ann")], both.find)
    assert (outcome.status, outcome.code) == ("skipped", "OtherDomain")
    assert "OTHER" in outcome.reason
    assert "CORP / corp.test, FAB / fabrikam.test" in outcome.reason
    assert "--directory" in outcome.advice


def test_one_that_is_down_from_the_beginning_fails_its_people_and_nobody_else(corp, fabrikam) -> None:
    """Whatever is of a name that nobody else has may be its own; a name without a domain may be anybody's."""
    fabrikam.error = DOWN
    both = SeveralDirectories([corp, fabrikam])
    accounts = ("CORP\\ann", "FAB\\fay", "OTHER\\x", "bob@corp.test", "ann@corp.test", "twin", "eve@mail.test")
    down = "DirectoryUnavailable"
    assert matched(both, *accounts) == [f"CN=ann,{CORP}", down, down, f"CN=bob,{CORP}", down, down, down]
    fabrikam.error = None
    assert matched(both, "FAB\\fay", "OTHER\\x") == [f"CN=fay,{FABRIKAM}", "OtherDomain"]


def test_whom_a_name_means_never_depends_on_which_directory_answers(corp, fabrikam) -> None:
    accounts = ("CORP\\ann", "FAB\\fay", "kim@corp.test", "bob@corp.test", "twin", "eve@mail.test", "ann", "fay")
    for failing, error in ((corp, DirectoryError("broken")), (fabrikam, DOWN)):
        both = SeveralDirectories([corp, fabrikam])
        whole = [matched(both, account) for account in accounts]
        failing.error = error
        for account, meant in zip(accounts, whole, strict=True):
            assert matched(both, account) in (meant, [error.code])
        failing.error = None


def test_one_that_refuses_the_logon_is_not_asked_again(corp, fabrikam) -> None:
    """A wrong password asked for every batch would lock the account."""
    fabrikam.error = DirectoryLogonFailed("Wrong password.", target="svc")
    both = SeveralDirectories([corp, fabrikam])
    assert matched(both, "FAB\\fay") == matched(both, "FAB\\kim") == ["DirectoryLogonFailed"]
    assert matched(both, "CORP\\ann") == [f"CN=ann,{CORP}"]
    assert fabrikam.asked == ["domains"]


def test_a_run_without_any_directory_does_not_begin(corp, fabrikam) -> None:
    corp.error = DirectoryUnavailable("ldaps://corp is down.")
    fabrikam.error = DOWN
    with pytest.raises(DirectoryUnavailable, match=r"ldaps://corp is down\. ldaps://fab is down\."):
        SeveralDirectories([corp, fabrikam])


def test_one_that_is_set_up_wrongly_ends_the_run_before_it_begins_and_not_later(corp, fabrikam) -> None:
    fabrikam.error = UsageError("There is no such base.")
    with pytest.raises(UsageError):
        SeveralDirectories([corp, fabrikam])
    fabrikam.error = DOWN
    both = SeveralDirectories([corp, fabrikam])
    fabrikam.error = UsageError("There is no such base.")
    assert matched(both, "FAB\\fay", "CORP\\ann") == ["DirectoryFailed", f"CN=ann,{CORP}"]


def test_pictures_go_to_the_directory_that_has_the_person(corp, fabrikam) -> None:
    both = SeveralDirectories([corp, fabrikam])
    (one,) = both.find([AccountKey("sam", "twin", "CORP")])
    (other,) = both.find([AccountKey("sam", "twin", "FAB")])
    both.write_photo(one.dn, b"of corp")
    both.send_photo(other.dn, b"of fabrikam").result()
    assert (corp.inner.read_photo(one.dn), fabrikam.inner.read_photo(other.dn)) == (b"of corp", b"of fabrikam")
    assert (both.read_photo(one.dn), both.read_photo(other.dn)) == (b"of corp", b"of fabrikam")
    assert {person.dn: photo for person, photo in both.look([one.guid, other.guid])} == {
        one.dn: b"of corp",
        other.dn: b"of fabrikam",
    }


def test_people_who_are_not_remembered_are_found_by_their_domain(corp, fabrikam) -> None:
    """As after a restart, or when more people came by than are remembered."""
    both = SeveralDirectories([corp, fabrikam])
    both.write_photo(f"cn=fay, {FABRIKAM.lower()}", b"picture")
    assert [person.sam for person, _ in both.look([f"cn=fay,{FABRIKAM}".lower()])] == ["fay"]
    crowd = [AccountKey("sam", "bob", "CORP")] * 2 * REMEMBERED
    assert [person.sam for person in both.find(crowd)] == ["bob"]
    with pytest.raises(PersonNotFound, match="another domain"):
        both.read_photo("CN=fay,DC=elsewhere,DC=test")
    with pytest.raises(PersonNotFound):
        both.write_photo(f"CN=nobody,{CORP}", b"picture")


def test_looking_tells_who_is_gone_from_who_could_not_be_seen(corp, fabrikam) -> None:
    both = SeveralDirectories([corp, fabrikam])
    people = list(both.find([AccountKey("sam", "ann", "CORP"), AccountKey("sam", "fay", "FAB")]))
    fabrikam.error = DOWN
    looked = look(both, [*(person.guid for person in people)])
    assert looked.at(people[0].guid) is not None
    with pytest.raises(DirectoryUnavailable):
        looked.at(people[1].guid)
    fabrikam.error = None
    assert look(both, ["cn=nobody,dc=corp,dc=test"]).at("cn=nobody,dc=corp,dc=test") is None


def test_a_write_to_one_that_fails_is_that_persons_failure(corp, fabrikam) -> None:
    both = SeveralDirectories([corp, fabrikam])
    fabrikam.error = DOWN
    pending = both.send_photo(f"CN=fay,{FABRIKAM}", b"picture")
    assert pending.wait(0)
    assert not pending.cancel()
    with pytest.raises(DirectoryUnavailable):
        pending.result()
    both.send_photo(f"CN=ann,{CORP}", b"picture").result()
    assert corp.inner.read_photo(f"CN=ann,{CORP}") == b"picture"


def test_two_parts_of_one_domain_are_one_domain(corp, tmp_path) -> None:
    """Who is in both comes once."""
    other = directory(tmp_path, CORP, "CORPORATE", bob="bob@corp.test", zoe="")
    both = SeveralDirectories([corp, other])
    assert matched(both, "corp.test\\bob", "corp.test\\zoe") == [f"CN=bob,{CORP}", f"CN=zoe,{CORP}"]
    both.write_photo(f"CN=zoe,{CORP}", b"picture")
    assert other.inner.read_photo(f"CN=zoe,{CORP}") == b"picture"
    other.close()


def test_whose_picture_cannot_be_read_fails_and_is_not_taken_for_somebody_without_one(corp, fabrikam) -> None:
    """Found without the picture, then looked at in vain: their picture must not be planned over."""
    both = SeveralDirectories([corp, fabrikam])
    for dn in (f"CN=ann,{CORP}", f"CN=fay,{FABRIKAM}"):
        both.write_photo(dn, b"picture")
    recall = Recall(both, MemoryState().memory)
    people = list(recall.find([AccountKey("sam", "ann", "CORP"), AccountKey("sam", "fay", "FAB")]))
    fabrikam.looking = DOWN
    first, second = recall.recall(people)
    assert isinstance(first, tuple)
    assert first[0].photo == PhotoFacts.of(b"picture")
    assert second is DOWN


def test_what_a_killed_run_left_open_stays_open_while_its_directory_is_down(corp, fabrikam, tmp_path) -> None:
    both = SeveralDirectories([corp, fabrikam])
    made = PhotoFacts.of(b"picture")
    with closing(open_sqlite(str(tmp_path / "state.db"), writing=True)) as state:
        people = list(both.find([AccountKey("sam", "ann", "CORP"), AccountKey("sam", "fay", "FAB")]))
        run = state.journal.begin("export", "both")
        state.journal.intend(run, [Intent(one.guid, one.dn, one.sam, "Set", None, made) for one in people])
        both.write_photo(people[0].dn, b"picture")
        fabrikam.error = DOWN
        warning, told = recover(state, Recall(SeveralDirectories([corp, fabrikam]), state.memory), "both")
        assert (warning.level, told.level) == ("warning", "verbose")
        assert "stays open (people: 1). ldaps://fab is down." in warning.text
        assert [entry.intent.dn for entry in state.journal.unsettled()] == [people[1].dn]
        fabrikam.error = None
        list(recover(state, Recall(both, state.memory), "both"))
        assert [(entry.intent.subject, entry.code) for entry in state.history.entries()] == [
            ("ann", "Recovered"),
            ("fay", "NotMade"),
        ]
