"""The LDAP adapter and a real domain controller: logons, rights, restarts, pages, and nothing else touched."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest

from pyupsync.adapters.directory import ldap_query, ldap_silence
from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.adapters.directory.ldap_entries import ATTRIBUTES
from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.config import Login
from pyupsync.errors import (
    CredentialError,
    DirectoryDenied,
    DirectoryLogonFailed,
    DirectoryTooWeak,
    DirectoryUnavailable,
    DirectoryUntrusted,
    UpSyncError,
    UsageError,
)
from pyupsync.model import AccountKey
from tests.lab import people
from tests.lab.people import person
from tests.lab.tunnel import Tunnel

pytestmark = pytest.mark.lab


@pytest.fixture
def keytab(lab) -> Login:
    return Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))


@pytest.fixture
def connect(lab, keytab):
    """Opens directories, the lab's unless told otherwise, and closes them."""
    opened = []

    def _connect(login=None, *, address="", ca_file="", timeout=10.0):
        directory = open_ldap(
            address or lab.directory_address,
            login=login or keytab,
            ca_file=ca_file or str(lab.root_ca),
            timeout=timeout,
        )
        opened.append(directory)
        return directory

    yield _connect
    for directory in opened:
        directory.close()


@pytest.fixture
def ccache(monkeypatch):
    """Makes a credential cache the one of this process."""
    return lambda path: monkeypatch.setenv("KRB5CCNAME", f"FILE:{path}")


def refused(connect, leaf: type[UpSyncError], *args, **kwargs) -> UpSyncError:
    """The error of an attempt that must fail with exactly this leaf, in one sentence, with advice."""
    with pytest.raises(UpSyncError) as caught:
        connect(*args, **kwargs)
    error = caught.value
    assert type(error) is leaf, error
    assert error.message.endswith(".")
    assert error.advice
    assert "Traceback" not in str(error)
    return error


# --- logons that work


@pytest.mark.parametrize("scheme", ["ldaps", "ldap+starttls"])
@pytest.mark.parametrize("how", ["keytab", "first of the keytab", "kerberos password", "simple", "ticket", "current"])
def test_every_logon_works_over_both_kinds_of_tls(lab, connect, ccache, scheme, how):
    """Only ``ticket`` and ``current`` look at the cache of this process; the others leave it alone."""
    ccache(lab.ccache if how in {"ticket", "current"} else lab.empty_ccache())
    logins = {
        "keytab": Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab())),
        "first of the keytab": Login(auth="kerberos", keytab=str(lab.keytab())),
        "kerberos password": Login(auth="kerberos", user=lab.principal.lower(), password=lab.password),
        "simple": Login(auth="simple", user=lab.principal, password=lab.password),
        "ticket": Login(auth="kerberos", user=lab.principal),
        "current": Login(),
    }
    before = dict(os.environ)
    directory = connect(logins[how], address=f"{scheme}://{lab.dc_host}/{lab.base}")
    dn = person("mueller").dn
    photo = secrets.token_bytes(500)
    directory.write_photo(dn, photo)
    assert directory.read_photo(dn) == photo
    directory.write_photo(dn, None)
    assert dict(os.environ) == before


def test_without_a_base_the_servers_own_domain_is_served(lab, connect):
    assert connect(address=f"ldaps://{lab.dc_host}").domain.base == lab.base


def test_a_base_below_the_domain_hides_the_others(lab, connect):
    directory = connect(address=f"ldaps://{lab.dc_host}/{people.BUERO}")
    keys = [AccountKey("sam", "mueller"), AccountKey("sam", "outside")]
    assert [found.sam for found in directory.find(keys)] == ["mueller"]
    assert (directory.domain.dns, directory.domain.netbios) == ("corp.example.test", "CORP")


# --- logons and connections that fail


@pytest.mark.parametrize("auth", ["simple", "kerberos"])
def test_a_wrong_password_is_said_and_not_shown(lab, connect, auth):
    error = refused(connect, DirectoryLogonFailed, Login(auth=auth, user=lab.principal, password="falsch-Wört"))
    assert "password" in error.message
    assert "falsch" not in str(error)


