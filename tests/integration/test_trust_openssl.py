"""``verify_site`` against ``openssl verify -CAfile`` over a table of chains, and what a live server presents."""

from __future__ import annotations

import dataclasses
import random
import re
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509

from pyupsync.adapters.trust.certificate_files import CertificateFiles
from pyupsync.adapters.trust.chain_url import SiteChain, fetch_issuer
from pyupsync.errors import SiteChainError, UsageError
from pyupsync.model import CertificateInput, TrustedRoot
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.chains import arrange
from pyupsync.trust.findings import examine
from pyupsync.trust.issuers import complete
from pyupsync.trust.plan import Wanted, plan_trust
from pyupsync.trust.reading import read_certificates
from pyupsync.trust.verify import Verification, verify_site
from tests.lab.mint import ANY, CLIENT, NOW, SERVER, Minted, mint

HOST = "mysite.contoso.example"
pytestmark = pytest.mark.usefixtures("openssl")


def leaf(issuer: Minted | None, host: str = HOST, **more: object) -> Minted:
    settings: dict = {"ca": False, "hosts": (host,), "purposes": (SERVER,)} | more
    return mint("O=Lab/CN=Prüfstelle", issuer, **settings)


ROOT = mint("O=Lab/CN=Wurzel Köln")
SUB = mint("O=Lab/CN=Ausgabe München", ROOT, path_length=0)
OTHER = mint("O=Elsewhere/CN=Other Root")
LEAF = leaf(SUB)
DEEP = mint("O=Lab/CN=Below", SUB)
FREE = mint("O=Lab/CN=Free", ROOT)
FREE_DEEP = mint("O=Lab/CN=Free Below", FREE)
OLD_SUB = mint("O=Lab/CN=Expired Sub", ROOT, end=-1)
OLD_ROOT = mint("O=Lab/CN=Expired Root", end=-1)
NEW_OF_OLD = mint("O=Lab/CN=Expired Root", key=OLD_ROOT.key)
REKEYED = mint("O=Lab/CN=Wurzel Köln")
BRIDGE = mint("O=Lab/CN=Wurzel Köln", OTHER, key=ROOT.key)
NAMED = mint("O=Lab/CN=Constrained", ROOT, permitted=("contoso.example",))
BARRED = mint("O=Lab/CN=Barred", ROOT, excluded=("contoso.example",))
ELSEWHERE = mint("O=Lab/CN=Elsewhere Only", ROOT, permitted=("fabrikam.example",))
NO_SIGN = mint("O=Lab/CN=No Sign", ROOT, bits=("crl_sign",))
FOR_CLIENTS = mint("O=Lab/CN=Client CA", ROOT, purposes=(CLIENT,))
FOR_SERVERS = mint("O=Lab/CN=Server CA", ROOT, purposes=(SERVER,))
NO_BASIC = mint("O=Lab/CN=No Basic", ROOT, ca=None, bits=())
FALSE_CA = mint("O=Lab/CN=Not a CA", ROOT, ca=False)
ALONE = leaf(None)
LATER_SUB = mint("O=Lab/CN=Later Sub", ROOT, start=10)
ODD = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00"), True)


def forged() -> Minted:
    """The leaf with its name kept and another authority's signature: same issuer name and key identifier."""
    impostor = Minted(SUB.cert, OTHER.key)
    genuine = leaf(SUB)
    made = leaf(impostor, key=genuine.key)
    extensions = made.cert.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    assert (
        extensions.value.key_identifier
        != SUB.cert.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    )
    return made


def damaged(one: Minted) -> bytes:
    """The certificate with the last bit of its signature turned."""
    return one.der[:-1] + bytes([one.der[-1] ^ 1])


@dataclass(frozen=True)
class Case:
    title: str
    store: tuple[Minted, ...]
    presented: tuple[Minted, ...]
    code: str = ""
    host: str = HOST


