"""PhotoSource: one contract, kept by the folder and by a real site over TLS; then what only a site can do."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from pyupsync.adapters.photos.folder import FolderPhotos
from pyupsync.adapters.photos.http import HttpPhotos, open_http
from pyupsync.config import Login
from pyupsync.errors import (
    CredentialError,
    FetchError,
    ImageTooLarge,
    PhotoBusy,
    PhotoDenied,
    PhotoMissing,
    PhotoUnreachable,
    PhotoUntrusted,
    UsageError,
)
from pyupsync.ports import PhotoSource
from tests.contract.https_site import BASIC, USER, Chain, Exchange, Site, guarded, make_chain, page, running_site
from tests.lab.pictures import portrait

PICTURES = {
    "corp_alice_LThumb.jpg": portrait(1),
    "corp_alice_MThumb.jpg": portrait(1, 72),
    "corp_jürgen müller_MThumb.jpg": portrait(2, 72),
    "logo 100%.png": portrait(3),
}


@pytest.fixture(params=["folder", "https with basic"])
def source(
    request: pytest.FixtureRequest, tmp_path: Path, site: Site, opened: Callable[..., HttpPhotos]
) -> tuple[PhotoSource, Callable[[str], str]]:
    """A source with PICTURES, and what makes a PictureURL of a file's name."""
    if request.param == "folder":
        for name, data in PICTURES.items():
            (tmp_path / name).write_bytes(data)
        return FolderPhotos(str(tmp_path)), lambda name: f"https://mysite/User%20Photos/{quote(name)}"
    for name, data in PICTURES.items():
        site.pages["/User%20Photos/" + quote(name)] = guarded(data)
    return opened(f"localhost:{site.port}"), lambda name: site.url(f"/User%20Photos/{quote(name)}")


Made = tuple[PhotoSource, Callable[[str], str]]


def test_the_large_thumbnail_is_taken_for_the_medium_one(source: Made) -> None:
    photos, url = source
    fetched = photos.fetch(url("corp_alice_MThumb.jpg") + "?t=63812345")
    assert fetched.data == PICTURES["corp_alice_LThumb.jpg"]
    assert fetched.url.endswith("corp_alice_LThumb.jpg")
    assert fetched.content_type == "image/jpeg"


def test_without_a_large_one_the_named_one_is_taken(source: Made) -> None:
    photos, url = source
    assert photos.fetch(url("corp_jürgen müller_MThumb.jpg")).data == PICTURES["corp_jürgen müller_MThumb.jpg"]


def test_any_other_name_is_taken_as_it_is(source: Made) -> None:
    photos, url = source
    assert photos.fetch(url("logo 100%.png")).data == PICTURES["logo 100%.png"]


def test_a_missing_picture_is_said_with_its_name(source: Made) -> None:
    photos, url = source
    with pytest.raises(PhotoMissing, match=r"corp_nobody_MThumb\.jpg") as caught:
        photos.fetch(url("corp_nobody_MThumb.jpg"))
    assert caught.value.advice


def test_several_threads_may_fetch_at_once(source: Made) -> None:
    photos, url = source
    names = list(PICTURES) * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: len(photos.fetch(url(name)).data), names))
    wanted = {**PICTURES, "corp_alice_MThumb.jpg": PICTURES["corp_alice_LThumb.jpg"]}
    assert found == [len(wanted[name]) for name in names]


def test_closing_twice_does_no_harm(source: Made) -> None:
    photos, url = source
    photos.fetch(url("logo 100%.png"))
    photos.close()
    photos.close()


# What only a site can do.


def test_basic_goes_along_from_the_first_request_on_one_connection(
    site: Site, opened: Callable[..., HttpPhotos]
) -> None:
    site.pages["/a.jpg"] = site.pages["/b.jpg"] = guarded(b"picture")
    photos = opened(f"LOCALHOST:{site.port}")
    for path in ("/a.jpg", "/missing.jpg", "/b.jpg"):
        try:
            photos.fetch(site.url(path))
        except PhotoMissing:
            assert path == "/missing.jpg"
    assert site.paths() == ["/a.jpg", "/missing.jpg", "/b.jpg"]
    assert site.connections() == 1


