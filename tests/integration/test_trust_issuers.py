"""Fetching issuers from servers that drip, and through the proxy that the environment names."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import repeat

import pytest

from pyupsync.adapters.trust.chain_url import fetch_issuer
from tests.lab.mint import mint

ROOT = mint("CN=Wurzel Köln")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"


@contextmanager
def dripping(*parts: bytes, pause: float = 0.1) -> Iterator[tuple[int, list[bytes]]]:
    """A server that sends the parts with a pause after each, then zeros until nobody listens; what it was asked."""
    over = threading.Event()
    asked: list[bytes] = []

    def serve() -> None:
        with suppress(OSError):
            while True:
                link, _ = server.accept()
                with link, suppress(OSError):
                    asked.append(link.recv(4096))
                    for part in (*parts, *repeat(b"0", 600)):
                        link.sendall(part)
                        if over.wait(pause):
                            break

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        worker = threading.Thread(target=serve, daemon=True)
        worker.start()
        try:
            yield server.getsockname()[1], asked
        finally:
            over.set()
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            worker.join(10)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((HEAD,), id="body"),
        pytest.param((b"HTTP/1.1 200 OK\r\n", b"X-Slow: "), id="header line"),
        pytest.param((b"H",), id="status line"),
        pytest.param((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",), id="size of a chunk"),
    ],
)
def test_whatever_drips_the_time_given_is_all_it_takes(parts) -> None:
    with dripping(*parts) as (port, _):
        began = time.monotonic()
        got = fetch_issuer(f"http://127.0.0.1:{port}/würzel.cer", timeout=1)
        took = time.monotonic() - began
    assert got.data == b""
    assert got.error
    assert "did not answer in time" in got.error.message
    assert took < 3


def test_redirects_do_not_lengthen_the_time() -> None:
    with dripping(b"HTTP/1.1 302 Found\r\nLocation: /\r\nX: ", b"1", b"1", b"1", b"1", b"\r\n\r\n") as (port, _):
        began = time.monotonic()
        assert fetch_issuer(f"http://127.0.0.1:{port}/", timeout=1).error
        assert time.monotonic() - began < 3


def test_the_proxy_of_the_environment_is_asked_and_bounded_as_well(monkeypatch) -> None:
    """The host exists nowhere but behind the proxy."""
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(ROOT.der), ROOT.der)
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for parts, expected in ((whole, ROOT.der), (HEAD, b"")):
        with dripping(parts) as (port, asked):
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
            began = time.monotonic()
            got = fetch_issuer("http://pki.contoso.invalid/root.cer", timeout=1)
            assert time.monotonic() - began < 3
        assert got.data == expected
        assert asked[0].startswith(b"GET http://pki.contoso.invalid/root.cer ")
