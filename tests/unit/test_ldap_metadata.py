"""Replication metadata in both forms: as Active Directory writes it, and as Samba keeps it."""

from __future__ import annotations

import struct
import uuid
from datetime import datetime, timezone

import pytest

from pyupsync.adapters.directory.ldap_metadata import last_write, photo_usn
from pyupsync.model import PhotoWrite


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


WHEN = datetime(2024, 3, 7, 10, 11, 12, tzinfo=timezone.utc)
COPY = "0c8a5a4e-2b0a-4d53-9d9c-2f0b6f3f8d11"
DSA = b"CN=NTDS Settings,CN=DC1"
SECONDS = 13_354_279_872
"""From 1601 to ``WHEN``."""


def stored(attid: int, version: int = 3, seconds: int = SECONDS) -> bytes:
    """As replPropertyMetaData has it, of one attribute."""
    head = struct.pack("<IIII", 1, 0, 1, 0)
    return head + struct.pack("<IIQ16sQQ", attid, version, seconds, uuid.UUID(COPY).bytes_le, 3, 4)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({XML: [stamp("cn", 1), stamp("thumbnailPhoto", 2).replace(DSA, DSA + b",CN=Servers,DC=x")]}, "DC1"),
        ({XML: [stamp("thumbnailPhoto", 2).replace(DSA, b"")]}, COPY),
        ({BLOB: [stored(0x160023)]}, COPY),
    ],
)
def test_the_last_write_is_read_from_either(values, expected):
    assert last_write(values) == PhotoWrite(3, WHEN, expected)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {XML: [stamp("cn", 1)]},
        {XML: [stamp("thumbnailPhoto", 1).replace(b"2024-03-07T", b"2024-99-07T")]},
        {XML: [stamp("thumbnailPhoto", 1).replace(b"dwVersion", b"dwOther")]},
        {BLOB: [stored(5)]},
        {BLOB: [stored(0x160023)[:-1]]},
        {BLOB: [stored(0x160023, seconds=2**63)]},
    ],
)
def test_what_tells_no_write_is_none(values):
    assert last_write(values) is None
