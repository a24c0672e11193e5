"""When a thumbnailPhoto last changed, from the replication metadata of its entry."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence

METADATA = ("msDS-ReplAttributeMetaData", "replPropertyMetaData")
"""Active Directory makes the first from the second; Samba has the second alone."""
_ATTRIBUTE = re.compile(r"<DS_REPL_ATTR_META_DATA>(.*?)</DS_REPL_ATTR_META_DATA>", re.DOTALL)
_NAME = "<pszAttributeName>thumbnailPhoto</pszAttributeName>"
_LOCAL = re.compile(r"<usnLocalChange>(\d{1,19})</usnLocalChange>")
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
