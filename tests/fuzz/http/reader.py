"""Answers of a photo site: head and body, as they come in pieces of any size."""

from __future__ import annotations

from http.client import HTTPException
from typing import cast

from pyupsync.adapters.http_client import Answer, Connection
from pyupsync.adapters.http_head import Response, date
from pyupsync.adapters.http_waiting import WaitingSocket
from pyupsync.adapters.photos.http_body import drain, read_body
from pyupsync.adapters.photos.http_manners import retry_after
from pyupsync.adapters.photos.http_unchanged import validators
from pyupsync.errors import FetchError

WORDS = (
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 200\r\n",
    b"HTTP/2 200\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: \xb2\r\n",
    b"Content-Length: " + b"9" * 5000 + b"\r\n",
    b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Connection: close\r\n",
    b"Location: https://[::1/a\r\n",
    b"Retry-After: \xb3\r\n",
    b"Retry-After: 1 Jan 99999999999999999999 00:00:00 GMT\r\n",
    b"Last-Modified: Mon, 03 Mar 99999999999999999999 08:00:00 GMT\r\n",
    b"Date: Mon, 03 Mar 2025 08:00:00 +9999999999\r\n",
    b"\r\n\r\n",
    b"\r\n",
    b"\n",
    b"\n 1;x=y\r\n",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"5\r\nhello\r\n",
    b": ",
    b"\t",
    b"\x1f\x8b\x08",
)
_URL = "https://mysite.contoso.com/a.jpg"
_MOST = 100_000
_PIECES = (1, 3, 64, 16_384)


class _Sent:
    """A socket from which so much comes at once."""

    def __init__(self, data: bytes, piece: int) -> None:
        self._data, self._piece = data, piece

    def recv(self, most: int) -> bytes:
        block = self._data[: min(most, self._piece)]
        self._data = self._data[len(block) :]
        return block


class _Closing:
    def close(self) -> None:
        """An answer that was not read to its end closes its connection."""


def read(data: bytes) -> None:
    """Read an answer to GET and one to HEAD, wanted and not."""
    piece = _PIECES[len(data) % len(_PIECES)]
    for method in ("GET", "HEAD"):
        for wanted in (True, False):
            _one(cast("WaitingSocket", _Sent(data, piece)), method, wanted=wanted)


def _one(source: WaitingSocket, method: str, *, wanted: bool) -> None:
    try:
        response = Response(source, method)
        response.begin()
        answer = Answer(response, cast("Connection", _Closing()))
        retry_after(answer.headers.get("retry-after", ""))
        date(answer.headers.get("date", ""))
        validators(answer.headers, _URL)
        if answer.is_redirect:
            answer.leads_to(_URL)
        if wanted:
            body = read_body(answer, _URL, max_bytes=_MOST)
            assert len(body) <= _MOST
        else:
            drain(answer)
        answer.close()
    except (HTTPException, OSError, ValueError) as error:
        raise FetchError(str(error)) from error
