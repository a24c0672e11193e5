"""Entries and lists as text: SDDL ([MS-DTYP] 2.5.1), as dsacls and samba-tool write it."""

from __future__ import annotations

from pyupsync.access.aces import Ace
from pyupsync.access.descriptor import Descriptor

_KINDS = {0: "A", 1: "D", 2: "AU", 5: "OA", 6: "OD", 7: "OU"}
_FLAGS = ((0x01, "OI"), (0x02, "CI"), (0x04, "NP"), (0x08, "IO"), (0x10, "ID"), (0x40, "SA"), (0x80, "FA"))
_RIGHTS = (
    (0x80000000, "GR"),
    (0x40000000, "GW"),
    (0x20000000, "GX"),
    (0x10000000, "GA"),
    (0x00001, "CC"),
    (0x00002, "DC"),
    (0x00004, "LC"),
    (0x00008, "SW"),
    (0x00010, "RP"),
    (0x00020, "WP"),
    (0x00040, "DT"),
    (0x00080, "LO"),
    (0x00100, "CR"),
    (0x10000, "SD"),
    (0x20000, "RC"),
    (0x40000, "WD"),
    (0x80000, "WO"),
)
_CONTROL = ((0x1000, "P"), (0x0100, "AR"), (0x0400, "AI"))


def ace_sddl(ace: Ace) -> str:
    """One entry; what SDDL has no word for is shown as its bytes."""
    kind = _KINDS.get(ace.kind)
    if kind is None:
        return f"(0x{ace.kind:02x}: {ace.raw.hex()})"
    rights = _letters(ace.mask, _RIGHTS)
    if rights is None:
        rights = f"0x{ace.mask:x}"
    flags = _letters(ace.flags, _FLAGS) or ""
    return f"({kind};{flags};{rights};{ace.object_type};{ace.inherited_type};{ace.sid})"


def dacl_sddl(descriptor: Descriptor) -> str:
    """The discretionary list, with its flags."""
    if descriptor.dacl is None:
        return "D:NO_ACCESS_CONTROL"
    flags = "".join(word for bit, word in _CONTROL if descriptor.control & bit)
    return f"D:{flags}{''.join(ace_sddl(ace) for ace in descriptor.aces)}"


def _letters(value: int, words: tuple[tuple[int, str], ...]) -> str | None:
    """The words of all bits; None where one has none."""
    known = [word for bit, word in words if value & bit]
    rest = value
    for bit, _ in words:
        rest &= ~bit
    return None if rest else "".join(known)
