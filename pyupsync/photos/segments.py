"""The segments of a JPEG file (ITU-T T.81, annex B), walked from its first byte to its last."""

from __future__ import annotations

from collections.abc import Iterator

_SOI, _EOI, _SOS, _APP0, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
# SOF0 and SOF1 (sequential), DHT, DQT, DRI: what a picture is made of.
_PICTURE = {0xC0, 0xC1, 0xC4, 0xDB, 0xDD, _SOS}
_JFIF_BARE = 14
"""Bytes of a JFIF header without a thumbnail (JFIF 1.02)."""
_ADOBE = 12
"""Bytes of Adobe's segment, which says how colours are stored (Adobe TN 5116, 18)."""


def is_bare(data: bytes) -> bool:
    """Whether a JPEG holds a sequential picture and nothing else: no metadata before, between or after its scans.

    A JFIF header and Adobe's segment may be there once each, in their plain forms; any other application segment, a
    comment, bytes between segments or after the end make it False, and so does whatever breaks the rules.
    """
    seen: list[int] = []
    for marker, content in _segments(data):
        if marker == _EOI:
            return content == b""
        if marker in seen and marker in {_APP0, _APP14}:
            return False
        seen.append(marker)
        if not (marker in _PICTURE or _is_plain(marker, content)):
            return False
    return False


def _is_plain(marker: int, content: bytes) -> bool:
    if marker == _APP0:
        return content.startswith(b"JFIF\0") and len(content) == _JFIF_BARE
    return marker == _APP14 and content.startswith(b"Adobe") and len(content) == _ADOBE


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every marker with what belongs to it: with EOI all that follows it; ends early where the rules are broken."""
    if not data.startswith(bytes((0xFF, _SOI))):
        return
    at = 2
    while at + 4 <= len(data) or data[at : at + 2] == bytes((0xFF, _EOI)):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == _EOI:
            yield marker, data[at + 2 :]
            return
        ends = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if ends < at + 4 or ends > len(data):
            return
        yield marker, data[at + 4 : ends]
        at = _after_scan(data, ends) if marker == _SOS else ends


def _after_scan(data: bytes, at: int) -> int:
    """Where the entropy-coded bytes end: at a marker that is neither a stuffed zero nor a restart (RST0 to RST7)."""
    while (at := data.find(b"\xff", at)) != -1:
        following = data[at + 1 : at + 2]
        if following != b"\0" and not b"\xd0" <= following <= b"\xd7":
            return at
        at += 2
    return len(data)
