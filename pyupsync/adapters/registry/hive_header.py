"""The first 4096 bytes of a hive: whether it is one, and whether it is whole.

The layout is described in https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md
"""

from __future__ import annotations

import struct
from pathlib import Path

from pyupsync.errors import HiveDirty, RegistryUnreadable

_BASE = 4096
_CHECKSUM_AT = 508
_SEQUENCES_AT = 4
_MAJOR_AT = 20
_BINS_AT = 40


def check_header(path: Path, data: bytes) -> None:
    """Refuse what is no hive, and a hive whose logs hold what is not in it yet.

    Args:
        path: For the message.
        data: All bytes of the file.

    Raises:
        HiveDirty: It was not closed: its two sequence numbers differ.
        RegistryUnreadable: It is no hive, or a broken one.
    """
    why = _fault(data)
    if why:
        raise RegistryUnreadable(
            f"The hive {path} cannot be used: {why}.",
            target=str(path),
            advice="Take a whole copy of it while the account is logged off.",
        )
    first, second = struct.unpack_from("<II", data, _SEQUENCES_AT)
    if first != second:
        raise HiveDirty(
            f"The hive {path} was not closed: its sequence numbers are {first} and {second}, and what its logs (.LOG1, "
            ".LOG2) hold is not in it yet.",
            target=str(path),
            advice="Load and unload it once in Windows (reg load HKU\\once FILE, reg unload HKU\\once), or log off "
            "the account, and take the file anew.",
        )


def _fault(data: bytes) -> str:
    if data[:4] != b"regf":
        return "it does not begin as a hive does"
    if len(data) < _BASE + 32:
        return "it is cut off"
    if checksum(data) != struct.unpack_from("<I", data, _CHECKSUM_AT)[0]:
        return "its header's checksum is wrong"
    if struct.unpack_from("<I", data, _MAJOR_AT)[0] != 1:
        return "its version is not 1"
    bins = struct.unpack_from("<I", data, _BINS_AT)[0]
    if not 0 < bins <= len(data) - _BASE:
        return "it is shorter than its header says"
    return "" if data[_BASE : _BASE + 4] == b"hbin" else "its first block is none"


def checksum(data: bytes) -> int:
    """The exclusive or of the header's first 127 numbers of 32 bits; 0 and -1 are made 1 and -2."""
    total = 0
    for number in struct.unpack_from("<127I", data):
        total ^= number
    return {0: 1, 0xFFFFFFFF: 0xFFFFFFFE}.get(total, total)
