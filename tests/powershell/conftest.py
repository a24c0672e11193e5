"""A small farm for the PowerShell tests: a CSV of people, an LDIF directory and a photo site that can be slow."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.lab.pictures import portrait

ROOT = Path(__file__).resolve().parents[2]
MODULE = ROOT / "powershell" / "PyUpSync"
SECRET = "Geheimnis-Ω-7f3a"
"""A password that must show up nowhere."""


class PhotoSite(ThreadingHTTPServer):
    """A photo site: ``/N.jpg`` is a picture, ``/gate/N.jpg`` waits for the gate file, ``/stuck/N.jpg`` hangs.

    ``/login`` is a page and ``/missing.jpg`` is not there.
    """

    daemon_threads = True

    def __init__(self, gate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Photos)
        self.gate = gate
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Photos(BaseHTTPRequestHandler):
    server: PhotoSite

    def do_GET(self) -> None:
        first, *_ = kind = self.path.strip("/").split("/")
        if first == "stuck":
            self.server.closing.wait(60)
        elif first == "login":
            self._answer(200, b"<html><body>Please sign in</body></html>", "text/html")
        elif first == "missing.jpg" or (first == "gate" and not self._opened()):
            self._answer(404, b"none", "text/plain")
        else:
            self._answer(200, portrait(int(kind[-1].removesuffix(".jpg"))), "image/jpeg")

    def _opened(self) -> bool:
        until = time.monotonic() + 10
        while not self.server.gate.exists() and time.monotonic() < until:
            time.sleep(0.02)
        return self.server.gate.exists()

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""


@dataclass
class Farm:
    """People, their directory and their pictures, in a folder of their own."""

    folder: Path
    site: PhotoSite

    @property
    def gate(self) -> Path:
        return self.site.gate

    def write(self, people: dict[str, str], name: str = "people") -> None:
        """Write ``people`` (sAMAccountName -> path on the site, or empty) to NAME.csv and NAME.ldif.

        Those whose name begins with ``unknown`` are left out of the directory.
        """
        rows = ["AccountName,PictureURL,PreferredName"]
        rows += [f"CORP\\{sam},{self.site.url + path if path else ''},Person {sam}" for sam, path in people.items()]
        (self.folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        entries = [_DOMAIN]
        entries += [_entry(sam) for sam in people if not sam.startswith("unknown")]
        (self.folder / f"{name}.ldif").write_text("\n".join(entries), encoding="utf-8")


_DOMAIN = """\
dn: DC=corp,DC=contoso,DC=com
objectClass: domainDNS

dn: CN=CORP,CN=Partitions,CN=Configuration,DC=corp,DC=contoso,DC=com
objectClass: crossRef
nCName: DC=corp,DC=contoso,DC=com
nETBIOSName: CORP
"""


def b64(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


def _entry(sam: str) -> str:
    dn = f"CN=Person {sam},OU=Staff,DC=corp,DC=contoso,DC=com"
    lines = {"dn": dn, "objectClass": "user", "sAMAccountName": sam, "userPrincipalName": f"{sam}@corp.contoso.com"}
    # Values that are not ASCII are Base64 in LDIF (RFC 2849).
    return "".join(
        f"{name}:: {b64(value)}\n" if not value.isascii() else f"{name}: {value}\n" for name, value in lines.items()
    )


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """An empty farm whose photo site is up."""
    folder = tmp_path_factory.mktemp("Büro und Farm")
    site = PhotoSite(folder / "gate")
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    try:
        yield Farm(folder, site)
    finally:
        site.closing.set()
        site.shutdown()
        thread.join()
        site.server_close()


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def start(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Start a script in PowerShell, hosting this Python, from a folder that nothing is relative to."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def begin(script: Path, *args: str) -> subprocess.Popen[str]:
        command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(script), *args]
        environment = {**os.environ, "PYUPSYNC_PYTHON": sys.executable}
        return subprocess.Popen(
            command,
            cwd=elsewhere,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    return begin
