"""What a site is spared and what it is asked again, over real connections."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from pyupsync.adapters.photos import http_attempts
from pyupsync.adapters.photos.http import HttpPhotos
from pyupsync.config import Manners
from pyupsync.errors import FetchError, PhotoBusy, PhotoUnreachable
from tests.contract.https_site import Exchange, Handler, Site, page

Opened = Callable[..., HttpPhotos]
EAGER = Manners(retries=3)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds between attempts, which pass at once."""
    waited: list[float] = []
    monkeypatch.setattr(http_attempts, "pause", waited.append)
    return waited


def one_after_another(*handlers: Handler) -> Handler:
    """Answers the first request by the first of them, and so on; the last one answers all that follow."""
    left = list(handlers)

    def answer(exchange: Exchange) -> None:
        handler = left.pop(0) if len(left) > 1 else left[0]
        handler(exchange)

    return answer


def reset(exchange: Exchange) -> None:
    """The connection ends by RST."""
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.connection.close()
    exchange.close_connection = True


def silent(exchange: Exchange) -> None:
    """The connection ends without a word."""
    exchange.close_connection = True


def half(exchange: Exchange) -> None:
    """The connection ends in the middle of the picture."""
    exchange.send_response(200)
    exchange.send_header("content-length", "1000")
    exchange.end_headers()
    exchange.wfile.write(b"x" * 400)
    exchange.close_connection = True


def half_a_chunk(exchange: Exchange) -> None:
    """The same where no length was announced."""
    exchange.send_response(200)
    exchange.send_header("transfer-encoding", "chunked")
    exchange.end_headers()
    exchange.wfile.write(b"190\r\n" + b"x" * 400 + b"\r\n")
    exchange.close_connection = True


@pytest.mark.parametrize(
    "trouble",
    [
        page(b"busy", 429),
        page(b"busy", 503, retry_after="0"),
        page(b"", 502),
        page(b"", 504),
        reset,
        silent,
        half,
        half_a_chunk,
    ],
)
def test_what_may_pass_is_asked_again(site: Site, opened: Opened, pauses: list[float], trouble: Handler) -> None:
    site.pages["/a.jpg"] = one_after_another(trouble, trouble, page(b"picture"))
    assert opened(manners=EAGER).fetch(site.url("/a.jpg")).data == b"picture"
    assert len(site.requests) == 3
    assert len(pauses) == 2
    assert pauses[0] <= 1
    assert pauses[1] <= 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 501])
def test_what_will_not_pass_is_not(site: Site, opened: Opened, pauses: list[float], status: int) -> None:
    site.pages["/a.jpg"] = page(b"", status)
    with pytest.raises(FetchError):
        opened(manners=EAGER).fetch(site.url("/a.jpg"))
    assert len(site.requests) == 1
    assert pauses == []


def test_retry_after_is_waited_for(site: Site, opened: Opened, pauses: list[float]) -> None:
    site.pages["/a.jpg"] = one_after_another(page(b"", 503, retry_after="7"), page(b"picture"))
    photos = opened(manners=EAGER)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(photos.fetch, site.url("/a.jpg"))
        while not photos.waits():
            pass
        said = photos.waits()
        photos.close()  # the gate is not waited through: only the pause between attempts is skipped here
        with pytest.raises(FetchError, match="stopped"):
            asked.result(timeout=20)
    assert said.startswith("localhost is too busy: waiting for another")
    assert 7 <= pauses[0] <= 8
    assert len(site.requests) == 1


def test_a_site_that_stays_busy_is_given_up_with_what_was_tried(
    site: Site, opened: Opened, pauses: list[float]
) -> None:
    site.pages["/a.jpg"] = page(b"", 429)
    photos = opened(manners=EAGER)
    with pytest.raises(PhotoBusy, match=r"fewer requests \(429\).* It was asked 4 times") as caught:
        photos.fetch(site.url("/a.jpg"))
    assert "--rate" in caught.value.advice
    assert len(site.requests) == 4
    with pytest.raises(PhotoBusy):
        photos.fetch(site.url("/a.jpg"))
    assert len(site.requests) == 5, "the next one is tried once"


def test_a_site_that_is_down_is_asked_again(site: Site, opened: Opened, pauses: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PhotoUnreachable, match=r"refuses the connection\. It was asked 4 times"):
        opened(manners=EAGER).fetch(f"https://localhost:{port}/a.jpg")
    assert len(pauses) == 3


def test_the_large_and_the_medium_one_are_one_picture(site: Site, opened: Opened, pauses: list[float]) -> None:
    site.pages["/a_MThumb.jpg"] = one_after_another(page(b"", 503), page(b"picture"))
    assert opened(manners=EAGER).fetch(site.url("/a_MThumb.jpg")).data == b"picture"
    assert site.paths() == ["/a_LThumb.jpg", "/a_MThumb.jpg"] * 2


