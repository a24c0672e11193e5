"""What people look like in a directory: attribute values to ``Person``, keys to search filters, parts of DNs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pyupsync.model import AccountKey, Person, PhotoFacts, Sighting
from pyupsync.model.sids import sid_bytes, sid_text

Values: TypeAlias = Mapping[str, Sequence[bytes]]
"""Attribute names in lower case, without options, and their values as they came."""

PHOTO = "thumbnailPhoto"
PHOTO_LIMIT = 102_400
"""Bytes; rangeUpper of thumbnailPhoto in the schema of Active Directory ([MS-ADA3] 2.307)."""
USN = "uSNChanged"
ATTRIBUTES = (
    "objectGUID",
    "sAMAccountName",
    "userPrincipalName",
    "objectSid",
    "displayName",
    "cn",
    "userAccountControl",
    "adminCount",
    USN,
    PHOTO,
)
PEOPLE = "(objectCategory=person)(objectClass=user)"
# Managed service accounts are computers, and so users, but no persons ([MS-ADSC] 2.140, 2.142).
ACCOUNTS = (
    "(objectClass=user)"
    "(|(objectCategory=person)(objectClass=msDS-GroupManagedServiceAccount)(objectClass=msDS-ManagedServiceAccount))"
)
"""People, and the accounts that services run under."""
_ACCOUNTDISABLE = 0x2
_NOBODY = "(objectSid=)"
"""What a key that no entry can have is searched as."""
_NUMBER = re.compile(rb"-?\d{1,19}")
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@._-")
_RDN = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)
_ODD = re.compile(r"\\|\s[,=]|[,=]\s|^\s|\s$|,,|,$|^,")
"""What makes spelling a DN a matter of taste, or it is none."""
_ESCAPED = re.compile(rb"\\([0-9a-fA-F]{2})|\\(.)", re.DOTALL)


def person_of(dn: str, values: Values, *, replica: str = "", photo_read: bool = True) -> Person:
    """The person an entry describes; the picture is hashed and let go.

    Args:
        dn: Distinguished name.
        values: The entry's attributes.
        replica: The invocationId of the domain controller that gave them, empty for a file.
        photo_read: Whether the picture was asked for.
    """
    photo = photo_of(values)
    return Person(
        dn=dn,
        guid=guid_of(dn, values),
        sam=text(values, "samaccountname"),
        upn=text(values, "userprincipalname"),
        sid=sid_text(_first(values, "objectsid")),
        name=text(values, "displayname") or text(values, "cn"),
        disabled=bool(_number(values, "useraccountcontrol") & _ACCOUNTDISABLE),
        protected=_number(values, "admincount") == 1,
        photo=PhotoFacts.of(photo) if photo else None,
        photo_read=photo_read,
        seen=sighting_of(values, replica),
    )


def photo_of(values: Values) -> bytes | None:
    """The picture in an entry, None when there is none."""
    return _first(values, PHOTO.lower()) or None


def guid_of(dn: str, values: Values) -> str:
    """What names an entry for good: its objectGUID, else its DN in lower case."""
    guid = _first(values, "objectguid")
    return str(uuid.UUID(bytes_le=guid)) if len(guid) == 16 else dn.lower()


def sighting_of(values: Values, replica: str) -> Sighting | None:
    """When an entry was seen by that replica, None where either is not known."""
    usn = _number(values, USN.lower())
    return Sighting(replica, usn) if replica and usn > 0 else None


def filter_for_guids(guids: Sequence[str]) -> str:
    """One filter for the entries of those objectGUIDs; what is none finds nobody."""
    parts = [f"(objectGUID={escape(_guid_bytes(guid))})" for guid in guids]
    return f"(|{''.join(parts)})"


def _guid_bytes(guid: str) -> bytes:
    try:
        return uuid.UUID(guid).bytes_le
    except ValueError:
        return b"\0"


def filter_for(keys: Sequence[AccountKey], dns: str, classes: str = PEOPLE) -> str:
    """One filter for everybody that any of the keys may mean, of the classes alone; every value is escaped."""
    parts = dict.fromkeys(part for key in keys for part in _parts(key, dns))
    return f"(&{classes}(|{''.join(parts)}))"


def _parts(key: AccountKey, dns: str) -> list[str]:
    if key.kind == "sid":
        return [f"(objectSid={escape(sid_bytes(key.value))})"]
    if key.kind == "sam":
        return [_equal("sAMAccountName", key.value)]
    parts = [_equal("userPrincipalName", key.value)]
    sam, _, suffix = key.value.rpartition("@")
    if suffix.lower() == dns.lower():
        parts.append(_equal("sAMAccountName", sam))
    return parts


def _equal(attribute: str, value: str) -> str:
    try:
        return f"({attribute}={escape(value.encode())})"
    except UnicodeEncodeError:  # half a surrogate pair is no character, so it is in nobody's name
        return _NOBODY


def escape(value: bytes) -> str:
    """A value as search filters spell it."""
    # RFC 4515 asks for five characters; escaping every other byte as well leaves nothing to any parser's taste.
    return "".join(chr(byte) if byte in _SAFE else f"\\{byte:02x}" for byte in value)


def rdns(dn: str) -> tuple[str, ...]:
    """The parts of a DN as they are written, from the leaf up."""
    return tuple(part.strip() for part in _RDN.findall(dn))


def dn_key(dn: str) -> str:
    """A form in which two spellings of one DN are the same: case, spaces at commas, ways of escaping."""
    if not _ODD.search(dn):
        return dn.lower().replace(",", "\0")
    return "\0".join(_rdn_key(part) for part in rdns(dn))


def _rdn_key(part: str) -> str:
    name, _, value = part.partition("=")
    plain = _ESCAPED.sub(
        lambda found: bytes.fromhex(found[1].decode()) if found[1] else found[2], value.strip().encode()
    )
    return f"{name.strip()}={plain.decode(errors='surrogateescape')}".lower()


def parent(dn: str) -> str:
    """The DN of the container an entry lies in."""
    return ",".join(rdns(dn)[1:])


def domain_dn(dn: str) -> str:
    """The ``DC=…,DC=…`` end of a DN; empty when it has none."""
    parts: list[str] = []
    for part in reversed(rdns(dn)):
        if not part.upper().startswith("DC="):
            break
        parts.insert(0, part)
    return ",".join(parts)


def dns_name(dn: str) -> str:
    """The DNS name that the ``DC=`` parts of a DN spell."""
    return ".".join(part[3:] for part in rdns(domain_dn(dn)))


def _first(values: Values, name: str) -> bytes:
    return next(iter(values.get(name, ())), b"")


def text(values: Values, name: str) -> str:
    """The first value of an attribute as text, empty for none."""
    return _first(values, name).decode(errors="replace")


def _number(values: Values, name: str) -> int:
    digits = _first(values, name)
    return int(digits) if _NUMBER.fullmatch(digits) else 0
