"""Access control entries ([MS-DTYP] 2.4.4), and what is in each."""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass

from pyupsync.model.sids import sid_bytes, sid_text

ALLOWED, DENIED, ALLOWED_OBJECT, DENIED_OBJECT = 0, 1, 5, 6
_SIMPLE = {ALLOWED, DENIED, 2, 9, 10, 13}
"""Mask and SID. 9 and 10 hold a condition behind the SID, 2 and 13 audit."""
_OBJECT = {ALLOWED_OBJECT, DENIED_OBJECT, 7, 11, 12, 15}
"""As those, with the GUIDs of object types."""
CONDITIONAL = {9, 10, 11, 12}
CONTAINER_INHERIT, NO_PROPAGATE, INHERIT_ONLY, INHERITED = 0x02, 0x04, 0x08, 0x10
_HAS_TYPE, _HAS_INHERITED_TYPE = 0x1, 0x2
_HEAD = struct.Struct("<BBH")

# [MS-ADTS] 5.1.3.2; a generic right stands for those beside it.
GENERIC = {0x80000000: 0x20094, 0x40000000: 0x20028, 0x20000000: 0x20004, 0x10000000: 0xF01FF}


@dataclass(frozen=True, slots=True)
class Ace:
    """One entry.

    Attributes:
        raw: Its bytes, which are what is written back.
        kind: AceType.
        flags: AceFlags: how it is inherited.
        mask: The rights; 0 where the kind is not known.
        object_type: GUID of the attribute, property set, class or control right it is for; empty for all.
        inherited_type: GUID of the class that inherits it; empty for all.
        sid: Whom it is for, empty where the kind is not known.
    """

    raw: bytes
    kind: int
    flags: int
    mask: int = 0
    object_type: str = ""
    inherited_type: str = ""
    sid: str = ""

    @classmethod
    def make(
        cls,
        sid: str,
        mask: int,
        *,
        flags: int = 0,
        object_type: str = "",
        inherited_type: str = "",
        deny: bool = False,
    ) -> Ace:
        """A new entry; one for object types where such are given.

        Raises:
            ValueError: The SID or a GUID is none.
        """
        whom = sid_bytes(sid)
        if not whom:
            raise ValueError(f"{sid!r} is no SID")
        body = struct.pack("<I", mask)
        of_object = bool(object_type or inherited_type)
        if of_object:
            present = (_HAS_TYPE if object_type else 0) | (_HAS_INHERITED_TYPE if inherited_type else 0)
            guids = b"".join(uuid.UUID(one).bytes_le for one in (object_type, inherited_type) if one)
            body += struct.pack("<I", present) + guids
        kind = (ALLOWED_OBJECT if of_object else ALLOWED) + deny
        raw = _HEAD.pack(kind, flags, _HEAD.size + len(body) + len(whom)) + body + whom
        return read_ace(raw, 0, len(raw))

    @property
    def of_object(self) -> bool:
        """Whether it is of a kind that may name object types."""
        return self.kind in _OBJECT

    @property
    def allows(self) -> bool:
        """Whether it allows, without a condition."""
        return self.kind in {ALLOWED, ALLOWED_OBJECT}

    @property
    def denies(self) -> bool:
        """Whether it denies, without a condition."""
        return self.kind in {DENIED, DENIED_OBJECT}

    @property
    def inherited(self) -> bool:
        """Whether it came from a container above."""
        return bool(self.flags & INHERITED)

    @property
    def inherit_only(self) -> bool:
        """Whether it says nothing about the entry it stands on."""
        return bool(self.flags & INHERIT_ONLY)

    @property
    def rights(self) -> int:
        """The mask, with generic rights taken for what they stand for."""
        mask = self.mask
        for generic, meant in GENERIC.items():
            if mask & generic:
                mask |= meant
        return mask


def read_ace(data: bytes, place: int, end: int) -> Ace:
    """The entry at ``place`` of a list that ends at ``end``.

    Raises:
        ValueError: It is none, or is cut off.
    """
    if end - place < _HEAD.size:
        raise ValueError("an entry is cut off")
    kind, flags, size = _HEAD.unpack_from(data, place)
    if size < _HEAD.size or place + size > end:
        raise ValueError("an entry is cut off")
    raw = bytes(data[place : place + size])
    if kind not in _SIMPLE | _OBJECT:
        return Ace(raw, kind, flags)
    at = _HEAD.size
    (mask,) = struct.unpack("<I", _take(raw, at, 4))
    at += 4
    object_type = inherited_type = ""
    if kind in _OBJECT:
        (present,) = struct.unpack("<I", _take(raw, at, 4))
        at += 4
        if present & _HAS_TYPE:
            object_type, at = _guid(raw, at), at + 16
        if present & _HAS_INHERITED_TYPE:
            inherited_type, at = _guid(raw, at), at + 16
    count = _take(raw, at, 2)[1]
    whom = _take(raw, at, 8 + 4 * count)
    sid = sid_text(whom)
    if not sid or sid_bytes(sid) != whom:
        raise ValueError("the SID of an entry is none")
    return Ace(raw, kind, flags, mask, object_type, inherited_type, sid)


def _take(raw: bytes, place: int, size: int) -> bytes:
    if len(raw) < place + size:
        raise ValueError("an entry is shorter than what it holds")
    return raw[place : place + size]


def _guid(raw: bytes, place: int) -> str:
    return str(uuid.UUID(bytes_le=_take(raw, place, 16)))
