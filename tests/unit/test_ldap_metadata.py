"""Replication metadata in both forms: as Active Directory writes it, and as Samba keeps it."""

from __future__ import annotations

import struct

import pytest

from pyupsync.adapters.directory.ldap_metadata import photo_usn


def stamp(name: str, local: int) -> bytes:
    """As msDS-ReplAttributeMetaData has it: one value for each attribute, ended by a NUL."""
    lines = [
        "<DS_REPL_ATTR_META_DATA>",
        f"\t<pszAttributeName>{name}</pszAttributeName>",
        "\t<dwVersion>3</dwVersion>",
        "\t<ftimeLastOriginatingChange>2024-03-07T10:11:12Z</ftimeLastOriginatingChange>",
        "\t<uuidLastOriginatingDsaInvocationID>0c8a5a4e-2b0a-4d53-9d9c-2f0b6f3f8d11</uuidLastOriginatingDsaInvocationID>",
        "\t<usnOriginatingChange>77</usnOriginatingChange>",
        f"\t<usnLocalChange>{local}</usnLocalChange>",
        "\t<pszLastOriginatingDsaDN>CN=NTDS Settings,CN=DC1</pszLastOriginatingDsaDN>",
        "</DS_REPL_ATTR_META_DATA>\n",
    ]
    return "\n".join(lines).encode() + b"\0"


def blob(*items: tuple[int, int]) -> bytes:
    head = struct.pack("<IIII", 1, 0, len(items), 0)
    return head + b"".join(struct.pack("<IIQ16sQQ", attid, 1, 2, bytes(16), 3, local) for attid, local in items)


XML, BLOB = "msds-replattributemetadata", "replpropertymetadata"


@pytest.mark.parametrize(
    ("values", "usn"),
    [
        ({XML: [stamp("cn", 5), stamp("thumbnailPhoto", 4711), stamp("sn", 9)]}, 4711),
        ({XML: [stamp("thumbnailphoto", 12)], BLOB: [blob((0x160023, 1))]}, 12),
        ({XML: [stamp("cn", 5), stamp("thumbnailPhotoHash", 6)]}, 0),
        ({XML: [b"<DS_REPL_ATTR_META_DATA>"]}, None),
        ({XML: [stamp("thumbnailPhoto", 1).replace(b"usnLocal", b"usnOther")]}, None),
        ({BLOB: [blob((0, 5), (0x160023, 2**40), (3, 9))]}, 2**40),
        ({BLOB: [blob((0, 5))]}, 0),
        ({BLOB: [blob((0x160023, 7))[:-1]]}, None),
        ({BLOB: [b"\2" + blob((0x160023, 7))[1:]]}, None),
        ({BLOB: [b""]}, None),
        ({}, None),
    ],
)
def test_the_last_change_is_read_from_either(values, usn):
    assert photo_usn(values) == usn
