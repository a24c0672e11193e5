"""When two spellings of a certificate's name are one name: .NET's, which logs have, and RFC 4514's."""

from __future__ import annotations

import re
from typing import TypeAlias

NameKey: TypeAlias = tuple[tuple[str, str], ...]

_PART = re.compile(r'\s*([^=,"]{1,64}?)\s*=\s*("(?:[^"]|"")*"|(?:\\.|[^,\\])*)\s*(?:,|$)', re.DOTALL)
_KINDS = {
    "ST": "S",
    "EMAILADDRESS": "E",
    "1.2.840.113549.1.9.1": "E",
    "2.5.4.4": "SN",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.9": "STREET",
    "STREETADDRESS": "STREET",
    "2.5.4.12": "T",
    "TITLE": "T",
    "2.5.4.17": "POSTALCODE",
    "2.5.4.42": "G",
    "GN": "G",
    "GIVENNAME": "G",
    "SURNAME": "SN",
}
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{2}|.)", re.DOTALL)


def name_key(text: str) -> NameKey:
    """What makes two names one: kinds and values in order, without case, quotes, escapes and double spaces."""
    parts: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        found = _PART.match(text, place)
        if found is None:
            return (("", _fold(text)),)
        kind = found[1].strip().upper().removeprefix("OID.")
        parts.append((_KINDS.get(kind, kind), _fold(_value(found[2]))))
        place = found.end()
    return tuple(parts)


def common_name(text: str) -> str:
    """The CN of a name, empty when it has none."""
    for found in _PART.finditer(text):
        if found[1].strip().upper() == "CN":
            return " ".join(_value(found[2]).split())
    return ""


def _value(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return _ESCAPED.sub(
        lambda found: found[1] if len(found[1]) == 1 else bytes.fromhex(found[1]).decode("latin-1"), text
    )


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