CASES = [
    Case("root in the store, leaf and subordinate sent", (ROOT,), (LEAF, SUB)),
    Case("root and subordinate in the store, leaf alone sent", (ROOT, SUB), (LEAF,)),
    Case("everything sent, out of order", (ROOT,), (LEAF, ROOT, SUB)),
    Case("subordinate missing", (ROOT,), (LEAF,), "IssuerMissing"),
    Case("subordinate alone in the store", (SUB,), (LEAF,), "IssuerMissing"),
    Case("subordinate alone in the store, root sent", (SUB,), (LEAF, SUB, ROOT), "IssuerMissing"),
    Case("unknown root", (OTHER,), (LEAF, SUB, ROOT), "RootUntrusted"),
    Case("root not sent and not in the store", (OTHER,), (LEAF, SUB), "IssuerMissing"),
    Case("expired leaf", (ROOT,), (leaf(SUB, end=-1), SUB), "Expired"),
    Case("expired subordinate", (ROOT,), (leaf(OLD_SUB), OLD_SUB), "Expired"),
    Case("expired root", (OLD_ROOT,), (leaf(OLD_ROOT),), "Expired"),
    Case("expired root and its renewal with the same key", (OLD_ROOT, NEW_OF_OLD), (leaf(OLD_ROOT),)),
    Case("not yet valid leaf", (ROOT,), (leaf(SUB, start=5), SUB), "NotYetValid"),
    Case("not yet valid subordinate", (ROOT,), (leaf(LATER_SUB), LATER_SUB), "NotYetValid"),
    Case("wrong host", (ROOT,), (LEAF, SUB), "HostNameMismatch", "portal.contoso.example"),
    Case("host in other case", (ROOT,), (LEAF, SUB), "", "MySite.Contoso.Example"),
    Case("wildcard", (ROOT,), (leaf(SUB, "*.contoso.example"), SUB)),
    Case("wildcard two labels up", (ROOT,), (leaf(SUB, "*.example"), SUB), "HostNameMismatch"),
    Case("wildcard of one label", (ROOT,), (leaf(SUB, "*.example"), SUB), "HostNameMismatch", "mysite.example"),
    Case(
        "wildcard for its own parent",
        (ROOT,),
        (leaf(SUB, "*.contoso.example"), SUB),
        "HostNameMismatch",
        "contoso.example",
    ),
    Case("international name", (ROOT,), (leaf(SUB, "xn--mnchen-3ya.example"), SUB), "", "xn--mnchen-3ya.example"),
    Case("IP address", (ROOT,), (leaf(SUB, "192.0.2.7"), SUB), "", "192.0.2.7"),
    Case("IPv6 address", (ROOT,), (leaf(SUB, "2001:db8::7"), SUB), "", "2001:db8::7"),
    Case("another IP address", (ROOT,), (leaf(SUB, "192.0.2.7"), SUB), "HostNameMismatch", "192.0.2.8"),
    Case("wildcard and an IP address", (ROOT,), (leaf(SUB, "*.0.2.7"), SUB), "HostNameMismatch", "192.0.2.7"),
    Case("path length exceeded", (ROOT,), (leaf(DEEP), DEEP, SUB), "PathTooLong"),
    Case("three levels without a limit", (ROOT,), (leaf(FREE_DEEP), FREE_DEEP, FREE)),
    Case("name constraint respected", (ROOT,), (leaf(NAMED), NAMED)),
    Case("name constraint violated", (ROOT,), (leaf(ELSEWHERE), ELSEWHERE), "NameNotPermitted"),
    Case("name excluded", (ROOT,), (leaf(BARRED), BARRED), "NameNotPermitted"),
    Case("cross-signed, only the other root trusted", (OTHER,), (LEAF, SUB, BRIDGE)),
    Case("cross-signed, the bridge in the store", (OTHER, BRIDGE), (LEAF, SUB)),
    Case("cross-signed, both roots trusted", (OTHER, ROOT), (LEAF, SUB, BRIDGE)),
    Case("root renewed with a new key, only the new one trusted", (REKEYED,), (LEAF, SUB), "IssuerMissing"),
    Case("root renewed with a new key, both trusted", (REKEYED, ROOT), (LEAF, SUB)),
    Case("leaf used as an authority", (ROOT,), (leaf(LEAF), LEAF, SUB), "NotAnAuthority"),
    Case("CA:FALSE used as an authority", (ROOT,), (leaf(FALSE_CA), FALSE_CA), "NotAnAuthority"),
    Case("no basicConstraints on an authority", (ROOT,), (leaf(NO_BASIC), NO_BASIC), "NotAnAuthority"),
    Case("subordinate without keyCertSign", (ROOT,), (leaf(NO_SIGN), NO_SIGN), "NotAnAuthority"),
    Case("leaf for clients only", (ROOT,), (leaf(SUB, purposes=(CLIENT,)), SUB), "NotForServers"),
    Case("leaf for any purpose only", (ROOT,), (leaf(SUB, purposes=(ANY,)), SUB), "NotForServers"),
    Case("leaf without purposes", (ROOT,), (leaf(SUB, purposes=()), SUB)),
    Case("authority for clients only", (ROOT,), (leaf(FOR_CLIENTS), FOR_CLIENTS), "NotForServers"),
    Case("authority for servers", (ROOT,), (leaf(FOR_SERVERS), FOR_SERVERS)),
    Case("leaf that may only sign lists", (ROOT,), (leaf(SUB, bits=("crl_sign",)), SUB), "NotForServers"),
    Case("leaf that enciphers keys", (ROOT,), (leaf(SUB, bits=("key_encipherment",)), SUB)),
    Case("self-signed leaf", (ROOT,), (ALONE,), "SelfSigned"),
    Case("self-signed leaf that is trusted itself", (ALONE,), (ALONE,)),
    Case("unknown critical extension", (ROOT,), (leaf(SUB, extra=(ODD,)), SUB), "ExtensionUnknown"),
    Case("signed by an impostor", (ROOT,), (forged(), SUB), "IssuerMissing"),
]


