"""A small My Site host on this machine: pictures over https, for those who log on."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import socket
import ssl
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

from pyupsync.tryout.authority import make_chain

USER = "svc_ups"
LIBRARY = "/User Photos/Profile Pictures/"
"""Where SharePoint keeps them on an English farm."""


@dataclass(frozen=True, slots=True)
class Served:
    """One file of the site."""

    data: bytes = field(repr=False)
    content_type: str = "image/jpeg"


class PhotoSite:
    """Serves ``files`` (name -> file) below ``LIBRARY`` while it is entered, on loopback only.

    The password and the keys are made anew for each site; the server's key is on the disk only while it is loaded.
    """

    def __init__(self, files: Mapping[str, Served]) -> None:
        self.user = USER
        self.password = secrets.token_urlsafe(24)
        self._files = files
        self._expected = b"Basic " + base64.b64encode(f"{USER}:{self.password}".encode())
        self.chain = make_chain()
        self._servers = _bound(_context(self.chain.identity()), self)

    @property
    def host(self) -> str:
        """``localhost`` and the port."""
        return f"localhost:{self._servers[0].server_address[1]}"

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"https://{self.host}{quote(LIBRARY + name)}"

    def __enter__(self) -> PhotoSite:  # noqa: PYI034 - Self came with Python 3.11
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), name="tryout-site", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def admits(self, authorization: str) -> bool:
        """Whether a request's Authorization header is the right one."""
        return hmac.compare_digest(authorization.encode("latin-1", "replace"), self._expected)

    def file(self, target: str) -> Served | None:
        """What is served at a request's target, None for nothing."""
        path = unquote(urlsplit(target).path)
        return self._files.get(path[len(LIBRARY) :]) if path.startswith(LIBRARY) else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    server: _Server

    def do_GET(self) -> None:
        """Answer 401, 404 or the file."""
        site = self.server.site
        if not site.admits(self.headers.get("Authorization", "")):
            self._answer(401, Served(b"Log on first.\n", "text/plain"))
            return
        found = site.file(self.path)
        self._answer(200 if found else 404, found or Served(b"No such file.\n", "text/plain"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Say nothing."""

    def _answer(self, status: int, body: Served) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="Contoso My Site", charset="UTF-8"')
        self.send_header("Content-Type", body.content_type)
        self.send_header("Content-Length", str(len(body.data)))
        self.end_headers()
        self.wfile.write(body.data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    site: PhotoSite

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle is no news; whoever asked sees it at the other end."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _bound(context: ssl.SSLContext, site: PhotoSite) -> list[_Server]:
    """A server on 127.0.0.1, and on ::1 too where there is one: some systems try that first for localhost."""
    servers = [_Server(("127.0.0.1", 0), _Handler)]
    with suppress(OSError):  # no IPv6 here, or the port is taken there
        servers.append(_Server6(("::1", servers[0].server_address[1]), _Handler))
    for server in servers:
        server.site = site
        # Shaking hands is left to the thread of each connection, so that nobody waits for a slow one.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return servers


def _context(identity: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.TemporaryDirectory(prefix="pyupsync-tryout-") as folder:
        path = Path(folder, "server.pem")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(identity)
        context.load_cert_chain(path)
    return context
