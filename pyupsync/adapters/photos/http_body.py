"""Reading an answer's body within bounds of bytes, packed or unpacked; its time is the exchange's."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException

from pyupsync.adapters.http_client import Answer
from pyupsync.adapters.http_waiting import exchange
from pyupsync.errors import FetchError, ImageTooLarge

_BLOCK = 65_536
_DRAIN_SECONDS = 1.0
_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}
_GZIP_OR_ZLIB = 47
"""zlib's wbits for "find out by the header"."""


def read_body(answer: Answer, url: str, *, max_bytes: int) -> bytes:
    """Read the body of ``answer``.

    Raises:
        ImageTooLarge: More than ``max_bytes``, announced, sent or unpacked.
        FetchError: It is packed in a way nobody asked for.
        OSError, http.client.HTTPException: The connection was lost, or it took too long.
    """
    if answer.announced is not None and answer.announced > max_bytes:
        raise _too_large(url, max_bytes)
    unpack, ended = _unpacker(answer.headers.get("content-encoding", "").strip().lower(), url)
    body = bytearray()
    try:
        for block in _blocks(answer):
            body += unpack(block, max_bytes + 1 - len(body))
            if len(body) > max_bytes:
                raise _too_large(url, max_bytes)
    except zlib.error as error:
        raise FetchError(f"The packed answer is damaged: {error}.", target=url) from error
    if body and not ended():
        raise FetchError("The packed answer ends too early.", target=url, advice="Try again.")
    return bytes(body)


def drain(answer: Answer) -> None:
    """Read what little is left of an answer nobody wants, so that its connection can serve the next request."""
    if answer.announced is not None and answer.announced <= _BLOCK:
        with suppress(HTTPException, OSError), exchange(_DRAIN_SECONDS):
            for _ in _blocks(answer):
                pass


def _blocks(answer: Answer) -> Iterator[bytes]:
    while block := answer.read1(_BLOCK):  # read1 returns with what has come
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
