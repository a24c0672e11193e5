"""One run over two forests that know nothing of each other: a login, an authority and a domain controller each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pyupsync import (
    DirectorySettings,
    Keeping,
    Login,
    Outcome,
    PhotoJob,
    RestoreJob,
    UpSyncError,
    export_photos,
    restore_photos,
)
from pyupsync.adapters.directory.ldap import LdapDirectory
from pyupsync.adapters.directory.ldap_address import parse_address
from pyupsync.photos.image import RULES, conform
from pyupsync.photos.several import SeveralDirectories
from tests.lab import names, pictures
from tests.lab.people import person
from tests.lab.second import Second, running_second

pytestmark = pytest.mark.lab


@pytest.fixture(scope="session")
def fabrikam(lab) -> Iterator[Second]:
    with running_second(lab) as second:
        yield second


@pytest.fixture
def job(lab, fabrikam, fresh_photos, tmp_path) -> PhotoJob:
    """Everybody has the picture of their own account; the same name is in both forests."""
    accounts = {
        "CORP\\mueller": 1,
        "obrien@corp.example.test": 2,
        "FAB\\mueller": 3,
        "i:0#.w|fab\\fabian": 4,
        "zoë@fabrikam.test": 5,
        "ELSE\\who": 6,
    }
    rows = ["AccountName,PictureURL"]
    for account, number in accounts.items():
        (lab.htdocs / "photos" / f"two{number}.jpg").write_bytes(pictures.portrait(number))
        rows.append(f"{account},{lab.photo_url(f'two{number}.jpg')}")
    (tmp_path / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    lab.set_photos({})
    fabrikam.clear()
    login = Login(auth="kerberos", user=fabrikam.principal, keytab=str(fabrikam.keytab))
    ours = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    return PhotoJob(
        profiles=f"csv:{tmp_path / 'people.csv'}",
        sites=(lab.web_host,),
        directory=lab.directory_address,
        login=ours,
        site_login=ours,
        ca_file=str(lab.root_ca),
        directories=(DirectorySettings(address=fabrikam.address, login=login, ca_file=str(fabrikam.root_ca)),),
        timeout=5,
    )


def made(number: int) -> bytes:
    return conform(pictures.portrait(number), RULES["gal"]).data


def codes(outcomes: Iterator[Outcome]) -> dict[str, str]:
    return {one.subject: one.code for one in outcomes}


def expected(fabrikam: Second) -> tuple[dict[str, bytes], dict[str, bytes]]:
    corp = {person("mueller").dn: made(1), person("obrien").dn: made(2)}
    return corp, {fabrikam.dn(name): made(3 + number) for number, name in enumerate(("mueller", "fabian", "zoë"))}


def with_login(job: PhotoJob, login: Login) -> PhotoJob:
    return replace(job, directories=(replace(job.directories[0], login=login),))


def test_each_picture_goes_to_the_forest_of_its_person(lab, fabrikam, job):
    assert codes(export_photos(job)) == {
        "CORP\\mueller": "Applied",
        "obrien@corp.example.test": "Applied",
        "FAB\\mueller": "Applied",
        "i:0#.w|fab\\fabian": "Applied",
        "zoë@fabrikam.test": "Applied",
        "ELSE\\who": "OtherDomain",
    }
    assert (lab.photos(), fabrikam.photos()) == expected(fabrikam)
    assert set(codes(export_photos(job)).values()) == {"UpToDate", "OtherDomain"}


def test_each_forest_may_be_logged_on_to_in_another_way(fabrikam, job):
    simple = with_login(job, Login(auth="simple", user=f"svc_ups@{fabrikam.forest.dns}", password=fabrikam.password))
    assert list(codes(export_photos(simple)).values()).count("Applied") == 5
    assert fabrikam.photos() == expected(fabrikam)[1]


@pytest.mark.parametrize("login", ["the other forest's", "a wrong password"])
def test_a_forest_that_refuses_the_logon_fails_its_own_people_only(lab, fabrikam, job, login):
    wrong = Login(auth="simple", user=f"svc_ups@{fabrikam.forest.dns}", password="wrong")
    given = wrong if login == "a wrong password" else Login(auth="simple", user=lab.principal, password=lab.password)
    found = codes(export_photos(with_login(job, given)))
    assert [found[name] for name in ("CORP\\mueller", "obrien@corp.example.test")] == ["Applied"] * 2
    assert found["FAB\\mueller"] == found["i:0#.w|fab\\fabian"] == "DirectoryLogonFailed"
    assert (lab.photos(), fabrikam.photos()) == (expected(fabrikam)[0], {})


def test_an_authority_is_trusted_for_its_own_forest_only(lab, fabrikam, job):
    found = codes(export_photos(replace(job, directories=(replace(job.directories[0], ca_file=""),))))
    assert (found["FAB\\mueller"], found["CORP\\mueller"]) == ("DirectoryUntrusted", "Applied")
    assert (lab.photos(), fabrikam.photos()) == (expected(fabrikam)[0], {})


def test_a_forest_that_is_down_is_caught_up_with_by_the_next_run(lab, fabrikam, job, tmp_path):
    """Then everything is put back in both."""
    keeping = replace(job, keeping=Keeping(state=f"sqlite:{tmp_path / 'state.db'}"))
    fabrikam.controller.stop()
    try:
        found = codes(export_photos(keeping))
    finally:
        fabrikam.controller.start()
    assert {found[name] for name in ("FAB\\mueller", "i:0#.w|fab\\fabian", "zoë@fabrikam.test")} == {
        "DirectoryUnavailable"
    }
    # Whoever no directory that answers has may be of the one that does not.
    assert found["ELSE\\who"] == "DirectoryUnavailable"
    assert (lab.photos(), fabrikam.photos()) == (expected(fabrikam)[0], {})
    assert list(codes(export_photos(keeping)).values()).count("Applied") == 3
    assert (lab.photos(), fabrikam.photos()) == expected(fabrikam)
    back = RestoreJob(
        state=keeping.keeping.state,
        directory=job.directory,
        directories=job.directories,
        login=job.login,
        ca_file=job.ca_file,
        run=2,
    )
    assert set(codes(restore_photos(back)).values()) == {"Applied"}
    assert (lab.photos(), fabrikam.photos()) == (expected(fabrikam)[0], {})


def test_one_that_goes_away_in_the_middle_fails_its_people_until_it_is_back(lab, fabrikam, job):
    members = [
        LdapDirectory(parse_address(one.address), one.login, one.ca_file, job.timeout) for one in job.every_directory
    ]
    both = SeveralDirectories(members)
    try:
        assert [domain.netbios for domain in both.domains] == [names.NETBIOS, "FAB"]
        both.write_photo(fabrikam.dn("fabian"), b"first")
        fabrikam.controller.stop()
        try:
            pending = [both.send_photo(dn, b"second") for dn in (fabrikam.dn("fabian"), person("mueller").dn)]
            settled = [type(caught(write)).__name__ for write in pending]
        finally:
            fabrikam.controller.start()
        assert settled == ["DirectoryUnavailable", "NoneType"]
        both.write_photo(fabrikam.dn("fabian"), b"third")
    finally:
        both.close()
    assert (lab.photo_of(person("mueller").dn), fabrikam.photos()) == (b"second", {fabrikam.dn("fabian"): b"third"})


def caught(write) -> UpSyncError | None:
    try:
        write.result()
    except UpSyncError as error:
        return error
    return None
