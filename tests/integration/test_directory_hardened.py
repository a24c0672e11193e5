"""Domain controllers that ask for more: signing or sealing, channel binding, no NTLM, no RC4. It works, or is said."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress

import gssapi
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from gssapi.raw import BadChannelBindingsError, ChannelBindings

from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.config import Login
from pyupsync.errors import DirectoryLogonFailed, DirectoryTooWeak, UpSyncError
from tests.lab import names
from tests.lab.people import person

pytestmark = pytest.mark.lab


def logins(lab) -> dict[str, Login]:
    return {
        "kerberos": Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab())),
        "simple": Login(auth="simple", user=lab.principal, password=lab.password),
        "ntlm": Login(auth="ntlm", user=f"{names.NETBIOS}\\svc_ups", password=lab.password),
    }


def outcome(lab, scheme: str, auth: str) -> str:
    """``ok`` where a picture is written, else the name of the error."""
    dn, photo = person("mueller").dn, f"{scheme} {auth}".encode()
    with ExitStack() as stack:
        try:
            address = f"{scheme}://{lab.dc_host}/{lab.base}"
            directory = open_ldap(address, login=logins(lab)[auth], ca_file=str(lab.root_ca), timeout=10)
            stack.callback(directory.close)
            directory.write_photo(dn, photo)
        except UpSyncError as error:
            return type(error).__name__ if error.advice else f"{error} has no advice"
        return "ok" if lab.photo_of(dn) == photo else "not written"


@pytest.mark.parametrize(
    ("required", "kerberos"), [("yes", "DirectoryTooWeak"), ("allow_sasl_over_tls", "ok"), ("no", "ok")]
)
def test_every_way_of_binding_at_each_strength_that_samba_can_require(lab, fresh_photos, required, kerberos):
    """``ldap server require strong auth``: by default Samba wants Kerberos to seal even inside TLS."""
    expected = {"kerberos": kerberos, "simple": "ok", "ntlm": "DirectoryLogonFailed"}
    with lab.strong_auth(required):
        for scheme in ("ldaps", "ldap+starttls"):
            assert {auth: outcome(lab, scheme, auth) for auth in expected} == expected, scheme


def test_where_sealing_is_required_the_ways_out_are_told(lab):
    with lab.strong_auth("yes"), pytest.raises(DirectoryTooWeak) as caught:
        open_ldap(lab.directory_address, login=logins(lab)["kerberos"], ca_file=str(lab.root_ca), timeout=10)
    assert "allow_sasl_over_tls" in caught.value.advice
    assert "--auth simple" in caught.value.advice


def test_without_ntlm_another_logon_is_advised(lab):
    with pytest.raises(DirectoryLogonFailed) as caught:
        open_ldap(lab.directory_address, login=logins(lab)["ntlm"], ca_file=str(lab.root_ca), timeout=10)
    assert "--auth" in caught.value.advice


# --- channel binding


class Acceptor:
    """The beginning of an LDAPS server that asks for channel binding: takes one bind and judges its token.

    Samba 4.17 does not look at channel bindings; MIT's acceptor does, as Active Directory does with
    LdapEnforceChannelBinding (RFC 5929, 4: tls-server-end-point).
    """

    def __init__(self, lab, keytab: str, bindings: bytes) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(lab.pki.chain("dc"), lab.pki.key("dc"))
        self._context = context
        self._credentials = gssapi.Credentials(usage="accept", store={"keytab": keytab})
        self._bindings = ChannelBindings(application_data=bindings)
        self._listener = socket.create_server((lab.addresses.dc, 0))
        self.port = self._listener.getsockname()[1]
        self.verdict: object = None
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        raw, _ = self._listener.accept()
        with suppress(OSError), self._context.wrap_socket(raw, server_side=True) as near:
            near.settimeout(10)
            request = near.recv(65536)
            # SaslCredentials (RFC 4511, 4.2): the mechanism's name, then the token with a tag and a length of two bytes
            token = request[request.index(b"GSSAPI\x04\x82") + 10 :]
            context = gssapi.SecurityContext(creds=self._credentials, usage="accept", channel_bindings=self._bindings)
            try:
                context.step(token)
                self.verdict = context.complete
            except BadChannelBindingsError:
                self.verdict = "wrong channel binding"


@pytest.fixture
def end_point(lab) -> bytes:
    certificate = x509.load_pem_x509_certificate(lab.pki.leaf("dc").read_bytes())
    return b"tls-server-end-point:" + hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()


@pytest.fixture
def service_keytab(lab, tmp_path) -> str:
    lab.directory.export_keytab(tmp_path / "dc.keytab", f"ldap/{lab.dc_host}")
    return str(tmp_path / "dc.keytab")


@pytest.mark.parametrize(("changed", "verdict"), [(b"", True), (b"x", "wrong channel binding")])
def test_a_kerberos_logon_is_bound_to_the_servers_certificate(lab, end_point, service_keytab, changed, verdict):
    with Acceptor(lab, service_keytab, end_point + changed) as server:
        address = f"ldaps://{lab.dc_host}:{server.port}/{lab.base}"
        with pytest.raises(UpSyncError):
            open_ldap(address, login=logins(lab)["kerberos"], ca_file=str(lab.root_ca), timeout=5)
    assert server.verdict == verdict


# --- encryption types


@pytest.fixture
def rc4_only(lab, tmp_path) -> dict[str, str]:
    """The environment of a process whose Kerberos knows no encryption type but RC4."""
    text = (lab.root / "krb" / "krb5.conf").read_text()
    weak = "".join(f"  {name} = arcfour-hmac\n" for name in ("default_tkt_enctypes", "default_tgs_enctypes"))
    file = tmp_path / "krb5.conf"
    file.write_text(text.replace("[libdefaults]\n", f"[libdefaults]\n  allow_rc4 = true\n{weak}"))
    return {**os.environ, "KRB5_CONFIG": str(file), "PYUPSYNC_PASSWORD": lab.password}


def test_with_rc4_off_a_client_that_knows_nothing_else_is_told_so_and_others_work(lab, rc4_only, tmp_path):
    """In a process of its own: a Kerberos library reads its configuration once."""
    command = [sys.executable, "-m", "pyupsync", "photos", "plan", "--profiles", f"csv:{lab.profiles}"]
    command += ["--directory", lab.directory_address, "--ca-file", str(lab.root_ca), "--photos", f"folder:{tmp_path}"]
    command += ["--auth", "kerberos", "--user", lab.principal]
    with lab.dc_settings({"kdc supported enctypes": "aes128-cts-hmac-sha1-96 aes256-cts-hmac-sha1-96"}):
        weak = subprocess.run(command, env=rc4_only, capture_output=True, text=True, check=False)
        assert outcome(lab, "ldaps", "kerberos") == "ok"
    assert weak.returncode == 1
    assert "encryption type" in weak.stderr
    assert lab.password not in weak.stderr
