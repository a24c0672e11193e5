"""What the lab must answer, so that a test which uses it can be believed."""

from __future__ import annotations

import base64
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ldap3
import pytest
import requests
from ldap3.core.exceptions import LDAPSocketOpenError
from requests_kerberos import REQUIRED, HTTPKerberosAuth

from tests.lab import Lab, ldif, needs, people, pictures
from tests.lab.processes import listening, session_members, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
# ldap3 2.9.1 checks host names with a function that ssl has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ssl.match_hostname:DeprecationWarning")
GSSAPI = {"authentication": ldap3.SASL, "sasl_mechanism": ldap3.KERBEROS}


def _connection(lab: Lab, port: int, account: str = "", password: str = "", ca: Path | None = None) -> ldap3.Connection:
    """A connection not yet bound; with the ticket cache's identity when no account is given."""
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=str(ca or lab.root_ca))
    server = ldap3.Server(lab.dc_host, port=port, use_ssl=port == 636, get_info=ldap3.NONE, tls=tls, connect_timeout=5)
    if account:
        return ldap3.Connection(server, f"{account}@{lab.realm}", password or lab.passwords[account])
    return ldap3.Connection(server, **GSSAPI)


def _bind(connection: ldap3.Connection) -> tuple[int, str]:
    """The result of a bind, and what the server says about it."""
    connection.bind()
    result = connection.result
    if connection.bound:
        connection.unbind()
    elif connection.socket:
        connection.socket.close()
    return result["result"], result["message"]


@pytest.fixture
def service(lab: Lab) -> Iterator[ldap3.Connection]:
    """svc_ups, bound by Kerberos over LDAPS."""
    with _connection(lab, 636) as connection:
        yield connection


@pytest.fixture
def nobody(lab: Lab) -> Iterator[ldap3.Connection]:
    """svc_none, bound with its password over LDAPS."""
    with _connection(lab, 636, "svc_none") as connection:
        yield connection


@pytest.fixture
def web(lab: Lab) -> Iterator[requests.Session]:
    """A session that trusts the lab's root and takes nothing from the environment."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(lab.root_ca)
        yield session


def _modify(connection: ldap3.Connection, dn: str, values: list[object], attribute: str = "thumbnailPhoto") -> int:
    connection.modify(dn, {attribute: [(ldap3.MODIFY_REPLACE, values)]})
    return int(connection.result["result"])


# --- logging on ---------------------------------------------------------------------------------------------------


def test_binds_under_the_default_policy(lab: Lab) -> None:
    """LDAPS takes passwords and Kerberos; without TLS both are too weak (result 8)."""
    assert _bind(_connection(lab, 636, "svc_ups"))[0] == 0
    assert _bind(_connection(lab, 636))[0] == 0
    assert _bind(_connection(lab, 389, "svc_ups"))[0] == 8
    assert _bind(_connection(lab, 389))[0] == 8


@pytest.mark.parametrize(
    ("account", "password", "data"),
    [("svc_ups", "falsch-ß", "data 52e"), ("niemand", "x", "data 52e"), ("svc_off", "", "data 533")],
    ids=["wrong password", "unknown user", "disabled"],
)
def test_refused_binds_say_why(lab: Lab, account: str, password: str, data: str) -> None:
    """A refused logon is result 49 with Active Directory's own code in the message."""
    result, message = _bind(_connection(lab, 636, account, password))
    assert (result, data in message) == (49, True), message


def test_starttls_carries_a_password(lab: Lab) -> None:
    """After StartTLS the plain port takes a password."""
    connection = _connection(lab, 389, "svc_ups")
    assert connection.start_tls()
    assert _bind(connection)[0] == 0


def test_an_unrelated_authority_is_not_trusted(lab: Lab) -> None:
    """The server's certificate does not verify under a root that signed nothing."""
    connection = _connection(lab, 636, "svc_ups", ca=lab.pki.untrusted_ca)
    with pytest.raises(LDAPSocketOpenError, match="CERTIFICATE_VERIFY_FAILED"):
        connection.bind()
    connection.socket.close()