@pytest.mark.parametrize("auth", ["simple", "kerberos"])
def test_a_disabled_account_is_refused(lab, connect, auth):
    login = Login(auth=auth, user=f"svc_off@{lab.realm}", password=lab.passwords["svc_off"])
    assert "disabled" in refused(connect, DirectoryLogonFailed, login).message


def test_a_user_nobody_knows_is_refused(lab, connect):
    login = Login(auth="kerberos", user=f"niemand@{lab.realm}", password="x")
    assert "no such user" in refused(connect, DirectoryLogonFailed, login).message


def test_an_expired_ticket_is_our_own_trouble(lab, connect, ccache):
    ccache(lab.expired_ticket())
    assert "expired" in refused(connect, CredentialError, Login()).message


@pytest.mark.parametrize("auth", ["current", "kerberos"])
def test_no_ticket_is_our_own_trouble(lab, connect, ccache, auth):
    ccache(lab.empty_ccache())
    error = refused(connect, CredentialError, Login(auth=auth, user=lab.principal if auth == "kerberos" else ""))
    assert "kinit" in error.advice


def test_a_keytab_without_the_user_or_that_is_none_is_our_own_trouble(lab, connect, tmp_path):
    other = Login(auth="kerberos", user=f"svc_none@{lab.realm}", keytab=str(lab.keytab()))
    assert "no key for this user" in refused(connect, CredentialError, other).message
    (tmp_path / "kein.keytab").write_text("no keytab")
    assert (
        "no keytab"
        in refused(connect, CredentialError, Login(auth="kerberos", keytab=str(tmp_path / "kein.keytab"))).message
    )


@pytest.mark.parametrize(
    "login",
    [
        Login(auth="current", user="x@y"),
        Login(auth="current", keytab="x.keytab"),
        Login(auth="kerberos", password="x"),
        Login(auth="kerberos", user="x@Y", password="x", keytab="x.keytab"),
        Login(auth="kerberos", user="CORP\\x", password="x"),
        Login(auth="simple", user="x@y"),
        Login(auth="simple", password="x"),
        Login(auth="ntlm", user="x", password="x"),
    ],
)
def test_a_logon_whose_settings_do_not_go_together_is_not_even_tried(connect, login):
    """A simple bind without a password would succeed as nobody (RFC 4513, 5.1.2)."""
    with pytest.raises(CredentialError):
        connect(login)


def test_a_service_of_another_name_has_no_ticket(lab, connect):
    """The certificate names the address, Kerberos does not."""
    error = refused(connect, DirectoryLogonFailed, address=f"ldaps://{lab.addresses.dc}/{lab.base}")
    assert "SPN" in error.advice


def test_a_host_that_is_not_known(connect, lab):
    error = refused(connect, DirectoryUnavailable, address=f"ldaps://dc9.corp.example.test/{lab.base}")
    assert "not known" in error.message


def test_a_port_nobody_listens_on(connect, lab):
    assert "refuses" in refused(connect, DirectoryUnavailable, address=f"ldaps://{lab.dc_host}:637").message


def test_a_port_that_speaks_no_tls(connect, lab):
    refused(connect, DirectoryUnavailable, address=f"ldaps://{lab.dc_host}:389")


@pytest.mark.parametrize("scheme", ["ldaps", "ldap+starttls"])
def test_an_authority_that_is_not_trusted(lab, connect, scheme):
    other = str(lab.pki.untrusted_ca)
    refused(connect, DirectoryUntrusted, address=f"{scheme}://{lab.dc_host}", ca_file=other)


@pytest.mark.parametrize("scheme", ["ldaps", "ldap+starttls"])
def test_a_name_that_is_not_in_the_certificate(connect, scheme):
    error = refused(connect, DirectoryUntrusted, address=f"{scheme}://dc1")
    assert "'dc1'" in error.message


def test_a_server_that_does_not_answer_is_given_up_in_time(lab, connect, silent):
    """It takes the connection and says nothing."""
    error = refused(connect, DirectoryUnavailable, address=f"ldaps://{lab.dc_host}:{silent}", timeout=1)
    assert "in time" in error.message