def test_a_host_that_is_not_named_gets_no_credentials(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = guarded(b"picture")
    with pytest.raises(PhotoDenied, match="localhost wants a logon") as caught:
        opened("mysite.contoso.com", f"localhost:{site.port + 1}").fetch(site.url("/a.jpg"))
    assert caught.value.advice == f"Name it: --site localhost:{site.port}"
    assert site.authorizations() == [""]


def test_an_open_picture_of_a_host_that_is_not_named_is_fetched(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/logo.png?size=L"] = page(b"logo", kind="image/png")
    fetched = opened().fetch(site.url("/logo.png?size=L"))
    assert (fetched.data, fetched.content_type) == (b"logo", "image/png")


def test_credentials_do_not_follow_a_redirect_to_another_host(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    """Not even when that host is named: the address of the picture decides."""
    site.pages["/a.jpg"] = page(b"", 302, location=site.url("/b.jpg", "127.0.0.1"))
    site.pages["/b.jpg"] = guarded(b"picture")
    with pytest.raises(PhotoDenied, match="do not follow the redirect from localhost"):
        opened(f"localhost:{site.port}", f"127.0.0.1:{site.port}").fetch(site.url("/a.jpg"))
    assert [bool(sent) for sent in site.authorizations()] == [True, False]


@pytest.mark.parametrize("named", ["localhost:{port}", "https://localhost:{port}"])
def test_a_password_does_not_follow_a_redirect_to_another_port(
    site: Site, chain: Chain, opened: Callable[..., HttpPhotos], named: str
) -> None:
    with running_site(chain) as other:
        site.pages["/a.jpg"] = page(b"", 302, location=other.url("/b.jpg"))
        other.pages["/b.jpg"] = guarded(b"picture")
        with pytest.raises(PhotoDenied, match="not among the sites") as caught:
            opened(named.format(port=site.port)).fetch(site.url("/a.jpg"))
        assert caught.value.advice == f"Name it: --site localhost:{other.port}"
        assert [bool(sent) for sent in site.authorizations()] == [True]
        assert other.authorizations() == [""]


@pytest.mark.parametrize("named", ["localhost", "https://localhost"])
def test_a_host_without_a_port_gets_a_password_on_443_only(
    site: Site, opened: Callable[..., HttpPhotos], named: str
) -> None:
    site.pages["/a.jpg"] = guarded(b"picture")
    with pytest.raises(PhotoDenied, match="not among the sites"):
        opened(named).fetch(site.url("/a.jpg"))
    assert site.authorizations() == [""]


def test_a_redirect_within_the_host_keeps_the_login(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = page(b"", 301, location="/Größe/b.jpg".encode().decode("latin-1"))
    site.pages["/Gr%C3%B6%C3%9Fe/b.jpg"] = guarded(b"picture")
    fetched = opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert fetched.data == b"picture"
    assert fetched.url.endswith("/Größe/b.jpg")


def test_from_http_to_https_of_the_same_host_the_login_begins(
    site: Site, plain_site: Site, opened: Callable[..., HttpPhotos]
) -> None:
    plain_site.pages["/a.jpg"] = page(b"", 302, location=site.url("/a.jpg"))
    site.pages["/a.jpg"] = guarded(b"picture")
    assert opened(f"localhost:{site.port}").fetch(plain_site.url("/a.jpg")).data == b"picture"
    assert plain_site.authorizations() == [""], "Basic is never sent in the clear"


def test_from_https_to_http_is_refused(site: Site, plain_site: Site, opened: Callable[..., HttpPhotos]) -> None:
    plain_site.pages["/a.jpg"] = page(b"picture")
    site.pages["/a.jpg"] = page(b"", 302, location=plain_site.url("/a.jpg"))
    with pytest.raises(FetchError, match="from https to plain http"):
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert plain_site.requests == []


def test_basic_over_http_is_refused(plain_site: Site, opened: Callable[..., HttpPhotos]) -> None:
    plain_site.pages["/a.jpg"] = guarded(b"picture")
    with pytest.raises(PhotoDenied, match="over https only"):
        opened(f"localhost:{plain_site.port}").fetch(plain_site.url("/a.jpg"))
    assert plain_site.authorizations() == [""]


def test_a_circle_of_redirects_ends(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = page(b"", 302, location="/a.jpg")
    with pytest.raises(FetchError, match="more than 5 times"):
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/_layouts/15/Authenticate.aspx?Source=%2Fa", "logon page"),
        ("/_login/default.aspx?ReturnUrl=x", "logon page"),
        ("/_forms/default.aspx", "logon page"),
        ("/_layouts/15/AccessDenied.aspx", "Access Denied"),
    ],
)
def test_a_redirect_to_a_page_of_sharepoint_is_named(
    site: Site, opened: Callable[..., HttpPhotos], location: str, said: str
) -> None:
    site.pages["/a.jpg"] = page(b"", 302, location=location)
    with pytest.raises(PhotoDenied, match=said) as caught:
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert caught.value.advice


def test_a_redirect_that_carries_a_password_is_refused_and_not_shown(
    site: Site, opened: Callable[..., HttpPhotos]
) -> None:
    site.pages["/a.jpg"] = page(b"", 302, location=f"https://eve:hunter2@localhost:{site.port}/b.jpg")
    with pytest.raises(FetchError, match="user name") as caught:
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert "hunter2" not in f"{caught.value} {caught.value.target}"


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (403, PhotoDenied, "403"),
        (404, PhotoMissing, "404"),
        (410, PhotoMissing, "410"),
        (429, PhotoBusy, "fewer requests"),
        (500, FetchError, "status 500"),
        (503, PhotoBusy, "too much to do"),
        (204, FetchError, "status 204"),
        (304, FetchError, "status 304"),
    ],
)
def test_a_status_becomes_a_sentence(
    site: Site, opened: Callable[..., HttpPhotos], status: int, kind: type[FetchError], said: str
) -> None:
    site.pages["/a.jpg"] = page(b"", status)
    with pytest.raises(kind, match=said) as caught:
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))
    assert type(caught.value) is kind
    assert caught.value.advice


