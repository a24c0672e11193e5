"""A real web server on loopback behind a chain made on the spot: root, subordinate, server. Nothing is mocked."""

from __future__ import annotations

import base64
import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pyupsync.config import Login

USER, PASSWORD = "CORP\\märz", "pä$$:wörd"
BASIC = Login(auth="basic", user=USER, password=PASSWORD)

Handler = Callable[["Exchange"], None]


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate and its key; ``issuer`` is None for a root."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, name: str, *, authority: bool = False, names: tuple[str, ...] = (), days: int = 2) -> Authority:
        """A certificate under this one; ``days`` below zero makes it expired by so many."""
        return _certificate(name, self, authority=authority, names=names, days=days)


def root(name: str) -> Authority:
    """A root authority that nobody trusts yet."""
    return _certificate(name, None, authority=True, names=(), days=2)


def _certificate(
    name: str, issuer: Authority | None, *, authority: bool, names: tuple[str, ...], days: int
) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = issuer.key if issuer else key
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.timezone.utc)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=30))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
            critical=True,
        )
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
    return Authority(builder.sign(signer, hashes.SHA256()), key)


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@dataclass(frozen=True, slots=True)
class Chain:
    """Files of a server: certificate chain with key, and the root to trust."""

    server: Path
    ca_file: Path


def make_chain(folder: Path, *, names: tuple[str, ...] = ("localhost", "127.0.0.1"), days: int = 2) -> Chain:
    """Root, subordinate and server in ``folder``; the server sends its own and the subordinate's certificate."""
    folder.mkdir(parents=True, exist_ok=True)
    top = root("Test Root CA")
    sub = top.issue("Test Subordinate CA", authority=True)
    leaf = sub.issue("photo site", names=names, days=days)
    secret = leaf.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = Chain(folder / "server.pem", folder / "root.pem")
    chain.server.write_bytes(leaf.pem + sub.pem + secret)
    chain.ca_file.write_bytes(top.pem)
    return chain


class Exchange(BaseHTTPRequestHandler):
    """One request; handlers answer through it."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    @property
    def site(self) -> Site:
        return self.server.site  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""

    def do_GET(self) -> None:
        with self.site.lock:
            self.site.requests.append((self.path, self.headers.get("Authorization", ""), self.client_address[1]))
        handler = self.site.pages.get(self.path)
        if handler is None:
            self.answer(404, b"<html>no such page</html>", "text/html")
        else:
            handler(self)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

    def answer(self, status: int, body: bytes = b"", kind: str = "image/jpeg", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@dataclass(slots=True)
class Site:
    """A running server: ``pages`` maps a path with its query to what answers it; ``requests`` is its log."""

    scheme: str
    port: int
    pages: dict[str, Handler] = field(default_factory=dict)
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "localhost") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.requests]

    def authorizations(self) -> list[str]:
        return [authorization for _, authorization, _ in self.requests]

    def connections(self) -> int:
        return len({port for _, _, port in self.requests})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of several tests."""


@contextmanager
def running_site(chain: Chain | None, address: str = "127.0.0.1") -> Iterator[Site]:
    """A server on a port of its own, with TLS when there is a chain."""
    server = _Server((address, 0), Exchange)
    if chain:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain.server)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site("https" if chain else "http", server.server_address[1])
    server.site = site  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(body: bytes, status: int = 200, kind: str = "image/jpeg", **headers: str) -> Handler:
    """A page that always answers the same."""
    return lambda exchange: exchange.answer(status, body, kind, **headers)


def guarded(body: bytes) -> Handler:
    """A page for those who give USER and PASSWORD by Basic, in UTF-8."""
    wanted = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    def handle(exchange: Exchange) -> None:
        if exchange.headers.get("Authorization") == wanted:
            exchange.answer(200, body)
        else:
            exchange.answer(401, b"<html>who are you?</html>", "text/html", www_authenticate='Basic realm="photos"')

    return handle
