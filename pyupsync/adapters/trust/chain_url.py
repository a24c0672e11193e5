"""The chain a live site presents, by a TLS handshake and nothing more; and files of issuers by HTTP."""

from __future__ import annotations

import ipaddress
import select
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL

from pyupsync.adapters.http_session import new_session
from pyupsync.adapters.http_waiting import exchange
from pyupsync.errors import SiteChainError, UpSyncError, UsageError
from pyupsync.model import CertificateInput

MAX_ISSUER_BYTES = 1024 * 1024
_MAX_REDIRECTS = 3


class SiteChain:
    """What the server behind an https address presents: its own certificate first.

    Args:
        url: ``https://HOST[:PORT][/…]``; user names and passwords in it are refused.
        timeout: Seconds for connecting and the handshake together.

    Raises:
        UsageError: The address is none of that kind.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self.host, self.port = _site(url)
        self._timeout = timeout

    def read(self) -> Iterator[CertificateInput]:
        """Yield each certificate of the chain in the order it is sent, or the error that kept it."""
        where = f"{self.host}:{self.port}"
        try:
            chain = _look(self.host, self.port, time.monotonic() + self._timeout)
        except UpSyncError as error:
            yield CertificateInput(where, error=error)
            return
        for number, der in enumerate(chain, start=1):
            yield CertificateInput(f"{where} (certificate {number})", der)


def _site(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
        ascii_host = (host or "").encode("idna").decode("ascii") if host and not _is_address(host) else host
    except ValueError as error:  # UnicodeError, of names no DNS has, is one
        raise UsageError("The address of the site is no URL.", advice="Give it as https://HOST.") from error
    if parts.scheme != "https" or not ascii_host:
        raise UsageError("The address of the site is no https URL.", advice="Give it as https://HOST.")
    if parts.username is not None or parts.password is not None:
        raise UsageError("The address of the site has a user name in it; looking at its chain sends none.")
    return ascii_host, port


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _look(host: str, port: int, deadline: float) -> list[bytes]:
    where = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), timeout=_left(deadline)) as plain:
            plain.settimeout(0)
            connection = SSL.Connection(_context(), plain)
            if not _is_address(host):
                connection.set_tlsext_host_name(host.encode("ascii"))
            connection.set_connect_state()
            failure = _handshake(connection, plain, deadline)
            chain = connection.get_peer_cert_chain(as_cryptography=True) or []
    except TimeoutError as error:
        raise SiteChainError(f"{where} did not answer in time.", target=where) from error
    except OSError as error:
        raise SiteChainError(f"{where} was not reached: {error.strerror or error}.", target=where) from error
    if not chain:
        raise SiteChainError(f"{where} presents no certificate: {failure or 'none was sent'}.", target=where)
    return [certificate.public_bytes(Encoding.DER) for certificate in chain]


def _context() -> SSL.Context:
    """Settings that take any certificate and old servers: this looks at the chain, and nothing else is sent.

    What is seen is judged afterwards, against the trust store; old servers are those whose chains most need a look.
    """
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
    return context


def _handshake(connection: SSL.Connection, plain: socket.socket, deadline: float) -> str:
    """Shake hands until the deadline. A server that wants a certificate of ours has sent its own by then.

    Returns:
        Why it failed, empty when it did not.
    """
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            select.select([plain], [], [], _left(deadline))
        except SSL.WantWriteError:
            select.select([], [plain], [], _left(deadline))
        except SSL.SysCallError:
            return "the connection was closed"
        except SSL.Error as error:
            reasons = error.args[0] if error.args else ()
            return reasons[-1][-1] if reasons else "the handshake failed"
        else:
            return ""


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def fetch_issuer(url: str, timeout: float = 30.0) -> CertificateInput:
    """Get the file of an issuer's certificate (DER, Base-64 or .p7c) from an http or https address.

    Plain http is usual here and does no harm: only a certificate whose key signed the one at hand is used.

    Args:
        url: The address, as a certificate's authorityInfoAccess gives it.
        timeout: Seconds for all of it, redirects and whatever drips among them.
    """
    try:
        return CertificateInput(url, _download(url, timeout))
    except UpSyncError as error:
        return CertificateInput(url, error=error)


def _download(url: str, timeout: float) -> bytes:
    deadline = time.monotonic() + timeout
    if urlsplit(url).scheme.lower() not in {"http", "https"}:
        raise SiteChainError(f"{url} is no http address; it was not fetched.", target=url)
    with new_session("*/*") as session:
        session.trust_env = True  # issuers are out in the internet, behind the proxy that the environment names
        session.auth = _no_login
        session.max_redirects = _MAX_REDIRECTS
        try:
            with exchange(timeout), session.get(url, stream=True, timeout=timeout) as answer:
                answer.raise_for_status()
                return _body(answer, url)
        except requests.HTTPError as error:
            raise SiteChainError(f"{url} answered {error.response.status_code}.", target=url) from error
        except (OSError, ValueError) as error:  # those of requests are OSErrors
            if time.monotonic() >= deadline:
                raise SiteChainError(f"{url} did not answer in time.", target=url) from error
            raise SiteChainError(f"{url} could not be fetched: {type(error).__name__}.", target=url) from error


def _body(answer: requests.Response, url: str) -> bytes:
    data = bytearray()
    for part in answer.iter_content(16384):
        data += part
        if len(data) > MAX_ISSUER_BYTES:
            raise SiteChainError(f"{url} sends more than a certificate needs; it was given up.", target=url)
    return bytes(data)


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from sending what a .netrc file holds for the host."""
    return request
