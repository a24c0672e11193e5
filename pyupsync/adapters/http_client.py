"""HTTP/1.1: kept connections, TLS always verified, all waiting in turns.

Pictures are many and small, so what a request costs in Python decides how fast they come: this takes a third of what
a session of requests does (docs/performance.md).
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

import certifi
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from urllib3.util.ssl_ import create_urllib3_context

from pyupsync.adapters.http_head import Response, request_head
from pyupsync.adapters.http_waiting import Stopped, TooSlow, WaitingTlsSocket, connect
from pyupsync.adapters.photos.urls import Place
from pyupsync.errors import UsageError

_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What stands in the path and query of an address as it is (RFC 3986, 2.2 and 3.4), the sign of an escape included."""
_REDIRECTS = {301, 302, 303, 307, 308}
_PORTS = {"http": 80, "https": 443}
_NO_DELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class ProxyFailed(OSError):
    """The proxy was not reached, or did not open the way; the message says why."""

    def __init__(self, proxy: Place, why: str) -> None:
        super().__init__(why)
        self.proxy = f"{_bracketed(proxy.host)}:{proxy.port}"


def tls_context(ca_file: str) -> ssl.SSLContext:
    """Trust the authorities in ``ca_file``; with none, the system's, a company's own among them, and certifi's.

    Raises:
        UsageError: No such file, or nothing in it that is a certificate in PEM.
    """
    context = create_urllib3_context()
    try:
        context.load_verify_locations(ca_file or certifi.where())
    except OSError as error:  # ssl.SSLError among them
        advice = "Give a file of certificates in PEM (-----BEGIN CERTIFICATE-----)."
        raise UsageError(f"The CA file {ca_file} cannot be used: {error}.", target=ca_file, advice=advice) from error
    if not ca_file:
        context.load_default_certs()
    context.sslsocket_class = WaitingTlsSocket
    return context


def target_of(url: str) -> str:
    """Path and query of an address as a request line has them: ASCII, everything else as escaped UTF-8."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return quote(path, safe=_SAFE)


class Answer:
    """The head of an answer, and its body as far as it is read. To be closed before the connection is asked again.

    Attributes:
        status_code: HTTP's.
        headers: By name in lower case; several of one name are joined by commas.
        announced: Bytes of the body as the headers have them; None where they do not say.
    """

    def __init__(self, response: Response, connection: Connection) -> None:
        self.status_code: int = response.status
        self.announced = response.announced
        self.headers = response.named
        self._response = response
        self._connection = connection

    @property
    def is_redirect(self) -> bool:
        """Whether it says where to go instead."""
        return self.status_code in _REDIRECTS and "location" in self.headers

    def leads_to(self, url: str) -> str:
        """Where a redirect leads that answers a request for ``url``."""
        return urljoin(url, self.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace"))

    def read1(self, most: int) -> bytes:
        """What has come of the body, ``most`` bytes at most; none at its end.

        Raises:
            http.client.IncompleteRead: It ended before its end.
        """
        return self._response.read1(most)

    def close(self) -> None:
        """Let go of it. A connection whose answer was not read to its end, and no further, serves no other request."""
        if not self._response.serves_on:
            self._connection.close()


class Connection:
    """A connection to one place, by TLS where its scheme is https.

    Args:
        here: Where to.
        tls: Whom to trust.
        timeout: Seconds the other side may be silent.
        proxy: A place to go through; https goes through it in a tunnel.

    Attributes:
        here: Where it leads.
        readable: A proxy sees what is sent.
        binding: What ties a logon to this server's certificate; empty without TLS.
        kept: An answer has come by it and it is still open.
        logged_on: The server keeps the logon for the next request on this connection.
    """

    def __init__(self, here: Place, tls: ssl.SSLContext, timeout: float, proxy: Place | None = None) -> None:
        self.here, self._tls, self._proxy, self._seconds = here, tls, proxy, timeout
        self._name = _bracketed(here.host)
        self._host = self._name if here.port == _PORTS[here.scheme] else f"{self._name}:{here.port}"
        self._socket: socket.socket | None = None
        self.readable = proxy is not None and here.scheme == "http"
        self.binding = b""
        self.kept = self.logged_on = False

    def connect(self) -> None:
        """Connect, through the proxy where there is one, and shake hands.

        Raises:
            OSError, http.client.HTTPException: That did not work; ``ssl.SSLError`` and ``ProxyFailed`` among them.
        """
        self.kept = self.logged_on = False
        plain = self._connected()
        try:
            self._socket = self._secured(plain) if self.here.scheme == "https" else plain
        except BaseException:
            plain.close()
            raise

    def _connected(self) -> socket.socket:
        towards = self._proxy or self.here
        try:
            return connect(towards.host, towards.port, self._seconds, [_NO_DELAY])
        except (Stopped, TooSlow):
            raise
        except OSError as error:
            if self._proxy:
                raise ProxyFailed(self._proxy, f"it was not reached: {error}") from error
            raise

    def _secured(self, plain: socket.socket) -> socket.socket:
        if self._proxy:
            self._open_tunnel(plain, self._proxy)
        secured = self._tls.wrap_socket(plain, server_hostname=self.here.host)
        self.binding = _endpoint(secured.getpeercert(binary_form=True) or b"")
        return secured

    def _open_tunnel(self, plain: socket.socket, proxy: Place) -> None:
        goal = f"{self._name}:{self.here.port}"
        plain.sendall(request_head("CONNECT", goal, goal, {}, None))
        answer = Response(plain, method="CONNECT")
        answer.begin()
        if answer.status != 200:
            raise ProxyFailed(proxy, f"it answered with status {answer.status}")

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Send a request and read the head of its answer.

        Raises:
            OSError, http.client.HTTPException: That did not work; the connection is closed.
            ValueError: A header cannot be sent.
        """
        target = target_of(url)
        if self.readable:
            target = f"http://{self._name}:{self.here.port}{target}"
        head = request_head(method, target, self._host, headers, body)
        try:
            now = self.open()
            now.sendall(head + body if body else head)
            response = Response(now, method=method)
            response.begin()
        except BaseException:
            self.close()
            raise
        self.kept = not response.will_close
        return Answer(response, self)

    def open(self) -> socket.socket:
        """Connect where it is not connected yet."""
        if self._socket is None:
            self.connect()
        assert self._socket is not None  # noqa: S101
        return self._socket

    def close(self) -> None:
        """Close it; asking by it again connects anew."""
        self.kept = self.logged_on = False
        closing, self._socket = self._socket, None
        if closing is not None:
            closing.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@lru_cache(maxsize=64)
def _endpoint(certificate: bytes) -> bytes:
    """The channel binding tls-server-end-point of a certificate in DER (RFC 5929, 4.1), empty where it has none."""
    try:
        algorithm = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        return b""
    if algorithm is None:
        return b""
    digest = hashes.Hash(hashes.SHA256() if algorithm.name in {"md5", "sha1"} else algorithm)
    digest.update(certificate)
    return b"tls-server-end-point:" + digest.finalize()
