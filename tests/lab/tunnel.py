"""A way to a server that can hang, be cut and be closed, as networks and servers do."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Tunnel:
    """Leads to a server from another port of the same host, or from another address.

    Attributes:
        port: Where it listens.
        connections: How many it has taken.

    While it hangs it takes connections and passes nothing on.
    """

    def __init__(self, host: str, port: int, *, at: tuple[str, int] | None = None) -> None:
        self._to = (host, port)
        self._listener = socket.create_server(at or (host, 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self._flows = threading.Event()
        self._flows.set()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._flows.set()
        self.close()
        for thread in self._threads:
            thread.join()

    def hang(self) -> None:
        """Pass nothing on from here on."""
        self._flows.clear()

    def go_on(self) -> None:
        """Pass on what was held back, and everything after it."""
        self._flows.set()

    def cut(self) -> None:
        """Break every connection off; new ones are taken."""
        while self._sockets:
            one = self._sockets.pop()
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        """Be gone: refuse new connections and break the others off."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _start(self, work, *args) -> None:
        self._threads.append(threading.Thread(target=work, args=args))
        self._threads[-1].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self.connections += 1
                try:
                    far = socket.create_connection(self._to)
                except OSError:
                    near.close()
                    continue
                self._sockets += [near, far]
                self._start(self._pass, near, far)
                self._start(self._pass, far, near)

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
