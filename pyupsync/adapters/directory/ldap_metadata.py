"""When a thumbnailPhoto last changed, and where, from the replication metadata of its entry."""

from __future__ import annotations

import re
import struct
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from pyupsync.model import PhotoWrite

METADATA = ("msDS-ReplAttributeMetaData", "replPropertyMetaData")
"""Active Directory makes the first from the second; Samba has the second alone."""
_ATTRIBUTE = re.compile(r"<DS_REPL_ATTR_META_DATA>(.*?)</DS_REPL_ATTR_META_DATA>", re.DOTALL)
_NAME = "<pszAttributeName>thumbnailPhoto</pszAttributeName>"
_LOCAL = re.compile(r"<usnLocalChange>(\d{1,19})</usnLocalChange>")
_FIELD = re.compile(r"<(\w+)>([^<]*)</\1>")
_SERVER = re.compile(r"CN=NTDS Settings,CN=([^,]+),", re.IGNORECASE)
_EPOCH = datetime(1601, 1, 1, tzinfo=timezone.utc)
"""[MS-DRSR] 5.38: a DSTIME counts seconds from here."""
# replPropertyMetaDataBlob in Samba's librpc/idl/drsblobs.idl: version, reserved, count, reserved, then for each
# attribute attid, version, originating time, originating invocationId, originating USN, local USN.
_HEAD = struct.Struct("<IIII")
_ITEM = struct.Struct("<IIQ16sQQ")
_THUMBNAIL_PHOTO = 0x160023
"""attid of thumbnailPhoto, 2.16.840.1.113730.3.1.35, by the prefix table every domain begins with: it is in the
schema from the first domain controller on."""


def photo_usn(values: Mapping[str, Sequence[bytes]]) -> int | None:
    """The local USN of the last change to thumbnailPhoto.

    Args:
        values: The attributes named by ``METADATA``, by their names in lower case.

    Returns:
        0 for a picture there never was; None where nothing tells.
    """
    stamps, blob = (values.get(name.lower(), ()) for name in METADATA)
    if stamps:
        return _of_stamps(b"".join(stamps).decode(errors="replace"))
    return _of_blob(blob[0]) if blob else None


def _of_stamps(text: str) -> int | None:
    # https://learn.microsoft.com/windows/win32/adschema/a-msds-replattributemetadata
    attributes = [found[1] for found in _ATTRIBUTE.finditer(text)]
    ours = [one for one in attributes if _NAME.lower() in one.lower()]
    if not ours:
        return 0 if attributes else None
    found = _LOCAL.search(ours[0])
    return int(found[1]) if found else None


def _of_blob(blob: bytes) -> int | None:
    if len(blob) < _HEAD.size:
        return None
    version, _, count, _ = _HEAD.unpack_from(blob)
    if version != 1 or len(blob) != _HEAD.size + count * _ITEM.size:
        return None
    for attid, _version, _time, _origin, _origin_usn, local in _ITEM.iter_unpack(blob[_HEAD.size :]):
        if attid == _THUMBNAIL_PHOTO:
            return int(local)
    return 0


def last_write(values: Mapping[str, Sequence[bytes]]) -> PhotoWrite | None:
    """The last write to thumbnailPhoto; None where there never was one, or nothing tells.

    Args:
        values: The attributes named by ``METADATA``, by their names in lower case.
    """
    stamps, blob = (values.get(name.lower(), ()) for name in METADATA)
    if stamps:
        return _write_of_stamps(b"".join(stamps).decode(errors="replace"))
    return _write_of_blob(blob[0]) if blob else None


def _write_of_stamps(text: str) -> PhotoWrite | None:
    ours = next((found[1] for found in _ATTRIBUTE.finditer(text) if _NAME.lower() in found[1].lower()), "")
    fields = {found[1]: found[2] for found in _FIELD.finditer(ours)}
    try:
        when = datetime.fromisoformat(fields["ftimeLastOriginatingChange"].replace("Z", "+00:00"))
        version = int(fields["dwVersion"])
    except (KeyError, ValueError):
        return None
    # Of a domain controller that is gone there is no DN any more.
    where = fields.get("pszLastOriginatingDsaDN") or fields.get("uuidLastOriginatingDsaInvocationID", "")
    server = _SERVER.match(where)
    return PhotoWrite(version, when, server[1] if server else where.lower())


def _write_of_blob(blob: bytes) -> PhotoWrite | None:
    if not _of_blob(blob):
        return None
    items = _ITEM.iter_unpack(blob[_HEAD.size :])
    _, version, seconds, origin, *_ = next(item for item in items if item[0] == _THUMBNAIL_PHOTO)
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return PhotoWrite(version, when, str(uuid.UUID(bytes_le=origin)))
