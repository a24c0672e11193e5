"""Sessions of requests: TLS always verified, nothing taken from the environment, all waiting in turns."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from pyupsync.adapters.http_connections import common_headers
from pyupsync.adapters.http_waiting import WaitingTlsSocket, connect

_POOLS = 8
"""Hosts a thread keeps connections to; one connection each."""


def new_session(accept: str) -> requests.Session:
    """A session that trusts the system's authorities, a company's own among them, and certifi's.

    Args:
        accept: What the Accept header says.
    """
    session = requests.Session()
    # REQUESTS_CA_BUNDLE in the environment would override verify; .netrc and proxies would get credentials.
    session.trust_env = False
    session.headers = {**common_headers(accept)}
    for scheme in ("https://", "http://"):
        session.mount(scheme, _WaitingAdapter())
    return session


class _WaitingAdapter(HTTPAdapter):
    """Connects by sockets that wait in turns."""

    def __init__(self) -> None:
        super().__init__(pool_connections=_POOLS, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context())
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401
        if proxy not in self.proxy_manager:
            manager = super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context())
            manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return self.proxy_manager[proxy]

    def _context(self) -> ssl.SSLContext:
        context = create_urllib3_context()
        context.sslsocket_class = WaitingTlsSocket
        context.load_default_certs()
        return context


def _connected(connection: HTTPConnection) -> socket.socket:
    """What ``HTTPConnection._new_conn`` does, with sockets that wait in turns."""
    timeout = connection.timeout
    if not isinstance(timeout, float | int):
        raise TypeError("a connection has no timeout")
    try:
        return connect(
            connection._dns_host.strip("[]"), connection.port, timeout, list(connection.socket_options or ())
        )
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, f"{connection.host} did not answer") from error
    except OSError as error:
        raise NewConnectionError(connection, f"no connection: {error}") from error


class _HttpConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _HttpsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection
