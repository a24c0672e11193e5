"""Security identifiers, as bytes and as text ([MS-DTYP] 2.4.2)."""

from __future__ import annotations

import re
import struct

_SID = re.compile(r"S-\d{1,3}-\d{1,15}(-\d{1,10}){0,15}", re.ASCII)


def sid_text(sid: bytes) -> str:
    """``S-1-…`` of a binary SID, empty for anything else."""
    if len(sid) < 8 or len(sid) != 8 + 4 * sid[1]:
        return ""
    parts = struct.unpack(f"<{sid[1]}I", sid[8:])
    return "-".join(str(part) for part in ("S", sid[0], int.from_bytes(sid[2:8], "big"), *parts))


def sid_bytes(text: str) -> bytes:
    """The binary form of ``S-1-…``; empty, which no entry has, for what is no SID or has a number that does not fit."""
    if not _SID.fullmatch(text):
        return b""
    revision, authority, *parts = (int(part) for part in text.split("-")[1:])
    if revision > 255 or authority >= 1 << 48 or len(parts) > 15 or any(part >= 1 << 32 for part in parts):
        return b""
    return bytes([revision, len(parts)]) + authority.to_bytes(6, "big") + struct.pack(f"<{len(parts)}I", *parts)