def test_stricter_policy_and_stopped_controller(lab: Lab) -> None:
    """With ``yes`` Kerberos over LDAPS is too weak, with ``no`` a plain password is enough; stopped, nobody answers."""
    with lab.strong_auth("yes"):
        assert _bind(_connection(lab, 636))[0] == 8
        assert _bind(_connection(lab, 636, "svc_ups"))[0] == 0
    with lab.strong_auth("no"):
        assert _bind(_connection(lab, 389, "svc_ups"))[0] == 0
    with lab.without_dc():
        assert lab.domain_controller.session is None
        assert not listening(lab.addresses.dc, 636)
    assert _bind(_connection(lab, 636))[0] == 0


def test_tickets_of_one_s_own(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cache has its own identity; an expired ticket and a missing cache log nobody on."""
    command = ["ldapsearch", "-Q", "-Y", "GSSAPI", "-H", f"ldap://{lab.dc_host}", "-s", "base", "-b", "", "1.1"]
    caches = {"fresh": lab.ticket("svc_none"), "expired": lab.expired_ticket(), "missing": lab.empty_ccache()}
    said = {}
    for name, cache in caches.items():
        env = lab.env() | {"KRB5CCNAME": f"FILE:{cache}"}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        said[name] = (done.returncode == 0, "expired" in done.stderr)
    assert said == {"fresh": (True, False), "expired": (False, True), "missing": (False, False)}


# --- rights -------------------------------------------------------------------------------------------------------


def test_svc_ups_writes_photos_below_the_ou(
    lab: Lab, service: ldap3.Connection, fresh_photos: dict[str, bytes]
) -> None:
    """In nested OUs and under names that need escaping; and the bytes are there afterwards, read by another reader."""
    for case in ("cyrillic", "comma", "backslash", "asterisk", "parentheses", "dn_characters", "disabled"):
        dn, photo = people.person(case).dn, pictures.portrait(len(case), 96)
        assert _modify(service, dn, [photo]) == 0, case
        assert lab.photo_of(dn) == photo
        assert fresh_photos.get(dn) is None


def test_the_schema_bounds_a_photo(lab: Lab, service: ldap3.Connection, fresh_photos: dict[str, bytes]) -> None:
    """102,400 bytes are taken, one more is not, nor an empty value; no values remove it, also twice."""
    dn = people.person("umlaut").dn
    found = [_modify(service, dn, values) for values in ([b"x" * 102400], [b"x" * 102401], [b""], [], [])]
    assert found == [0, 21, 21, 0, 0]
    assert lab.photo_of(dn) is None


def test_svc_ups_may_do_nothing_else(lab: Lab, service: ldap3.Connection, nobody: ldap3.Connection) -> None:
    """No other attribute, no protected account, none outside the OU, no new entry; and svc_none nothing at all."""
    before = lab.dump()
    inside, photo = people.person("umlaut").dn, [pictures.portrait(1, 96)]
    assert _modify(service, inside, ["x"], "displayName") == 50
    assert _modify(service, people.person("protected").dn, photo) == 50
    assert _modify(service, people.person("outside").dn, photo) == 50
    assert _modify(service, lab.staff, photo) == 50
    assert _modify(nobody, inside, photo) == 50
    assert _modify(service, f"CN=Niemand,{lab.staff}", photo) == 32
    service.add(f"CN=Neu,{lab.staff}", "user", {"sAMAccountName": "neu"})
    assert service.result["result"] == 50
    service.delete(inside)
    assert service.result["result"] == 50
    assert lab.dump() == before


def test_a_dump_shows_one_changed_photo(lab: Lab, service: ldap3.Connection, fresh_photos: dict[str, bytes]) -> None:
    """Comparing dumps finds the entry that was written and the attribute, and nothing of who logged on meanwhile."""
    before, dn = lab.dump(), people.person("cjk").dn
    for account in ("svc_ups", "svc_none"):
        assert _bind(_connection(lab, 636, account))[0] == 0
    assert _bind(_connection(lab, 636, "svc_ups", "falsch"))[0] == 49
    assert _modify(service, dn, [pictures.portrait(7, 96)]) == 0
    after = lab.dump()
    assert [name for name in after if after[name] != before.get(name)] == [dn]
    changed = {name for name in after[dn] if after[dn][name] != before[dn].get(name)}
    assert "thumbnailPhoto" in changed
    assert changed - {"thumbnailPhoto"} <= {"whenChanged", "uSNChanged", "replPropertyMetaData"}


# --- people and pictures ------------------------------------------------------------------------------------------


def test_everyone_is_there(lab: Lab) -> None:
    """At least 60 people, every one under the DN that the list says, in nested OUs, and what makes some special."""
    dump = lab.dump()
    entries = {one.case: dump[one.dn] for one in people.in_directory()}
    assert len(people.in_directory()) >= 60
    assert entries["protected"]["adminCount"] == [b"1"]
    assert int(entries["disabled"]["userAccountControl"][0]) & 2
    assert entries["ambiguous"]["userPrincipalName"] == entries["ambiguous_too"]["userPrincipalName"]
    assert entries["umlaut"]["sn"] == entries["same_surname"]["sn"]
    assert set(lab.photos()) == {one.dn for one in people.in_directory() if one.old_photo}


def test_the_profiles_name_everyone(lab: Lab) -> None:
    """The CSV has a row for each profile, and every form of account in it."""
    rows = lab.profiles.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + sum(one.has_profile for one in people.PEOPLE)
    text = "\n".join(rows)
    for form in ("\nCORP\\", "\ni:0#.w|corp\\", "\nS-1-5-21-", "\np0002@corp.example.test,", "\nFABRIKAM\\"):
        assert form in text


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_pictures_are_behind_kerberos(lab: Lab, web: requests.Session, scheme: str) -> None:
    """Nobody gets 401 Negotiate; with a ticket the picture comes, and the site has proved itself too."""
    one = people.person("cyrillic")
    url = one.picture_url("L", scheme)
    refused = web.get(url)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Negotiate")
    answer = web.get(url, auth=HTTPKerberosAuth(mutual_authentication=REQUIRED))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content == (lab.htdocs / "photos" / one.file("L")).read_bytes()
    port = {"http": 80, "https": 443}[scheme]
    wanted = (lab.web_host, port, 200, lab.principal, "Negotiate")
    assert wait_until(
        lambda: wanted in [(r.host, r.port, r.status, r.user, r.authorization) for r in lab.site.requests()], seconds=5
    )


def test_what_answers_in_place_of_a_picture(lab: Lab, web: requests.Session) -> None:
    """A login page with 200, an error, nothing, no such file, the way to another host."""
    auth = HTTPKerberosAuth(mutual_authentication=REQUIRED, force_preemptive=True, sanitize_mutual_error_response=False)
    found = {}
    for case in ("login_page", "error_page", "empty", "missing", "redirect"):
        answer = web.get(people.person(case).picture_url("L"), auth=auth, allow_redirects=False)
        found[case] = (answer.status_code, answer.headers["content-type"].partition(";")[0], len(answer.content) > 0)
        target = answer.headers.get("location", "")
    assert found == {
        "login_page": (200, "text/html", True),
        "error_page": (500, "text/html", True),
        "empty": (200, "image/jpeg", False),
        "missing": (404, "text/html", True),
        "redirect": (302, "text/html", True),
    }
    assert target.startswith(f"https://{lab.other_host}/")


def test_hosts_beside_the_site(lab: Lab, web: requests.Session) -> None:
    """One sends no subordinate; the other is sound, and would take a ticket from whoever sends one."""
    with pytest.raises(requests.exceptions.SSLError, match="unable to get local issuer"):
        web.get(f"https://{lab.incomplete_host}/open/open.jpg")
    assert web.get(f"https://{lab.incomplete_host}/open/open.jpg", verify=str(lab.ca_bundle)).status_code == 200
    assert web.get(f"https://{lab.other_host}/open/open.jpg").status_code == 200
    url = lab.photo_url(people.person("umlaut").file("L"), host=lab.other_host)
    assert web.get(url, auth=HTTPKerberosAuth(mutual_authentication=REQUIRED)).status_code == 200


def test_late_and_endless_answers(lab: Lab, web: requests.Session) -> None:
    """One page keeps silent longer than a second, one sends megabytes without saying how many."""
    auth = HTTPKerberosAuth(mutual_authentication=REQUIRED, force_preemptive=True)
    with pytest.raises(requests.exceptions.ReadTimeout):
        web.get(lab.photo_url("slow.lua"), auth=auth, timeout=1)
    with web.get(lab.photo_url("endless.lua"), auth=auth, stream=True) as answer:
        assert "content-length" not in answer.headers
        blocks = answer.iter_content(65536)
        assert sum(len(next(blocks)) for _ in range(32)) > 1_000_000


# --- the lab and the machine --------------------------------------------------------------------------------------


def test_no_socket_outside_the_lab_s_network(lab: Lab) -> None:
    """Every listening socket of the services is on the lab's own loopback network."""
    pids = {
        pid for service in (lab.domain_controller, lab.web_server) for pid in session_members(service.session or -1)
    }
    inodes = {_inode(link) for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()}
    bound = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            cells = row.split()
            if cells[9] in inodes and cells[3] in ("0A", "07"):
                bound.add(_address(cells[1]))
    assert bound >= {lab.addresses.dc, lab.addresses.web}
    assert {address for address in bound if not address.startswith(lab.addresses.network)} == set()


def _inode(link: Path) -> str:
    try:
        return str(link.readlink()).removeprefix("socket:[").removesuffix("]")
    except OSError:
        return ""


def _address(cell: str) -> str:
    raw = bytes.fromhex(cell.partition(":")[0])
    return socket.inet_ntop(socket.AF_INET, raw[::-1]) if len(raw) == 4 else f"IPv6 {raw.hex()}"


def test_the_host_s_own_hosts_file_is_untouched(lab: Lab) -> None:
    """A process outside the lab's namespace does not see the lab's names."""
    outside = ["nsenter", "--target", str(os.getppid()), "--mount", "cat", "/etc/hosts"]
    seen = subprocess.run(outside, capture_output=True, text=True, check=True).stdout
    assert lab.dc_host not in seen
    assert lab.dc_host in Path("/etc/hosts").read_text()


@pytest.mark.parametrize("moment", ["while it is set up", "once it is up"])
def test_a_second_lab_beside_it_leaves_nothing(lab: Lab, tmp_path: Path, moment: str) -> None:
    """Two labs never meet; whenever one is asked to end, its processes and its folder are gone."""
    env = lab.env() | {"TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.lab"], cwd=ROOT, env=env, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout
    try:
        if moment == "once it is up":
            assert b"The lab is up" in process.stdout.readline()
            guide = b"".join(iter(process.stdout.readline, b"Ctrl-C stops it and removes all of it.\n"))
            assert all(word in guide for word in (b"nsenter", b"kinit -k", b"curl --negotiate", b"pyupsync photos"))
        else:
            assert wait_until(lambda: list(tmp_path.glob("*/log/provision.log")), seconds=30)
        assert _processes_of(tmp_path)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert list(tmp_path.iterdir()) == []
    assert _processes_of(tmp_path) == []
    assert listening(lab.addresses.dc, 636)


def _processes_of(folder: Path) -> list[str]:
    """The command lines and environments that speak of a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes() + (entry / "cwd").readlink().as_posix().encode()
            except OSError:
                continue
            if os.fsencode(folder) in words:
                found.append(words.decode(errors="replace"))
    return found


def test_the_lab_says_what_it_lacks(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without root, and without a tool, one sentence names the reason; here and now there is none."""
    assert needs.missing_needs() == ""
    monkeypatch.setitem(needs.TOOLS, "keine-prüfung", "paket-prüfung")
    assert "paket-prüfung" in needs.missing_needs()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "root" in needs.missing_needs()


def test_ldif_undoes_folds_and_base64() -> None:
    """The lab's reader of LDIF puts folded base64 together again."""
    value = bytes(range(256))
    text = base64.b64encode(value).decode()
    folded = "\n ".join(text[start : start + 76] for start in range(0, len(text), 76))
    found = dict(ldif.parse(f"# record 1\ndn: CN=a,\n DC=b\nphoto:: {folded}\ncn: Ä b\n\n# returned 1 records\n"))
    assert found == {"CN=a,DC=b": {"photo": [value], "cn": ["Ä b".encode()]}}
