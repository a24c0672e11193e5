"""From an address and a login to a bound LDAP connection: TLS verified, credentials never in the clear."""

from __future__ import annotations

import math
import re
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ldap3 import KERBEROS, NONE, NTLM, SASL, SIMPLE, Connection, Server, Tls

from pyupsync.adapters.directory.ldap_errors import NATIVE, translate
from pyupsync.adapters.kerberos import gss_credentials
from pyupsync.config import Login
from pyupsync.errors import CredentialError, UsageError

_ADDRESS = re.compile(
    r"(?P<scheme>ldaps|ldap\+starttls)://(?P<host>\[[0-9a-f:.]+\]|[^/:\[\]@?#]+)(:(?P<port>\d{1,5}))?(/(?P<base>[^?]*))?",
    re.IGNORECASE,
)
_FORMS = "Write ldaps://HOST[:PORT]/BASE, or ldap+starttls://HOST[:PORT]/BASE."
_PORTS = {"ldaps": 636, "ldap+starttls": 389}


@dataclass(frozen=True, slots=True)
class LdapAddress:
    """Where a directory is: ``base`` is empty for the domain the server itself serves."""

    scheme: str
    host: str
    port: int
    base: str = ""

    @property
    def server(self) -> str:
        """The server without the base, for messages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def parse_address(text: str) -> LdapAddress:
    """Read ``ldaps://HOST[:PORT]/BASE`` or ``ldap+starttls://HOST[:PORT]/BASE``.

    Raises:
        UsageError: It is neither of them; ``ldap://`` alone would send credentials in the clear.
    """
    if text.lower().startswith("ldap://"):
        raise UsageError(f"The directory {text} would be spoken to in the clear.", target=text, advice=_FORMS)
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise UsageError(f"The directory address {text!r} cannot be read.", target=text, advice=_FORMS)
    scheme = found["scheme"].lower()
    port = int(found["port"] or _PORTS[scheme])
    if not 1 <= port <= 65535:
        raise UsageError(f"The port {port} of {text} does not exist.", target=text, advice=_FORMS)
    return LdapAddress(scheme, found["host"].strip("[]"), port, unquote(found["base"] or ""))


def tls_context(ca_file: str) -> ssl.SSLContext:
    """What verifies the server: the authorities in ``ca_file``, else the system's; the host name always.

    Raises:
        UsageError: The file cannot be read or holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(f"The CA file {ca_file} holds no certificate in PEM form.", target=ca_file) from error


class _VerifiedTls(Tls):  # type: ignore[misc]  # ldap3 has no types
    """ldap3's own way checks the host name with a function that newer Pythons dropped; ssl does it itself."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._context = context

    def wrap_socket(self, connection: Connection, do_handshake: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Encrypt the connection's socket, always with a handshake."""
        # With Nagle on, every write waits for the acknowledgement of the one before: a fifth of the speed.
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.socket = self._context.wrap_socket(connection.socket, server_hostname=connection.server.host)


def connect(address: LdapAddress, login: Login, context: ssl.SSLContext, timeout: float) -> Connection:
    """Open, encrypt and bind.

    Args:
        address: Where to.
        login: As whom.
        context: From ``tls_context``.
        timeout: Seconds for the connection, and for each answer (rounded up to whole ones).

    Raises:
        DirectoryError: Or one of its leaves: unavailable, untrusted, logon failed, too weak.
        CredentialError: The login cannot be used at all.
    """
    connection = None
    try:
        socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)  # ldap3 hides why a name is unknown
        connection = _connection(address, login, context, timeout)
        connection.open(read_server_info=False)
        if address.scheme == "ldap+starttls":
            connection.start_tls(read_server_info=False)
        connection.bind(read_server_info=False)
    except Exception as error:
        _discard(connection)
        if isinstance(error, NATIVE) or hasattr(error, "min_code"):
            raise translate(error, address.server, login) from error
        raise
    return connection


def _connection(address: LdapAddress, login: Login, context: ssl.SSLContext, timeout: float) -> Connection:
    server = Server(
        address.host,
        port=address.port,
        use_ssl=address.scheme == "ldaps",
        tls=_VerifiedTls(context),
        get_info=NONE,
        connect_timeout=timeout,
    )
    return Connection(
        server,
        auto_bind=False,
        auto_referrals=False,
        auto_range=False,
        check_names=False,
        raise_exceptions=True,
        receive_timeout=max(1, math.ceil(timeout)),
        return_empty_attributes=False,
        **_authentication(login),
    )


def _authentication(login: Login) -> dict[str, Any]:
    if login.auth in {"current", "kerberos"}:
        credentials = (None, None, gss_credentials(login))
        return {"authentication": SASL, "sasl_mechanism": KERBEROS, "sasl_credentials": credentials}
    if not login.user or not login.password:
        # A simple bind without a password succeeds as nobody (RFC 4513, 5.1.2).
        raise CredentialError(f"The logon {login.auth} needs a user and a password.", target=login.user)
    if login.auth == "ntlm" and "\\" not in login.user:
        raise CredentialError(f"NTLM wants the user as DOMAIN\\user, not {login.user!r}.", target=login.user)
    method = NTLM if login.auth == "ntlm" else SIMPLE
    return {"authentication": method, "user": login.user, "password": login.password}


def _discard(connection: Connection | None) -> None:
    # ldap3 leaves the socket of a failed TLS handshake open.
    if connection is not None and connection.socket is not None:
        connection.socket.close()
        connection.socket = None
        connection.closed = True