def roots(*minted: Minted) -> list[TrustedRoot]:
    return [TrustedRoot(str(place), f"Authority {place}", one.der) for place, one in enumerate(minted)]


def certificates(*minted: Minted) -> list[Certificate]:
    return [from_der(one.der, f"sent {place}") for place, one in enumerate(minted)]


def openssl_verify(folder: Path, case: Case, leaf_der: bytes | None = None) -> subprocess.CompletedProcess[str]:
    site = folder / "leaf.der"
    site.write_bytes(leaf_der or case.presented[0].der)
    (folder / "store.pem").write_text("".join(one.pem for one in case.store))
    (folder / "sent.pem").write_text("".join(one.pem for one in case.presented[1:]) or OTHER.pem)
    kind = "-verify_ip" if case.host.replace(".", "").isdigit() or ":" in case.host else "-verify_hostname"
    command = ["openssl", "verify", "-CAfile", "store.pem", "-no-CApath", "-no-CAstore", "-untrusted", "sent.pem"]
    command += ["-purpose", "sslserver", kind, case.host, "-attime", str(int(NOW.timestamp())), "leaf.der"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def judge(case: Case) -> Verification:
    return verify_site(case.host, certificates(*case.presented), roots(*case.store), now=NOW)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_openssl_agrees(case: Case, tmp_path: Path) -> None:
    """The verdict is OpenSSL's, the reason is the expected one, and each fault says what to do."""
    result = judge(case)
    theirs = openssl_verify(tmp_path, case)
    assert result.trusted == (theirs.returncode == 0), theirs.stderr
    assert [fault.reason.code for fault in result.faults] == ([case.code] if case.code else [])
    assert all(fault.mend.endswith(".") for fault in result.faults)
    assert all(finding.status == ("error" if case.code else "ok") for finding in result.findings())


def test_a_damaged_signature_is_found(tmp_path: Path) -> None:
    """A turned bit in the signature is refused, by OpenSSL too, and the failing certificate is named."""
    case = Case("", (ROOT,), (LEAF, SUB))
    broken = damaged(LEAF)
    result = verify_site(HOST, [from_der(broken), from_der(SUB.der)], roots(ROOT), now=NOW)
    assert openssl_verify(tmp_path, case, broken).returncode != 0
    assert [(fault.reason.code, fault.certificate.der) for fault in result.faults] == [("SignatureInvalid", broken)]


@pytest.mark.parametrize("name", [HOST, "*.contoso.example", "portal.contoso.example", f"{HOST}."])
@pytest.mark.parametrize("alternatives", [(), ("192.0.2.7",), ("other.contoso.example",)])
def test_a_common_name_counts_where_there_is_no_dns_name(
    name: str, alternatives: tuple[str, ...], tmp_path: Path
) -> None:
    """As with OpenSSL and .NET Framework; and it is warned about."""
    site = mint(f"CN={name}", ROOT, ca=False, purposes=(SERVER,), hosts=alternatives)
    case = Case("", (ROOT,), (site,))
    result = judge(case)
    assert result.trusted == (openssl_verify(tmp_path, case).returncode == 0)
    assert [finding.check for finding in result.findings() if finding.status == "warning"] == (
        ["host"] if result.trusted else []
    )


NAMES = (
    ("10.1.2.3", "10.1.2.3"),
    (f"{HOST}.", HOST),
    (HOST, f"{HOST}."),
    ("m*.contoso.example", HOST),
    ("my*.contoso.example", HOST),
    ("*site.contoso.example", HOST),
    ("mysite*.contoso.example", HOST),
    ("m*e.contoso.example", HOST),
    ("x*.contoso.example", HOST),
    ("m-*.contoso.example", "m-a.contoso.example"),
    ("*-a.contoso.example", "m-a.contoso.example"),
    ("xn--*.contoso.example", "xn--mnchen-3ya.contoso.example"),
    ("x*.contoso.example", "xn--mnchen-3ya.contoso.example"),
    ("*a.contoso.example", "xn--mnchen-3ya.contoso.example"),
    ("*.contoso.example", "xn--mnchen-3ya.contoso.example"),
    ("*.contoso.example.", HOST),
    ("my_*.contoso.example", "my_site.contoso.example"),
    ("*.contoso.example", "my_site.contoso.example"),
    ("mysite.*.example", HOST),
    ("*.*.example", HOST),
    ("s*.example", "site.example"),
)


@pytest.mark.parametrize(("written", "host"), NAMES)
def test_names_match_as_openssl_has_it(written: str, host: str, tmp_path: Path) -> None:
    """Partial wildcards, dots at the end, names that look like addresses."""
    name = x509.SubjectAlternativeName([x509.DNSName(written)])
    case = Case("", (ROOT,), (mint("O=Lab", ROOT, ca=False, purposes=(SERVER,), extra=((name, False),)),), host=host)
    # OpenSSL is asked for the name as a client would ask it: without the dot that ends an address.
    asked = dataclasses.replace(case, host=host.rstrip("."))
    assert judge(case).trusted == (openssl_verify(tmp_path, asked).returncode == 0)


def test_what_a_site_sends_beside_its_chain_does_not_count() -> None:
    """Another authority that is for clients only is in no chain, whether the chain validates or not."""
    for store in (ROOT, OTHER):
        result = judge(Case("", (store,), (LEAF, SUB, FOR_CLIENTS)))
        assert "NotForServers" not in [fault.reason.code for fault in result.faults]


def test_the_event_and_the_file_that_mends() -> None:
    """The fault speaks as event 8311 does, and names the files to import, root first."""
    offered = [from_der(ROOT.der, "wurzel.cer"), from_der(SUB.der, "kette.p7b")]
    result = verify_site(HOST, certificates(LEAF), roots(OTHER), now=NOW, offered=offered)
    fault = result.faults[0]
    assert fault.event == (
        "An operation failed because the following certificate has validation errors:\n\n"
        f"Subject Name: CN=Prüfstelle, O=Lab\nIssuer Name: CN=Ausgabe München, O=Lab\n"
        f"Thumbprint: {fault.certificate.thumbprint}\n\nErrors:\n\n"
        " PartialChain: A certificate chain could not be built to a trusted root authority."
    )
    assert fault.mend == (
        "Import CN=Wurzel Köln, O=Lab from wurzel.cer. Import CN=Ausgabe München, O=Lab from kette.p7b."
    )


def test_the_root_in_the_events_own_words() -> None:
    """An untrusted root is said in SharePoint's own sentence."""
    fault = judge(Case("", (OTHER,), (LEAF, SUB, ROOT))).faults[0]
    assert fault.event.endswith("Errors:\n\n The root of the certificate chain is not a trusted root authority.")
    assert fault.certificate.subject == "CN=Wurzel Köln, O=Lab"


def test_the_address_of_a_missing_issuer_is_named() -> None:
    """Without a file at hand, the issuer's address from the certificate is what mends."""
    site = leaf(SUB, aia="http://pki.contoso.example/ausgabe.crt")
    fault = judge(Case("", (ROOT,), (site,))).faults[0]
    assert fault.mend == "Get CN=Ausgabe München, O=Lab from http://pki.contoso.example/ausgabe.crt and import it."


def test_several_faults_are_all_said() -> None:
    """A wrong host and a wrong purpose do not hide behind an expiry."""
    site = leaf(SUB, end=-1, purposes=(CLIENT,))
    result = judge(Case("", (ROOT,), (site, SUB), host="portal.contoso.example"))
    assert [fault.reason.code for fault in result.faults] == ["Expired", "NotForServers", "HostNameMismatch"]


@contextmanager
def tls_server(folder: Path, *chain: Minted, settle: Callable[[ssl.SSLContext], None] | None = None) -> Iterator[int]:
    """A real TLS server on loopback that presents ``chain``; yields its port."""
    pem = folder / "server.pem"
    pem.write_text(chain[0].key_pem + "".join(one.pem for one in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if settle:
        settle(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    with serving(server):
        yield server.server_address[1]


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[None]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("sent", [(LEAF,), (LEAF, SUB), (LEAF, SUB, ROOT)], ids=["leaf", "leaf and sub", "all"])
def test_what_a_server_presents(sent: tuple[Minted, ...], tmp_path: Path) -> None:
    """The chain comes as it is sent, in order, whether or not anybody trusts it."""
    with tls_server(tmp_path, *sent) as port:
        reading = read_certificates(SiteChain(f"https://127.0.0.1:{port}/").read())
    assert reading.errors == ()
    assert [item.der for item in reading.certificates] == [one.der for one in sent]
    assert reading.certificates[0].origins == (f"127.0.0.1:{port} (certificate 1)",)


def test_the_name_is_sent_so_the_right_site_answers(tmp_path: Path) -> None:
    """SNI carries the host in ASCII."""
    asked: list[str | None] = []

    def note(context: ssl.SSLContext) -> None:
        context.sni_callback = lambda _socket, host, _context: asked.append(host)

    with tls_server(tmp_path, LEAF, settle=note) as port:
        reading = read_certificates(SiteChain(f"https://localhost:{port}").read())
    assert (len(reading.certificates), asked) == (1, ["localhost"])


def test_an_old_server_that_wants_a_certificate_of_ours(tmp_path: Path) -> None:
    """TLS 1.2 with a client certificate required: the server's own chain was sent before it refuses."""

    def demand(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=OTHER.pem)

    with tls_server(tmp_path, LEAF, SUB, settle=demand) as port:
        reading = read_certificates(SiteChain(f"https://127.0.0.1:{port}").read())
    assert [item.der for item in reading.certificates] == [LEAF.der, SUB.der]


def test_sites_that_give_no_chain() -> None:
    """A closed port, plain HTTP and silence are errors with a code, in bounded time."""
    with serving(server := ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)):
        plain = list(SiteChain(f"https://127.0.0.1:{server.server_address[1]}", timeout=5).read())
    closed = list(SiteChain(f"https://127.0.0.1:{server.server_address[1]}", timeout=5).read())
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = list(SiteChain(f"https://127.0.0.1:{silent.getsockname()[1]}", timeout=0.3).read())
    for inputs in (plain, closed, mute):
        assert [type(item.error) for item in inputs] == [SiteChainError]
    assert "presents no certificate" in str(plain[0].error)
    assert "was not reached" in str(closed[0].error)
    assert "did not answer in time" in str(mute[0].error)


@pytest.mark.parametrize("url", ["http://mysite", "mysite", "https://", "https://host:99999", "https://a:geheim@host"])
def test_addresses_that_are_refused(url: str) -> None:
    """Only https, and no user name; a password in it is not repeated."""
    with pytest.raises(UsageError) as caught:
        SiteChain(url)
    assert "geheim" not in str(caught.value)


class Depot(BaseHTTPRequestHandler):
    """An authority's web server with its certificates."""

    files: ClassVar[dict[str, bytes]] = {}
    headers_seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Depot.headers_seen.extend(key.lower() for key in self.headers)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        body = self.files.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def depot() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Depot)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    Depot.headers_seen.clear()
    with serving(server):
        yield f"http://127.0.0.1:{server.server_address[1]}"


def test_missing_issuers_are_fetched_when_asked(depot: str, tmp_path: Path) -> None:
    """The subordinate as .p7c, the root as PEM; a stranger beside them is not taken; the result verifies."""
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

    sub = mint("O=Lab/CN=Ausgabe München", ROOT, aia=f"{depot}/root.pem")
    site = leaf(sub, aia=f"{depot}/sub.p7c")
    Depot.files = {
        "/sub.p7c": pkcs7.serialize_certificates([OTHER.cert, sub.cert], Encoding.DER),
        "/root.pem": ROOT.pem.encode(),
    }
    with tls_server(tmp_path, site) as port:
        reading = complete(read_certificates(SiteChain(f"https://127.0.0.1:{port}").read()), fetch_issuer)
    assert reading.errors == ()
    assert [item.der for item in reading.certificates] == [site.der, sub.der, ROOT.der]
    result = verify_site(HOST, reading.certificates, roots(ROOT), now=NOW)
    assert result.trusted
    assert not {"authorization", "cookie"} & set(Depot.headers_seen)


def test_issuers_that_cannot_be_fetched(depot: str) -> None:
    """Not found, too large, a file behind a redirect and another scheme are errors; nothing is read."""
    Depot.files = {"/large": bytes(2_000_000)}
    for address in (f"{depot}/none", f"{depot}/large", f"{depot}/moved", "file:///etc/hostname"):
        got = fetch_issuer(address, timeout=5)
        assert isinstance(got.error, SiteChainError), address
        assert got.data == b""
        assert re.search(r"answered 404|more than|could not be fetched|no http address", got.error.message)


def test_a_ring_of_addresses_ends(depot: str) -> None:
    """An address that leads to itself is asked once."""
    from pyupsync.trust.reading import Reading

    site = leaf(SUB, aia=f"{depot}/self")
    Depot.files = {"/self": site.der}
    start = Reading((from_der(site.der, "site"),))
    assert [item.der for item in complete(start, fetch_issuer).certificates] == [site.der]


def test_old_chains_of_openssls_own_making(tmp_path: Path) -> None:
    """SHA-1, RSA of 1024 bits and a version 1 root, all made by OpenSSL, are verified as its tool does."""
    lines = (
        "req -x509 -sha1 -newkey rsa:1024 -nodes -keyout root.key -subj /CN=Alt -days 900 -out root.pem",
        "req -new -newkey rsa:1024 -nodes -keyout sub.key -subj /CN=Sub -out sub.csr",
        "x509 -req -sha1 -in sub.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile ca -days 900 -out sub.pem",
        "req -new -newkey rsa:1024 -nodes -keyout leaf.key -subj /CN=Site -out leaf.csr",
        "x509 -req -sha1 -in leaf.csr -CA sub.pem -CAkey sub.key -CAcreateserial -extfile ee -days 900 -out leaf.pem",
        "req -new -key root.key -subj /CN=Alt -out v1.csr",
        "x509 -req -sha1 -in v1.csr -signkey root.key -days 900 -out v1.pem",
    )
    (tmp_path / "ca").write_text("basicConstraints=critical,CA:TRUE\n")
    (tmp_path / "ee").write_text(f"subjectAltName=DNS:{HOST}\n")
    for line in lines:
        subprocess.run(["openssl", *line.split()], cwd=tmp_path, check=True, capture_output=True)
    paths = [str(tmp_path / f"{name}.pem") for name in ("leaf", "sub", "root", "v1")]
    site, sub, root, version_1 = read_certificates(CertificateFiles(paths).read()).certificates
    for anchor in (root, version_1):
        store = [TrustedRoot("1", "Alt", anchor.der)]
        ours = verify_site(HOST, [site, sub], store, now=site.not_before + timedelta(days=1))
        command = ["openssl", "verify", "-CAfile", anchor.origins[0], "-no-CApath", "-no-CAstore"]
        command += ["-untrusted", "sub.pem", "-purpose", "sslserver", "-verify_hostname", HOST, "leaf.pem"]
        theirs = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
        assert (ours.trusted, theirs.returncode) == (True, 0)


def test_no_certificate_that_was_read_breaks_a_verdict(tmp_path: Path) -> None:
    """Damaged certificates that still read, unknown curves and odd serials end in verdicts and findings."""
    line = "ecparam -name secp112r1 -genkey -noout -out k"
    subprocess.run(["openssl", *line.split()], cwd=tmp_path, check=True)
    for number, words in enumerate(("-new -key k", "-newkey ed25519 -nodes -keyout e -set_serial -9")):
        line = f"req -x509 {words} -subj /CN=x -addext subjectAltName=DNS:{HOST} -out odd{number}.pem"
        subprocess.run(["openssl", *line.split()], cwd=tmp_path, check=True, capture_output=True)
    items = [*read_certificates(CertificateFiles([str(tmp_path)]).read()).certificates]
    assert len(items) == 2
    dice = random.Random(4)
    for original in (LEAF.der, SUB.der, ROOT.der):
        for _ in range(300):
            data = bytearray(original)
            data[dice.randrange(len(data))] = dice.randrange(256)
            items += read_certificates([CertificateInput("beschädigt", bytes(data))]).certificates
    assert len(items) > 300
    store = [TrustedRoot(str(place), f"Eintrag {place}", item.der) for place, item in enumerate(items)]
    for item in items:
        verdict = verify_site(HOST, [item, *items[:5]], [*store[:8], *roots(ROOT)], now=NOW)
        assert verdict.trusted or all(fault.plain and fault.mend for fault in verdict.faults)
    links = arrange(items)
    assert len(links) == len({item.sha256 for item in items})
    assert examine(links, NOW)
    planned = plan_trust([Wanted(item) for item in items], store[::2], now=NOW)
    assert len(planned.changes) + len(planned.outcomes) == len(links)
