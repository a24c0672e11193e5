"""Reads a descriptor and does with it all that a run does; a difference is as bad as a crash."""

from __future__ import annotations

import struct

from pyupsync.access import rights
from pyupsync.access.aces import Ace
from pyupsync.access.descriptor import read_descriptor
from pyupsync.access.grants import added, covering, removed
from pyupsync.access.judge import judge, may_change_rights, token
from pyupsync.access.sddl import dacl_sddl
from pyupsync.model.sids import sid_bytes

ME = "S-1-5-21-1-2-3-1105"
GRANT = Ace.make(ME, rights.WRITE_PROPERTY, object_type=rights.THUMBNAIL_PHOTO, inherited_type=rights.USER_CLASS)
SIDS = token(ME, ["S-1-5-32-544"])
WORDS = (
    sid_bytes(ME),
    sid_bytes(rights.EVERYONE),
    GRANT.raw,
    struct.pack("<BBHHH", 4, 0, 8, 0, 0),
    struct.pack("<BBHHH", 4, 0, 0xFFFF, 0xFFFF, 0),
    struct.pack("<BBHI", 1, 0, 24, 0x20),
    struct.pack("<I", 20),
    b"\x01\x00\x04\x80",
    b"\x05\x0a\x38\x00",
    b"\xff\xff",
)


def read(data: bytes) -> None:
    """Read one descriptor."""
    held = read_descriptor(data)
    written = held.encode()
    again = read_descriptor(written)
    assert again == held
    assert again.encode() == written
    _ = held.canonical, dacl_sddl(held), covering(held, GRANT, SIDS), may_change_rights(held, SIDS)
    for need in (rights.write_photo(("user",)), rights.REPLICATE, rights.CREATE_USER):
        judge(held, SIDS, need, own_sid=ME)
    more = added(held, GRANT)
    assert sorted(ace.raw for ace in more.aces) == sorted([*(ace.raw for ace in held.aces), GRANT.raw])
    if held.dacl and GRANT not in held.aces:
        back = removed(more, GRANT)
        assert back is not None
        assert back.aces == held.aces
    assert read_descriptor(more.encode()).aces == more.aces
