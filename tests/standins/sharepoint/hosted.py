"""The trust store of a Python that PowerShell hosts, reached over a socket from the tests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pyupsync.adapters.trust.sharepoint import open_sharepoint
from pyupsync.errors import AlreadyTrusted, TrustStoreError
from pyupsync.model import TrustedRoot

ROOT = Path(__file__).resolve().parents[3]


def serve(port: str) -> str:
    """Answer requests until the tests hang up; runs in PowerShell, on the thread of its pipeline."""
    with ExitStack() as stack, socket.create_connection(("127.0.0.1", int(port))) as link:
        store, farm = open_sharepoint("auto", stack)
        with link.makefile("rw", encoding="utf-8") as lines:
            for line in lines:
                method, *args = json.loads(line)
                lines.write(json.dumps(_answer(store, farm, method, args)) + "\n")
                lines.flush()
    return "served"


def _answer(store: Any, farm: Any, method: str, args: list[Any]) -> object:
    try:
        if method == "list":
            return [[root.id, root.name, b64encode(root.der).decode()] for root in store.list()]
        if method == "where":
            return [type(store._runner).__name__, os.getpid()]
        if method in {"add", "replace"}:
            args[1] = b64decode(args[1])
        return getattr(farm if method in {"servers", "restart_iis"} else store, method)(*args)
    except TrustStoreError as error:
        return {"kind": type(error).__name__, "message": error.message, "target": error.target, "advice": error.advice}


class HostedStore:
    """The store and the farm on the tests' side."""

    def __init__(self, link: socket.socket) -> None:
        self._lines = link.makefile("rw", encoding="utf-8")

    def ask(self, *request: object) -> Any:
        self._lines.write(json.dumps(request) + "\n")
        self._lines.flush()
        answer = json.loads(self._lines.readline())
        if isinstance(answer, dict):
            kind = AlreadyTrusted if answer["kind"] == "AlreadyTrusted" else TrustStoreError
            raise kind(answer["message"], target=answer["target"], advice=answer["advice"])
        return answer

    def list(self) -> Sequence[TrustedRoot]:
        return tuple(TrustedRoot(identity, name, b64decode(der)) for identity, name, der in self.ask("list"))

    def add(self, name: str, der: bytes) -> None:
        self.ask("add", name, b64encode(der).decode())

    def replace(self, identity: str, der: bytes, holding: str = "") -> None:
        self.ask("replace", identity, b64encode(der).decode(), holding)

    def rename(self, identity: str, name: str, holding: str = "") -> None:
        self.ask("rename", identity, name, holding)

    def remove(self, identity: str, holding: str = "") -> None:
        self.ask("remove", identity, holding)

    def servers(self) -> Sequence[str]:
        return list(self.ask("servers"))

    def restart_iis(self, server: str) -> None:
        self.ask("restart_iis", server)

    def close(self) -> None:
        self._lines.close()


@contextmanager
def hosted_store(pwsh: str, environment: dict[str, str]) -> Iterator[HostedStore]:
    """Start a PowerShell that hosts this Python, with what ``environment`` adds to ours."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        script = Path(__file__).with_name("hosted.ps1")
        arguments = ["-Module", str(ROOT / "powershell" / "PyUpSync"), "-Port", str(server.getsockname()[1])]
        hosting = {"PYUPSYNC_PYTHON": sys.executable}
        with subprocess.Popen(
            [pwsh, "-NoProfile", "-NonInteractive", "-File", str(script), *arguments],
            env={**os.environ, **environment, **hosting},
            stdin=subprocess.DEVNULL,
        ) as process:
            try:
                link, _ = server.accept()
                with link:
                    store = HostedStore(link)
                    yield store
                    store.close()
                process.wait(30)
            finally:
                process.kill()
