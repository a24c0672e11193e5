"""The services on a port of loopback; who may ask is decided before them, by a web server of the lab."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.standins.profile_services import lists, rest, soap
from tests.standins.profile_services.farm import Farm


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    @property
    def farm(self) -> Farm:
        return self.server.farm  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _reply(self, body: bytes) -> None:
        path = urlsplit(self.path).path.lower()
        action = self.headers.get("SOAPAction", "")
        asks_rest = rest.is_for(self.path) and self.farm.version != "2010"
        operation = "rest" if asks_rest else action.strip('"').rpartition("/")[2]
        self.farm.asked.append((self.command, self.path, operation))
        if operation in self.farm.raw:
            status, kind, data = self.farm.raw[operation]
        elif path.endswith("/_vti_bin/userprofileservice.asmx") and self.command == "POST":
            status, kind, data = soap.answer(self.farm, action, body)
        elif path.endswith("/_vti_bin/lists.asmx") and self.command == "POST":
            status, kind, data = lists.answer(self.farm, self.farm.host or self.headers["Host"], action, body)
        elif asks_rest:
            status, kind, data = rest.answer(self.farm, self.path, self.headers.get("Accept", ""))
        else:
            status, kind, data = 404, "text/html", b"<html>404 NOT FOUND</html>"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        version = {"2010": "14.0.0.7015", "2013": "15.0.0.4569", "SE": "16.0.0.19127"}[self.farm.version]
        self.send_header("MicrosoftSharePointTeamServices", version)
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of several tests."""


@contextmanager
def serving(farm: Farm, address: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Run the services; gives their address, ``http://HOST:PORT``."""
    server = _Server((address, port), _Request)
    server.farm = farm  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://{address}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