def test_so_many_connections_at_once_and_no_more(site: Site, opened: Opened) -> None:
    inside, most, lock = 0, 0, threading.Lock()

    def counted(exchange: Exchange) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        exchange.answer(200, b"picture")
        with lock:
            inside -= 1

    site.pages["/a.jpg"] = counted
    photos = opened(manners=Manners(per_host=2))
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(lambda _: photos.fetch(site.url("/a.jpg")).data, range(40)))) == 40
    assert most <= 2
    assert site.connections() <= 2


def test_stopping_ends_the_wait_between_attempts(site: Site, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # this one waits
    asked = threading.Event()

    def busy(exchange: Exchange) -> None:
        exchange.answer(503, b"", retry_after="250")
        asked.set()

    site.pages["/a.jpg"] = busy
    photos = opened(manners=EAGER)
    with ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(photos.fetch, site.url("/a.jpg"))
        assert asked.wait(20)
        photos.close()
        with pytest.raises(FetchError, match="stopped"):
            fetching.result(timeout=20)


# Through a proxy.


class Proxy:
    """Takes CONNECT and nothing else, on a port of its own; keeps what came before the tunnel was open."""

    def __init__(self, status: str = "200 Connection established") -> None:
        self.heads: list[bytes] = []
        self._status = status
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head and (block := client.recv(4096)):
            head += block
        self.heads.append(head)
        client.sendall(f"HTTP/1.1 {self._status}\r\nVia: 1.1 proxy\r\n\r\n".encode())
        if not self._status.startswith("200"):
            client.close()
            return
        port = int(head.split()[1].rpartition(b":")[2])
        site = socket.create_connection(("127.0.0.1", port))
        for source, sink in ((client, site), (site, client)):
            threading.Thread(target=_copy, args=(source, sink), daemon=True).start()

    def close(self) -> None:
        self._server.close()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while block := source.recv(65536):
            sink.sendall(block)
    except OSError:
        pass
    finally:
        source.close()
        sink.close()


@pytest.fixture
def proxy() -> Iterator[Callable[..., Proxy]]:
    opened: list[Proxy] = []

    def open_one(*status: str) -> Proxy:
        opened.append(Proxy(*status))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def test_https_goes_through_the_proxy_in_a_tunnel_and_its_certificate_is_judged(
    site: Site, opened: Opened, proxy: Callable[..., Proxy]
) -> None:
    between = proxy()
    site.pages["/a.jpg"] = page(b"picture")
    photos = opened(f"localhost:{site.port}", manners=Manners(proxy=between.url))
    assert photos.fetch(site.url("/a.jpg")).data == b"picture"
    assert photos.fetch(site.url("/a.jpg")).data == b"picture"
    goal = f"localhost:{site.port}"
    assert between.heads == [f"CONNECT {goal} HTTP/1.1\r\nHost: {goal}\r\n\r\n".encode()]
    assert all(site.authorizations()), "the site's credentials go to the site"
    with pytest.raises(FetchError, match="another name"):
        photos.fetch(site.url("/a.jpg", "127.0.0.2"))


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"])
def test_a_proxy_that_lets_nobody_through_is_said(
    site: Site, opened: Opened, proxy: Callable[..., Proxy], status: str
) -> None:
    between = proxy(status)
    with pytest.raises(PhotoUnreachable, match=f"brings nothing to localhost.*status {status[:3]}") as caught:
        opened(f"localhost:{site.port}", manners=Manners(proxy=between.url, retries=0)).fetch(site.url("/a.jpg"))
    assert "--proxy" in caught.value.advice
    assert site.requests == []
    assert b"uthorization" not in b"".join(between.heads)


def test_over_http_a_proxy_is_shown_no_credentials(plain_site: Site, opened: Opened) -> None:
    """The site stands in for the proxy: what comes to it is what a proxy sees."""
    wanted = "http://mysite.example.test:80/a.jpg"
    plain_site.pages[wanted] = page(b"who are you?", 401, www_authenticate="Negotiate")
    photos = opened("mysite.example.test", manners=Manners(proxy=f"http://127.0.0.1:{plain_site.port}"))
    with pytest.raises(FetchError, match="a proxy would see") as caught:
        photos.fetch("http://mysite.example.test/a.jpg")
    assert "https" in caught.value.advice
    assert plain_site.paths() == [wanted]
    assert plain_site.authorizations() == [""]


def test_a_proxy_that_is_down_is_named(opened: Opened) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    manners = Manners(proxy=f"http://127.0.0.1:{port}", retries=0)
    with pytest.raises(PhotoUnreachable, match=rf"proxy 127\.0\.0\.1:{port} brings nothing to localhost.*not reached"):
        opened(manners=manners).fetch("https://localhost/a.jpg")
