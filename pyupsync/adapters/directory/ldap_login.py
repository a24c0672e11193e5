"""From a place and a login to a bound LDAP connection: TLS verified, credentials never in the clear."""

from __future__ import annotations

import math
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ldap3 import KERBEROS, NONE, NTLM, SASL, SIMPLE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException, LDAPSessionTerminatedByServerError

from pyupsync.adapters.directory.ldap_address import LdapPlace
from pyupsync.adapters.directory.ldap_errors import NATIVE, translate
from pyupsync.adapters.kerberos import gss_credentials
from pyupsync.config import Login
from pyupsync.errors import CredentialError, DirectoryError, DirectoryLogonFailed, DirectoryUnavailable, UsageError


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


def connect(place: LdapPlace, login: Login, context: ssl.SSLContext, timeout: float) -> Connection:
    """Open, encrypt and bind.

    Args:
        place: Where to.
        login: As whom.
        context: From ``tls_context``.
        timeout: Seconds for the connection, and for each answer (rounded up to whole ones).

    Raises:
        DirectoryError: Or one of its leaves: unavailable, untrusted, logon failed, too weak.
        CredentialError: The login cannot be used at all.
    """
    connection = None
    try:
        socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)  # ldap3 hides why a name is unknown
        connection = _connection(place, context, timeout, _authentication(login))
        _open(connection, place)
        connection.bind(read_server_info=False)
    except LDAPSessionTerminatedByServerError as error:
        discard(connection)
        raise _hung_up(place, login) from error
    except Exception as error:
        discard(connection)
        if isinstance(error, NATIVE) or hasattr(error, "min_code"):
            raise translate(error, place.server, login) from error
        raise
    return connection


def _hung_up(place: LdapPlace, login: Login) -> DirectoryError:
    if login.auth == "ntlm":  # what Samba does, which has no such bind
        return DirectoryLogonFailed(
            f"{place.server} ended the connection when asked for an NTLM logon: it takes none.",
            target=login.user,
            advice="Use --auth kerberos, or simple.",
        )
    return DirectoryUnavailable(
        f"{place.server} ended the connection at the logon.", target=place.server, advice="See its log, and run again."
    )


def open_unbound(place: LdapPlace, context: ssl.SSLContext, timeout: float) -> Connection:
    """A connection inside TLS on which nobody has logged on.

    Raises:
        LDAPException: Or another of ``ldap_errors.NATIVE``.
    """
    connection = _connection(place, context, timeout, {})
    try:
        _open(connection, place)
    except BaseException:
        discard(connection)
        raise
    return connection


def _open(connection: Connection, place: LdapPlace) -> None:
    connection.open(read_server_info=False)
    if place.scheme == "ldap+starttls":
        connection.start_tls(read_server_info=False)


def _connection(
    place: LdapPlace, context: ssl.SSLContext, timeout: float, authentication: Mapping[str, Any]
) -> Connection:
    server = Server(
        place.host,
        port=place.port,
        use_ssl=place.scheme == "ldaps",
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
        **authentication,
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


def log_off(connection: Connection) -> None:
    """End a connection, also one that is lost already: ldap3 leaves its socket open then."""
    opened = connection.socket
    with suppress(LDAPException, OSError):
        connection.unbind()
    if opened is not None:
        opened.close()


def discard(connection: Connection | None) -> None:
    """Close a connection on which nobody is logged on: ldap3 leaves the socket of a failed TLS handshake open."""
    if connection is not None and connection.socket is not None:
        connection.socket.close()
        connection.socket = None
        connection.closed = True
