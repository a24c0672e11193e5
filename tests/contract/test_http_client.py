"""The HTTP client itself: what a request line and an answer become, and what a logon is tied to."""

from __future__ import annotations

import hashlib
import ssl

import pytest

from pyupsync.adapters.http_client import Connection, target_of, tls_context
from pyupsync.adapters.photos.urls import place
from tests.contract.https_site import Chain, Exchange, Site, page


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://my/a.jpg", "/a.jpg"),
        ("https://my", "/"),
        ("https://my?t=1", "/?t=1"),
        ("https://my/Größe/ü.jpg?t=ä", "/Gr%C3%B6%C3%9Fe/%C3%BC.jpg?t=%C3%A4"),
        ("https://my/User%20Photos/a b.jpg#top", "/User%20Photos/a%20b.jpg"),
        ("https://my/(x),y;z=1/a'b.jpg", "/(x),y;z=1/a'b.jpg"),
        ('https://my/a"b\\c.jpg', "/a%22b%5Cc.jpg"),
    ],
)
def test_a_request_line_is_ascii_and_escaped_once(url: str, target: str) -> None:
    assert target_of(url) == target


@pytest.fixture
def connection(site: Site, chain: Chain) -> Connection:
    return Connection(place(site.url("/")), tls_context(str(chain.ca_file)), 5)


def test_a_logon_is_tied_to_the_certificate_that_is_shown(connection: Connection, chain: Chain) -> None:
    """RFC 5929, 4.1: the hash of the certificate, by the algorithm of its signature (SHA-256 here)."""
    connection.open()
    shown = ssl.PEM_cert_to_DER_cert(chain.server.read_text().partition("-----END CERTIFICATE-----")[0] + _END)
    assert connection.binding == b"tls-server-end-point:" + hashlib.sha256(shown).digest()
    connection.close()


_END = "-----END CERTIFICATE-----\n"


def test_several_headers_of_one_name_are_all_seen(connection: Connection, site: Site) -> None:
    """IIS sends one WWW-Authenticate for each way that it offers."""

    def offers(exchange: Exchange) -> None:
        exchange.send_response(401)
        for scheme in ("NTLM", "Negotiate"):
            exchange.send_header("WWW-Authenticate", scheme)
        exchange.send_header("content-length", "0")
        exchange.end_headers()

    site.pages["/a.jpg"] = offers
    answer = connection.ask("GET", site.url("/a.jpg"), {})
    assert answer.headers["www-authenticate"] == "NTLM, Negotiate"
    answer.close()
    connection.close()


def test_a_connection_whose_answer_was_not_read_serves_no_other_request(connection: Connection, site: Site) -> None:
    site.pages["/a.jpg"] = page(b"x" * 200_000)
    site.pages["/b.jpg"] = page(b"b")
    answer = connection.ask("GET", site.url("/a.jpg"), {})
    assert answer.read1(10) == b"x" * 10
    answer.close()
    assert not connection.kept
    answer = connection.ask("GET", site.url("/b.jpg"), {})
    assert answer.read1(10) == b"b"
    assert answer.read1(10) == b""
    answer.close()
    assert connection.kept
    connection.close()
    assert site.connections() == 2
