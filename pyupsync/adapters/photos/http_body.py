"""Reading an answer's body within bounds of bytes, packed or unpacked; its time is the exchange's."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from pyupsync.adapters.http_waiting import exchange
from pyupsync.errors import FetchError, ImageTooLarge

_BLOCK = 65_536
_BODILESS = {204, 304}
_DRAIN_SECONDS = 1.0
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_GZIP_OR_ZLIB = 47
"""zlib's wbits for "find out by the header"."""


def read_body(response: requests.Response, url: str, *, max_bytes: int) -> bytes:
    """Read the body of ``response``.

    Raises:
        ImageTooLarge: More than ``max_bytes``, announced, sent or unpacked.
        FetchError: It is packed in a way nobody asked for.
        OSError, urllib3.exceptions.HTTPError: The connection was lost, or it took too long.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    unpack, ended = _unpacker(response.headers.get("content-encoding", "").strip().lower(), url)
    body = bytearray()
    try:
        for block in _blocks(response):
            body += unpack(block, max_bytes + 1 - len(body))
            if len(body) > max_bytes:
                raise _too_large(url, max_bytes)
    except zlib.error as error:
        raise FetchError(f"The packed answer is damaged: {error}.", target=url) from error
    if body and not ended():
        raise FetchError("The packed answer ends too early.", target=url, advice="Try again.")
    return bytes(body)


def drain(response: requests.Response) -> None:
    """Read what little is left of an answer nobody wants, so that its connection can serve the next request."""
    announced = response.headers.get("content-length", "")
    has_none = response.status_code in _BODILESS
    if has_none or (announced.isdigit() and int(announced) <= _BLOCK):
        with suppress(HTTPError, OSError), exchange(_DRAIN_SECONDS):
            for _ in _blocks(response):
                pass


def _blocks(response: requests.Response) -> Iterator[bytes]:
    raw: Any = response.raw
    while block := raw.read1(_BLOCK, decode_content=False):  # read1 returns with what has come
        yield block


def _unpacker(encoding: str, url: str) -> tuple[Callable[[bytes, int], bytes], Callable[[], bool]]:
    """What unpacks a block to so many bytes at most, and what says whether the end was seen."""
    if encoding in _PLAIN:
        return lambda block, _most: block, lambda: True
    if encoding not in _PACKED:
        raise FetchError(f"The answer is packed as {encoding!r}, which nobody asked for.", target=url)
    machine = zlib.decompressobj(_GZIP_OR_ZLIB)
    return machine.decompress, lambda: machine.eof


def _too_large(url: str, max_bytes: int) -> ImageTooLarge:
    said = f"The picture at {url} has more than the {max_bytes:,} bytes that are read."
    return ImageTooLarge(said, target=url, advice="Upload a smaller picture.")
