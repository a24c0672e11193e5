"""Typed values as Windows stores them: little-endian numbers, UTF-16LE text that ends in a NUL."""

from __future__ import annotations

import struct
from typing import get_args

from pyupsync.adapters.registry.names import fold
from pyupsync.errors import RegistryError
from pyupsync.model import RegistryKind, RegistryValue

# https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types
NUMBERS: dict[RegistryKind, int] = {
    "REG_NONE": 0,
    "REG_SZ": 1,
    "REG_EXPAND_SZ": 2,
    "REG_BINARY": 3,
    "REG_DWORD": 4,
    "REG_MULTI_SZ": 7,
    "REG_QWORD": 11,
}
KINDS = {number: kind for kind, number in NUMBERS.items()}
UTF16 = "utf-16-le"
_INTEGERS: dict[str, str] = {"REG_DWORD": "<I", "REG_QWORD": "<Q"}


def checked(value: RegistryValue) -> RegistryValue:
    """The value itself.

    Raises:
        RegistryError: Its data is none of its kind.
    """
    kind, data = value.kind, value.data
    if kind in _INTEGERS:
        good = (
            isinstance(data, int) and not isinstance(data, bool) and 0 <= data < 256 ** struct.calcsize(_INTEGERS[kind])
        )
    elif kind in {"REG_SZ", "REG_EXPAND_SZ"}:
        good = isinstance(data, str) and "\0" not in data
    elif kind == "REG_MULTI_SZ":
        good = isinstance(data, tuple) and all(isinstance(part, str) and part and "\0" not in part for part in data)
    else:
        good = isinstance(data, bytes)
    if good and kind in get_args(RegistryKind):
        return value
    raise RegistryError(f"The value {value.name!r} holds no data of the kind {kind}.", target=value.name)


def same(one: RegistryValue, other: RegistryValue) -> bool:
    """The two are one value, in whatever case its name is written."""
    return fold(one.name) == fold(other.name) and (one.kind, one.data) == (other.kind, other.data)


def pack(value: RegistryValue, encoding: str = UTF16) -> bytes:
    """The bytes of a value's data.

    Args:
        value: Data of its kind (see ``checked``), or bytes that are taken as they are.
        encoding: Of text; REGEDIT4 files have it in the code page.

    Raises:
        UnicodeEncodeError: The encoding has no such character.
    """
    if isinstance(value.data, int):
        return struct.pack(_INTEGERS[value.kind], value.data)
    if isinstance(value.data, str):
        return _encode(value.data + "\0", encoding)
    if isinstance(value.data, tuple):
        return _encode("".join(f"{part}\0" for part in value.data) + "\0", encoding)
    return value.data


def unpack(name: str, number: int, data: bytes, encoding: str = UTF16) -> RegistryValue:
    """A value from its type's number and its bytes.

    Text ends at its first NUL. A number of the wrong length stays bytes. Types that are none of ``NUMBERS`` (links,
    resource lists) are told as REG_BINARY.
    """
    kind = KINDS.get(number, "REG_BINARY")
    if kind in _INTEGERS and len(data) == struct.calcsize(_INTEGERS[kind]):
        return RegistryValue(name, kind, struct.unpack(_INTEGERS[kind], data)[0])
    if kind in {"REG_SZ", "REG_EXPAND_SZ"}:
        return RegistryValue(name, kind, _decode(data, encoding).partition("\0")[0])
    if kind == "REG_MULTI_SZ":
        text = _decode(data, encoding).rstrip("\0")
        return RegistryValue(name, kind, tuple(text.split("\0")) if text else ())
    return RegistryValue(name, kind, data)


def _encode(text: str, encoding: str) -> bytes:
    # A lone surrogate is a name or a value like any other to Windows.
    return text.encode(encoding, "surrogatepass" if encoding == UTF16 else "surrogateescape")


def _decode(data: bytes, encoding: str) -> str:
    if encoding != UTF16:
        return data.decode(encoding, "surrogateescape")
    return data[: len(data) & ~1].decode(UTF16, "surrogatepass")