def test_a_wrong_password_is_said_without_it(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = guarded(b"picture")
    login = Login(auth="basic", user=USER, password="wrong-Geheimnis")
    with pytest.raises(PhotoDenied, match="märz") as caught:
        opened(f"localhost:{site.port}", login=login).fetch(site.url("/a.jpg"))
    assert "Geheimnis" not in repr(caught.value) + str(caught.value)


def test_without_a_login_the_advice_is_to_choose_one(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = guarded(b"picture")
    with pytest.raises(PhotoDenied, match="none was to be sent"):
        opened(f"localhost:{site.port}", login=Login(auth="none")).fetch(site.url("/a.jpg"))


# Bounds of bytes and time.


def test_an_announced_length_beyond_the_limit_is_not_read(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = page(b"x" * 2000)
    with pytest.raises(ImageTooLarge, match="1,000 bytes"):
        opened(f"localhost:{site.port}", max_bytes=1000).fetch(site.url("/a.jpg"))


def test_exactly_the_limit_is_read(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = page(b"x" * 1000)
    assert opened(f"localhost:{site.port}", max_bytes=1000).fetch(site.url("/a.jpg")).data == b"x" * 1000


def test_an_endless_answer_is_stopped_at_the_limit(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    def endless(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("transfer-encoding", "chunked")
        exchange.end_headers()
        while True:
            exchange.wfile.write(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")

    site.pages["/a.jpg"] = endless
    with pytest.raises(ImageTooLarge):
        opened(f"localhost:{site.port}", max_bytes=1_000_000).fetch(site.url("/a.jpg"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(site: Site, opened: Callable[..., HttpPhotos], encoding: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding](b"picture" * 100)
    site.pages["/a.jpg"] = page(packed, content_encoding=encoding)
    assert opened(f"localhost:{site.port}").fetch(site.url("/a.jpg")).data == b"picture" * 100


def test_a_packed_bomb_is_stopped_at_the_limit(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    site.pages["/a.jpg"] = page(gzip.compress(bytes(200_000_000)), content_encoding="gzip")
    started = time.perf_counter()
    with pytest.raises(ImageTooLarge):
        opened(f"localhost:{site.port}", max_bytes=1_000_000).fetch(site.url("/a.jpg"))
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("body", "encoding", "said"),
    [(b"?", "br", "packed as 'br'"), (b"no gzip", "gzip", "damaged"), (gzip.compress(b"x" * 99)[:-9], "gzip", "early")],
)
def test_packing_that_cannot_be_undone_is_said(
    site: Site, opened: Callable[..., HttpPhotos], body: bytes, encoding: str, said: str
) -> None:
    site.pages["/a.jpg"] = page(body, content_encoding=encoding)
    with pytest.raises(FetchError, match=said):
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))


def test_a_server_that_drips_is_given_up(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    """Each drop comes well within the timeout; the whole would take minutes."""
    done = threading.Event()

    def drip(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("content-length", "1000")
        exchange.end_headers()
        while not done.wait(0.05):
            exchange.wfile.write(b"x")

    site.pages["/a.jpg"] = drip
    started = time.perf_counter()
    with pytest.raises(PhotoUnreachable, match="too slowly"):
        opened(f"localhost:{site.port}", timeout=0.25).fetch(site.url("/a.jpg"))
    done.set()
    assert time.perf_counter() - started < 3


def _drip_header(exchange: Exchange) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nx-long: "
    while True:
        yield b"x"


def _drip_continue(exchange: Exchange) -> Iterator[bytes]:
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n"


def _drip_chunk_extension(exchange: Exchange) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;"
    while True:
        yield b"x"


def _drip_redirects(exchange: Exchange) -> Iterator[bytes]:
    time.sleep(0.37)
    yield b"HTTP/1.1 302 Found\r\nlocation: /a.jpg\r\ncontent-length: 0\r\n\r\n"


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http"])
@pytest.mark.parametrize("drops", [_drip_header, _drip_continue, _drip_chunk_extension, _drip_redirects])
def test_the_deadline_is_that_of_the_whole_exchange(
    site: Site,
    plain_site: Site,
    opened: Callable[..., HttpPhotos],
    drops: Callable[[Exchange], Iterator[bytes]],
    secure: bool,
) -> None:
    """Four timeouts for headers, interim answers, sizes of chunks and redirects together, whatever drips."""

    def drip(exchange: Exchange) -> None:
        for drop in drops(exchange):
            exchange.wfile.write(drop)
            exchange.wfile.flush()
            time.sleep(0.05)

    where = site if secure else plain_site
    where.pages["/a.jpg"] = drip
    started = time.perf_counter()
    with pytest.raises(PhotoUnreachable, match="too slowly") as caught:
        opened(f"localhost:{site.port}", timeout=0.5).fetch(where.url("/a.jpg"))
    assert time.perf_counter() - started < 3.5
    assert "--timeout" in caught.value.advice


def test_a_handshake_that_drips_is_given_up(opened: Callable[..., HttpPhotos]) -> None:
    """A record of TLS that never ends: no byte of HTTP is ever seen."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.sendall(b"\x16\x03\x03\x20\x00\x02\x00")
                while not over.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        started = time.perf_counter()
        with pytest.raises(PhotoUnreachable):
            opened("localhost", timeout=0.3).fetch(f"https://127.0.0.1:{listener.getsockname()[1]}/a.jpg")
        assert time.perf_counter() - started < 2.5
        over.set()
        thread.join(5)


def _ended_by_close(photos: HttpPhotos, url: str) -> float:
    """Seconds from closing a source to the end of a fetch under way in another thread."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(photos.fetch, url)
        time.sleep(0.5)
        assert not running.done()
        started = time.perf_counter()
        photos.close()
        with pytest.raises(FetchError, match="was stopped"):
            running.result(10)
    return time.perf_counter() - started


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http"])
def test_closing_ends_a_fetch_that_waits_for_an_answer(
    site: Site, plain_site: Site, opened: Callable[..., HttpPhotos], secure: bool
) -> None:
    over = threading.Event()
    where = site if secure else plain_site
    where.pages["/a.jpg"] = lambda exchange: over.wait(20) and None
    assert _ended_by_close(opened(f"localhost:{site.port}", timeout=15), where.url("/a.jpg")) < 1
    over.set()


def test_closing_ends_a_fetch_that_shakes_hands(opened: Callable[..., HttpPhotos]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # takes connections, says nothing
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/a.jpg"
        assert _ended_by_close(opened("localhost", timeout=15), url) < 1


def test_closing_ends_a_fetch_that_connects(opened: Callable[..., HttpPhotos]) -> None:
    """A listener whose queue is full lets further connections wait."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a.jpg"
        assert _ended_by_close(opened("localhost", timeout=15), url) < 1
        for one in waiting:
            one.close()


def test_closing_ends_a_fetch_that_looks_a_name_up(
    opened: Callable[..., HttpPhotos], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No system lets a look-up be broken off; the fetch goes on without it."""
    over = threading.Event()

    def hang(*_: object) -> list[object]:
        over.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert _ended_by_close(opened("localhost", timeout=15), "http://mysite.example.test/a.jpg") < 1
    over.set()


def test_a_silent_server_is_given_up(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    done = threading.Event()
    site.pages["/a.jpg"] = lambda exchange: done.wait(10) and None
    with pytest.raises(PhotoUnreachable, match=r"within 0\.3 seconds"):
        opened(f"localhost:{site.port}", timeout=0.3).fetch(site.url("/a.jpg"))
    done.set()


def test_an_answer_that_breaks_off_is_no_picture(site: Site, opened: Callable[..., HttpPhotos]) -> None:
    def broken(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("content-length", "1000")
        exchange.end_headers()
        exchange.wfile.write(b"x" * 400)
        exchange.close_connection = True

    site.pages["/a.jpg"] = broken
    with pytest.raises(PhotoUnreachable, match="lost"):
        opened(f"localhost:{site.port}").fetch(site.url("/a.jpg"))


def test_a_kept_connection_that_the_server_closed_is_opened_again(
    site: Site, opened: Callable[..., HttpPhotos]
) -> None:
    def silent(exchange: Exchange) -> None:
        if site.connections() == 1:
            exchange.close_connection = True  # without a word: no answer, no Connection: close
        else:
            exchange.answer(200, b"picture")

    site.pages["/a.jpg"] = page(b"picture")
    site.pages["/b.jpg"] = silent
    photos = opened(f"localhost:{site.port}")
    assert photos.fetch(site.url("/a.jpg")).data == b"picture"
    assert photos.fetch(site.url("/b.jpg")).data == b"picture"
    assert site.connections() == 2


# Trust.


def test_a_chain_that_is_not_trusted_is_said_with_advice(site: Site, tmp_path: Path) -> None:
    other = make_chain(tmp_path / "other")
    site.pages["/a.jpg"] = guarded(b"picture")
    photos = open_http(sites=["localhost"], login=BASIC, ca_file=str(other.ca_file), timeout=5)
    with pytest.raises(PhotoUntrusted, match="not trusted") as caught:
        photos.fetch(site.url("/a.jpg"))
    photos.close()
    assert "--ca-file" in caught.value.advice
    assert site.requests == []


def test_the_environment_cannot_turn_trust_or_proxies_around(
    site: Site, tmp_path: Path, opened: Callable[..., HttpPhotos], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_chain(tmp_path / "other")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other.ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(other.ca_file))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    site.pages["/a.jpg"] = page(b"picture")
    assert opened(f"localhost:{site.port}").fetch(site.url("/a.jpg")).data == b"picture"


def test_without_a_ca_file_the_system_decides(site: Site, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL's system store is wherever SSL_CERT_FILE says: there the chain is trusted, elsewhere it is not."""
    site.pages["/a.jpg"] = page(b"picture")
    for trusted in (False, True):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(chain.ca_file))
        photos = open_http(sites=[], login=BASIC, ca_file="", timeout=5)
        if trusted:
            assert photos.fetch(site.url("/a.jpg")).data == b"picture"
        else:
            with pytest.raises(PhotoUntrusted):
                photos.fetch(site.url("/a.jpg"))
        photos.close()


@pytest.mark.parametrize(
    ("names", "days", "said"),
    [(("mysite.example.test",), 2, "another name"), (("localhost",), -2, "has expired")],
)
def test_a_certificate_of_another_name_or_time_is_said(
    tmp_path: Path, names: tuple[str, ...], days: int, said: str
) -> None:
    bad = make_chain(tmp_path / "bad", names=names, days=days)
    with running_site(bad) as site:
        site.pages["/a.jpg"] = page(b"picture")
        photos = open_http(sites=[], login=BASIC, ca_file=str(bad.ca_file), timeout=5)
        with pytest.raises(PhotoUntrusted, match=said):
            photos.fetch(site.url("/a.jpg"))
        photos.close()


def test_a_site_that_speaks_no_tls_is_said(plain_site: Site, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(PhotoUnreachable, match=r"TLS|lost"):
        opened(f"localhost:{plain_site.port}").fetch(plain_site.url("/a.jpg").replace("http:", "https:"))


@pytest.mark.parametrize(
    ("url", "kind", "said"),
    [
        ("https://no-such-host.invalid/a.jpg", PhotoUnreachable, "not known"),
        ("https://localhost:1/a.jpg", PhotoUnreachable, "refuses the connection"),
        ("ftp://localhost/a.jpg", FetchError, "no http or https"),
        ("file:///etc/passwd", FetchError, "no http or https"),
        ("a.jpg", FetchError, "no http or https"),
        ("", FetchError, "no http or https"),
        ("https:///a.jpg", FetchError, "no http or https"),
        ("https://[::1/a.jpg", FetchError, "cannot be read"),
        ("https://localhost:99999/a.jpg", FetchError, "no valid host"),
        ("https://xn--/a.jpg", FetchError, "not known|no valid|HTTP"),
        ("https://a..b/a.jpg", FetchError, "not known|no valid|HTTP"),
        ("https://loc alhost/a.jpg", FetchError, "not known|no valid|HTTP"),
        ("https://user:pw@localhost/a.jpg", FetchError, "user name"),
    ],
)
def test_addresses_that_lead_nowhere_are_said(
    opened: Callable[..., HttpPhotos], url: str, kind: type[FetchError], said: str
) -> None:
    with pytest.raises(FetchError, match=said) as caught:
        opened("localhost").fetch(url)
    assert isinstance(caught.value, kind)


@pytest.mark.parametrize("site", ["", "*.contoso.com", "https://", "a b:c", "ftp://host", "host:port", "user@host"])
def test_a_site_that_is_no_host_is_refused(opened: Callable[..., HttpPhotos], site: str) -> None:
    with pytest.raises(UsageError, match="no host name"):
        opened(site)


def test_basic_needs_a_user_and_a_password(opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(CredentialError, match="user and a password"):
        opened("localhost", login=Login(auth="basic", user="alice"))


def test_a_ca_file_without_a_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(UsageError, match="cannot be used"):
        open_http(sites=[], login=BASIC, ca_file=str(tmp_path / "ca.pem"), timeout=5)


@pytest.mark.parametrize("auth", ["current", "kerberos"])
def test_without_the_kerberos_libraries_it_says_what_to_install(
    opened: Callable[..., HttpPhotos], monkeypatch: pytest.MonkeyPatch, auth: str
) -> None:
    monkeypatch.delitem(sys.modules, "pyupsync.adapters.http_negotiate", raising=False)
    for library in ("gssapi", "spnego"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match="Kerberos needs") as caught:
        opened("localhost", login=Login(auth=auth))
    assert 'pip install "pyupsync[kerberos]"' in caught.value.advice


def test_without_a_named_site_kerberos_is_not_needed(
    site: Site, opened: Callable[..., HttpPhotos], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "pyupsync.adapters.http_negotiate", raising=False)
    for library in ("gssapi", "spnego"):
        monkeypatch.setitem(sys.modules, library, None)
    site.pages["/a.jpg"] = page(b"picture")
    assert opened(login=Login()).fetch(site.url("/a.jpg")).data == b"picture"