@pytest.fixture
def silent(lab) -> Iterator[int]:
    with socket.create_server((lab.addresses.dc, 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("base", ["OU=Nirgends,DC=corp,DC=example,DC=test", "quatsch"])
def test_a_base_that_is_not_there(lab, connect, base):
    with pytest.raises(UsageError, match="has no base"):
        connect(address=f"ldaps://{lab.dc_host}/{base}")


def test_a_server_that_wants_more_than_it_can_get_says_what_to_set(lab, connect):
    """LDAP result 8: Samba by default takes no Kerberos inside TLS."""
    with lab.strong_auth("yes"):
        error = refused(connect, DirectoryTooWeak)
        simple = connect(Login(auth="simple", user=lab.principal, password=lab.password))
        assert simple.domain.netbios == "CORP"
    assert "LDAP result 8" in error.message
    assert "allow_sasl_over_tls" in error.advice


# --- rights


def test_without_the_right_the_command_that_grants_it_is_told(lab, connect):
    dn, before = person("mueller").dn, lab.photo_of(person("mueller").dn)
    directory = connect(Login(auth="kerberos", user=f"svc_none@{lab.realm}", keytab=str(lab.keytab("svc_none"))))
    with pytest.raises(DirectoryDenied) as caught:
        directory.write_photo(dn, b"x")
    assert "LDAP result 50" in caught.value.message
    assert caught.value.advice == f'Run: dsacls "{people.BUERO}" /I:S /G "CORP\\svc_none:WP;thumbnailPhoto;user"'
    assert lab.photo_of(dn) == before


def test_for_a_protected_account_the_reason_is_told(connect):
    directory = connect()
    with pytest.raises(DirectoryDenied) as caught:
        directory.write_photo(person("protected").dn, b"x")
    assert "AdminSDHolder" in caught.value.advice


# --- what is written


def test_nothing_but_the_one_attribute_of_the_one_entry_is_changed(lab, connect, fresh_photos):
    """Read past the server, before and after; the stamps of replication go along with every change."""
    stamps = {"whenChanged", "uSNChanged", "replPropertyMetaData", "thumbnailPhoto"}
    dn, photo = person("quote").dn, secrets.token_bytes(3000)
    directory = connect()
    before = lab.dump()
    directory.write_photo(dn, photo)
    after = lab.dump()
    changed = {name for name in after if after[name] != before.get(name)}
    assert set(before) == set(after)
    assert changed == {dn}
    assert {name for name in after[dn] if after[dn][name] != before[dn].get(name)} <= stamps
    assert after[dn]["thumbnailPhoto"] == [photo]


def test_changes_made_offline_are_taken_by_ldapmodify(lab, connect, fresh_photos, tmp_path):
    """What ldapsearch wrote is read, what was changed is applied, and the directory has it."""
    host = f"ldap://{lab.dc_host}"
    sasl = ["-Y", "GSSAPI", "-Q", "-H", host]
    found = subprocess.run(
        [
            "ldapsearch",
            *sasl,
            "-E",
            "pr=1000/noprompt",
            "-b",
            lab.base,
            "(objectClass=user)",
            "objectClass",
            *ATTRIBUTES,
        ],
        env=lab.env(),
        check=True,
        capture_output=True,
    )
    file = tmp_path / "leute.ldif"
    file.write_bytes(found.stdout)
    offline = open_ldif(str(file))
    one, two = secrets.token_bytes(20_000), secrets.token_bytes(1)
    cleared = person("oldphoto").dn
    wanted = {person("quote").dn: one, person("иванова").dn: two, cleared: None}
    for dn, photo in wanted.items():
        offline.write_photo(dn, photo)
    offline.close()
    subprocess.run(
        ["ldapmodify", *sasl, "-f", tmp_path / "leute.changes.ldif"], env=lab.env(), check=True, capture_output=True
    )
    assert lab.photos() == {name: data for name, data in {**fresh_photos, **wanted}.items() if data is not None}
    keys = [AccountKey("sam", "quote"), AccountKey("sam", "oldphoto")]
    assert set(connect().find(keys)) == set(open_ldif(str(file)).find(keys))


# --- many people, and a domain controller that goes away


@pytest.fixture
def searches(monkeypatch):
    """The paged searches that are sent, one item for each page asked for."""
    sent = []
    request = ldap_query.Search.request

    def counted(search, message_id):
        sent.append(search.cookie)
        return request(search, message_id)

    monkeypatch.setattr(ldap_query.Search, "request", counted)
    return sent


def test_people_are_searched_for_by_the_hundred(connect, searches):
    """250 keys, whoever they mean, are three searches."""
    everyone = [AccountKey("sam", one.sam) for one in people.in_directory()]
    keys = everyone + [AccountKey("sam", f"nobody{number}") for number in range(250 - len(everyone))]
    assert len(list(connect().find(keys))) == len(everyone)
    assert searches == [b"", b"", b""]


def test_every_page_of_an_answer_is_read(connect, searches, monkeypatch):
    """Samba would answer unpaged as well, so the pages are counted."""
    monkeypatch.setattr(ldap_query, "PAGE", 7)
    keys = [AccountKey("sam", one.sam) for one in people.in_directory()][:50]
    assert {found.sam for found in connect().find(keys)} == {key.value for key in keys}
    assert len(searches) == 8
    assert searches[0] == b""
    assert all(searches[1:])


def test_a_restart_in_mid_run_is_not_noticed(lab, connect, fresh_photos):
    """The lost connection is opened again, and what was being done is done."""
    directory, dn = connect(), person("mueller").dn
    lab.stop_dc()
    lab.start_dc()
    directory.write_photo(dn, b"first")
    lab.stop_dc()
    lab.start_dc()
    assert [found.sam for found in directory.find([AccountKey("sam", "mueller")])] == ["mueller"]
    assert directory.read_photo(dn) == b"first"


def test_while_it_is_down_each_call_says_so_and_afterwards_the_same_directory_works_again(lab, connect, fresh_photos):
    directory, dn = connect(), person("mueller").dn
    with lab.without_dc():
        for _ in range(2):
            with pytest.raises(DirectoryUnavailable) as caught:
                directory.write_photo(dn, b"x")
            assert caught.value.advice
    directory.write_photo(dn, b"again")
    assert lab.photo_of(dn) == b"again"


def test_a_server_that_hangs_costs_a_time_out_now_and_then_and_not_one_a_person(
    lab, connect, fresh_photos, monkeypatch
):
    """It is asked twice when it falls silent, not at all during the pause, once after it, and used when it answers."""
    monkeypatch.setattr(ldap_silence, "PAUSE", 3.0)
    dn = person("mueller").dn
    with Tunnel(lab.addresses.dc, 636) as tunnel:
        directory = connect(address=f"ldaps://{lab.dc_host}:{tunnel.port}/{lab.base}", timeout=1)
        directory.write_photo(dn, b"before")
        tunnel.hang()
        waits = [waited(directory, dn) for _ in range(20)]
        assert 1.5 < waits[0] < 4
        assert max(waits[1:]) < 0.5
        assert tunnel.connections == 3  # one that reads, one that writes, and the latter anew
        time.sleep(3)
        waits = [waited(directory, dn) for _ in range(20)]
        assert 0.5 < waits[0] < 2.5
        assert max(waits[1:]) < 0.5
        assert tunnel.connections == 4
        tunnel.go_on()
        time.sleep(3)
        directory.write_photo(dn, b"after")
    assert lab.photo_of(dn) == b"after"


def waited(directory, dn: str) -> float:
    """Seconds that a write took to fail."""
    began = time.monotonic()
    with pytest.raises(DirectoryUnavailable, match="did not answer in time") as caught:
        directory.write_photo(dn, b"x")
    assert caught.value.advice
    return time.monotonic() - began


def test_small_writes_do_not_wait_for_each_other(connect):
    """Nagle's algorithm is off: ldap3 leaves it on, which costs four fifths of the speed."""
    directory = connect()
    raw = directory._connection.socket  # there is no other way to see it
    assert raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_no_secret_is_shown_by_what_people_print(lab, connect):
    directory = connect(Login(auth="simple", user=lab.principal, password=lab.password))
    assert lab.password not in repr(directory) + repr(vars(directory)["_login"])
