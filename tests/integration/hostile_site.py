"""A photo site that takes connections and then does the worst it can with them."""

from __future__ import annotations

import socket
import ssl
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Thread

from tests.lab import Lab

HUGE = 10 * 1000**3
"""Bytes of what should be a picture."""
_BLOCK = bytes(1 << 16)
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"


def silent(connection: socket.socket) -> None:
    """Answer nothing, until the other side gives up."""
    while connection.recv(1024):
        pass


def _drip(connection: socket.socket, answer: bytes) -> None:
    for number in range(len(answer)):
        connection.sendall(answer[number : number + 1])
        time.sleep(1)


def dripping_head(connection: socket.socket) -> None:
    """A byte of the answer a second, from its first."""
    _drip(connection, _OK + b"Content-Length: 9\r\n\r\n" + bytes(9))


def dripping_body(connection: socket.socket) -> None:
    """A byte of the picture a second."""
    connection.sendall(_OK + b"Content-Length: 20000\r\n\r\n")
    _drip(connection, bytes(20000))


def huge_announced(connection: socket.socket) -> None:
    """10 GB, said beforehand."""
    connection.sendall(_OK + f"Content-Length: {HUGE}\r\n\r\n".encode())
    for _ in range(HUGE // len(_BLOCK)):
        connection.sendall(_BLOCK)


def huge_chunked(connection: socket.socket) -> None:
    """10 GB in chunks."""
    connection.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = f"{len(_BLOCK):x}\r\n".encode() + _BLOCK + b"\r\n"
    for _ in range(HUGE // len(_BLOCK)):
        connection.sendall(chunk)


def huge_to_the_end(connection: socket.socket) -> None:
    """10 GB that end with the connection."""
    connection.sendall(_OK + b"Connection: close\r\n\r\n")
    for _ in range(HUGE // len(_BLOCK)):
        connection.sendall(_BLOCK)


def huge_packed(connection: socket.socket) -> None:
    """10 GB packed to 10 MB."""
    connection.sendall(_OK + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
    packer = zlib.compressobj(wbits=31)
    for _ in range(HUGE // len(_BLOCK)):
        connection.sendall(packer.compress(_BLOCK))


SLOW = (silent, dripping_head, dripping_body)
LARGE = (huge_announced, huge_chunked, huge_to_the_end, huge_packed)


@dataclass(frozen=True, slots=True)
class HostileSite:
    """The running site: ``mute`` is a port where not even a handshake comes."""

    host: str
    port: int
    mute: int

    def url(self, name: str, page: Callable[[socket.socket], None] | None) -> str:
        """The address of somebody's picture."""
        if page is None:
            return f"https://{self.host}:{self.mute}/{name}_LThumb.jpg"
        return f"https://{self.host}:{self.port}/{page.__name__}/{name}_LThumb.jpg"


@contextmanager
def hostile_site(lab: Lab) -> Iterator[HostileSite]:
    """The site, as another host of the lab, with a certificate that is good."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(lab.pki.chain("other"), lab.pki.key("other"))
    pages = {page.__name__: page for page in (*SLOW, *LARGE)}

    def secured(connection: socket.socket) -> None:
        with tls.wrap_socket(connection, server_side=True) as talk:
            asked = talk.recv(65536).decode("latin-1")
            pages[asked.split("/")[1]](talk)

    with ExitStack() as stack:
        ports = [stack.enter_context(_listening(lab.addresses.other, talk)) for talk in (secured, silent)]
        yield HostileSite(lab.other_host, *ports)


@contextmanager
def _listening(address: str, talk: Callable[[socket.socket], None]) -> Iterator[int]:
    listener = socket.create_server((address, 0), backlog=128)
    threads: list[Thread] = []

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            talk(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                # Reset when it is closed: what was sent and not read must keep nobody here.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                threads.append(Thread(target=answer, args=(connection,), daemon=True))
                threads[-1].start()

    acceptor = Thread(target=accept)
    acceptor.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for thread in threads:
            thread.join(timeout=5)
