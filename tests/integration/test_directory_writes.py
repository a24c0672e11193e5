"""Writes under way together and a real domain controller: whose answer is whose, and what a lost connection costs."""

from __future__ import annotations

import secrets
import time

import pytest

from pyupsync.adapters.directory import ldap_writers
from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.config import Login
from pyupsync.errors import DirectoryDenied, DirectoryRejected, DirectoryUnavailable, PersonNotFound, UpSyncError
from tests.lab import names, people
from tests.lab.people import person
from tests.lab.tunnel import Tunnel

pytestmark = pytest.mark.lab


@pytest.fixture
def tunnel(lab):
    with Tunnel(lab.addresses.dc, 636) as way:
        yield way


@pytest.fixture
def directory(lab, tunnel, fresh_photos):
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    address = f"ldaps://{lab.dc_host}:{tunnel.port}/{lab.base}"
    opened = open_ldap(address, login=login, ca_file=str(lab.root_ca), timeout=5)
    yield opened
    opened.close()


def staff() -> list[str]:
    """Those below the OU that svc_ups may write to."""
    return [one.dn for one in people.in_directory() if one.dn.endswith(names.STAFF) and one.sam != "protected"]


def fresh(dns: list[str]) -> dict[str, bytes]:
    return {dn: secrets.token_bytes(20_000) for dn in dns}


def test_every_answer_is_its_own_persons(lab, directory):
    """Refused ones of three kinds among many that are not, all under way at once."""
    wanted = fresh(staff())
    nobody, protected, first = f"CN=Niemand,{names.STAFF}", person("protected").dn, next(iter(wanted))
    refused = {nobody: (b"x", PersonNotFound), protected: (b"x", DirectoryDenied)}
    writes = {dn: directory.send_photo(dn, photo) for dn, (photo, _) in refused.items()}
    writes |= {dn: directory.send_photo(dn, photo) for dn, photo in wanted.items()}
    too_large = directory.send_photo(first, bytes(102_401))
    for dn, write in writes.items():
        if dn in refused:
            with pytest.raises(refused[dn][1]) as caught:
                write.result()
            assert caught.value.target == dn
        else:
            write.result()
        assert write.wait(0)
    with pytest.raises(DirectoryRejected):
        too_large.result()
    assert {dn: photo for dn, photo in lab.photos().items() if dn in wanted} == wanted


def test_two_writes_to_one_entry_arrive_in_their_order(lab, directory):
    dn = person("mueller").dn
    for _ in range(10):
        photos = [secrets.token_bytes(100) for _ in range(8)]
        writes = [directory.send_photo(dn, photo) for photo in photos]
        for write in writes:
            write.result()
        assert lab.photo_of(dn) == photos[-1]


def test_what_was_unanswered_when_the_connections_broke_is_sent_again(lab, directory, tunnel):
    for write in [directory.send_photo(dn, photo) for dn, photo in fresh(staff()).items()]:
        write.result()
    wanted, writes = fresh(staff()), []
    for number, (dn, photo) in enumerate(wanted.items()):
        writes.append(directory.send_photo(dn, photo))
        if number == len(wanted) // 2:
            tunnel.cut()
    for write in writes:
        write.result()
    assert {dn: photo for dn, photo in lab.photos().items() if dn in wanted} == wanted


def test_a_directory_that_is_gone_fails_everyone_and_serves_again_when_it_is_back(lab, directory):
    """Who was written is written; who was not is told so."""
    wanted = fresh(staff())
    with lab.without_dc():
        writes = {dn: directory.send_photo(dn, photo) for dn, photo in wanted.items()}
        for write in writes.values():
            with pytest.raises(DirectoryUnavailable):
                write.result()
    for dn, photo in wanted.items():
        directory.send_photo(dn, photo).result()
    assert {dn: photo for dn, photo in lab.photos().items() if dn in wanted} == wanted


def test_closing_takes_back_what_was_not_sent_and_waits_for_what_was(lab, directory, monkeypatch):
    monkeypatch.setattr(ldap_writers, "CLOSING", 30)  # for slow machines; it ends when the last answer is there
    before, wanted = lab.photos(), fresh(staff())
    writes = {dn: directory.send_photo(dn, photo) for dn, photo in wanted.items()}
    back = {dn for dn, write in writes.items() if write.cancel()}
    directory.close()
    for dn, write in writes.items():
        if dn not in back:
            write.result()
    after = lab.photos()
    assert back
    assert {dn: after.get(dn) for dn in wanted} == {
        dn: before.get(dn) if dn in back else photo for dn, photo in wanted.items()
    }


def test_closing_does_not_wait_for_a_server_that_hangs(directory, tunnel, monkeypatch):
    monkeypatch.setattr(ldap_writers, "CLOSING", 0.2)
    dns = staff()
    directory.send_photo(dns[0], b"x").result()
    tunnel.hang()
    writes = [directory.send_photo(dn, b"y") for dn in dns]
    began = time.monotonic()
    directory.close()
    assert time.monotonic() - began < 4
    tunnel.go_on()
    sent = [write for write in writes if not write.future.cancelled()]
    assert len(sent) <= ldap_writers.CONNECTIONS * ldap_writers.WINDOW
    for write in sent:
        with pytest.raises(UpSyncError):
            write.result()
