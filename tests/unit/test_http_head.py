"""Heads of requests and answers; where both take one, http.client is the measure."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from http.client import (
    BadStatusLine,
    HTTPException,
    HTTPResponse,
    IncompleteRead,
    LineTooLong,
    RemoteDisconnected,
    UnknownProtocol,
)

import pytest

from pyupsync.adapters.http_head import Response, date, request_head

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Type: image/jpeg\r\n\r\nabc"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 9\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n"
HEADS = [
    PLAIN,
    CHUNKED,
    b"HTTP/1.1 200\r\n\r\nabc",
    b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc",
    b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: Keep-Alive\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
    b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 700\r\n\r\n',
    b"HTTP/1.1 204 No Content\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Length: three\r\n\r\nabc",
    b"HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n" + PLAIN,
    b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc",
    b"HTTP/1.1 401 \xdcbel\r\nX: \xfc\r\nContent-Length: 0\r\n\r\n",
]


@contextmanager
def far_side_says(said: bytes) -> Iterator[socket.socket]:
    near, far = socket.socketpair()
    with near:
        with far:
            far.sendall(said)
        yield near


def answered(said: bytes, method: str = "GET") -> tuple[Response, bytes]:
    with far_side_says(said) as near:
        response = Response(near, method)
        response.begin()
        return response, b"".join(iter(lambda: response.read1(2), b""))


@pytest.mark.parametrize("said", HEADS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_is_read_as_the_standard_library_reads_it(said, method):
    ours, body = answered(said, method)
    with far_side_says(said) as near:
        theirs = HTTPResponse(near, method=method)
        theirs.begin()
        whole = theirs.read()
    for name in ("status", "reason", "version", "chunked", "will_close"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours.named == {name.lower(): value for name, value in theirs.headers.items()}
    assert body == whole


def test_headers_of_one_name_are_joined_and_folded_lines_are_one():
    said = b"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nwww-authenticate :Negotiate\r\nX: a\r\n\t b\r\n\r\n"
    assert answered(said)[0].named == {"www-authenticate": "NTLM, Negotiate", "x": "a b"}


def test_whatever_comes_before_the_answer_is_passed_over():
    """103 Early Hints (RFC 8297) has headers that are not the answer's."""
    response, body = answered(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + PLAIN)
    assert (response.status, response.named.get("link"), body) == (200, None, b"abc")


def test_what_comes_drop_by_drop_is_one_line():
    near, far = socket.socketpair()

    def drip() -> None:
        with far:
            for byte in CHUNKED:
                far.sendall(bytes([byte]))

    with near:
        threading.Thread(target=drip).start()
        response = Response(near, "GET")
        response.begin()
        assert b"".join(iter(lambda: response.read1(9), b"")) == b"abc"
        assert response.serves_on


@pytest.mark.parametrize(
    ("said", "serves"),
    [
        (PLAIN, True),
        (CHUNKED, True),
        (PLAIN + b"HTTP/1.1 200 OK\r\n", False),
        (CHUNKED + b"\r\n", False),
        (b"HTTP/1.1 304 Not Modified\r\n\r\nabc", False),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\n\r\nabc", False),
    ],
)
def test_a_connection_serves_on_where_nothing_came_beyond_the_answer(said, serves):
    """What nobody asked for would be taken for the answer to the next request."""
    assert answered(said)[0].serves_on is serves


def test_an_answer_that_was_not_read_lets_nothing_follow():
    with far_side_says(PLAIN) as near:
        response = Response(near, "GET")
        response.begin()
        assert response.read1(2) == b"ab"
        assert not response.serves_on


CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "said",
    [
        PLAIN[:-1],
        CHUNKS,
        CHUNKS + b"3\r\nab",
        CHUNKS + b"3\r\nabc",
        CHUNKS + b"3\r\nabcd\r\n",
        CHUNKS + b"-3\r\nabc\r\n",
        CHUNKS + b"0x3\r\nabc\r\n",
        CHUNKS + b"\r\n",
        CHUNKS + b"three\r\n",
    ],
)
def test_a_body_that_is_cut_off_or_makes_no_sense_is_incomplete(said):
    with pytest.raises(IncompleteRead):
        answered(said)


def test_chunks_have_extensions_and_trailers():
    said = CHUNKS + b"3;x=y\r\nabc\r\nA \r\n0123456789\r\n000\r\nX: y\r\nZ: z\r\n\r\n"
    assert answered(said)[1] == b"abc0123456789"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"", RemoteDisconnected),
        (b"SSH-2.0-OpenSSH\r\n", BadStatusLine),
        (b"HTTP/1.1\r\n\r\n", BadStatusLine),
        (b"HTTP/1.1 2000 OK\r\n\r\n", BadStatusLine),
        (b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n", BadStatusLine),
        (b"HTTP/2 200 OK\r\n\r\n", UnknownProtocol),
        (b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n", LineTooLong),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", LineTooLong),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", HTTPException),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101 + b"\r\n", HTTPException),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 101, HTTPException),
    ],
)
def test_what_is_no_answer_is_an_error(said, error):
    with pytest.raises(error):
        answered(said)


def test_a_request_says_its_host_and_how_long_its_body_is():
    head = request_head("POST", "/x?y", "my:444", {"Accept": "a/b", "X": "\xfc"}, b"body")
    assert head == b"POST /x?y HTTP/1.1\r\nHost: my:444\r\nAccept: a/b\r\nX: \xfc\r\nContent-Length: 4\r\n\r\n"


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\r", "€"])
def test_a_header_never_becomes_two(value):
    with pytest.raises(ValueError):  # noqa: PT011 - a break or a character, either of ours or of the encoding
        request_head("GET", "/", "my", {"If-None-Match": value}, None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 03 Mar 2025 08:00:00 GMT", datetime(2025, 3, 3, 8, tzinfo=timezone.utc)),
        ("Mon, 03 Mar 2025 08:00:00 -0000", datetime(2025, 3, 3, 8, tzinfo=timezone.utc)),
        ("Mon, 03 Mar 2025 08:00:00 +0200", datetime(2025, 3, 3, 6, tzinfo=timezone.utc)),
        ("Mon, 03 Mar 99999999999999999999 08:00:00 GMT", None),
        ("", None),
    ],
)
def test_a_date_is_in_utc_and_one_beyond_all_dates_is_none(text: str, moment: datetime | None) -> None:
    assert date(text) == moment
