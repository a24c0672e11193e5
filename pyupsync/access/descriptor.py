"""Security descriptors in their self-relative form ([MS-DTYP] 2.4.6): read without a loss, written as they were.

An entry that is not understood keeps its bytes; who writes a descriptor back changes nothing but what was meant.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pyupsync.access.aces import Ace, read_ace
from pyupsync.errors import DescriptorFull, DescriptorUnreadable
from pyupsync.model.sids import sid_bytes, sid_text

DACL_PRESENT, DACL_PROTECTED, SELF_RELATIVE = 0x0004, 0x1000, 0x8000
_HEAD = struct.Struct("<BBHIIII")
_ACL_HEAD = struct.Struct("<BBHHH")
_ACL_LONGEST = 0xFFFF
_REVISION_DS = 4
"""ACL_REVISION_DS ([MS-DTYP] 2.4.5): of a list that holds entries for object types."""


@dataclass(frozen=True, slots=True)
class Acl:
    """An access control list ([MS-DTYP] 2.4.5).

    Attributes:
        revision: 2, or 4 where object types are in it.
        aces: The entries, in their order.
        rest: What stands behind the last of them and still belongs to the list.
        reserved: The two reserved fields.
    """

    revision: int
    aces: tuple[Ace, ...]
    rest: bytes = b""
    reserved: tuple[int, int] = (0, 0)

    @classmethod
    def read(cls, data: bytes, place: int) -> Acl:
        """The list at ``place``.

        Raises:
            ValueError: It is none.
        """
        if place < 0 or len(data) < place + _ACL_HEAD.size:
            raise ValueError("the access control list is cut off")
        revision, first, size, count, second = _ACL_HEAD.unpack_from(data, place)
        end = place + size
        if size < _ACL_HEAD.size or len(data) < end:
            raise ValueError("the access control list is cut off")
        place += _ACL_HEAD.size
        aces: list[Ace] = []
        for _ in range(count):
            aces.append(read_ace(data, place, end))
            place += len(aces[-1].raw)
        return cls(revision, tuple(aces), bytes(data[place:end]), (first, second))

    def encode(self) -> bytes:
        """Its bytes.

        Raises:
            DescriptorFull: There are too many.
        """
        content = b"".join(ace.raw for ace in self.aces) + self.rest
        size = _ACL_HEAD.size + len(content)
        if size > _ACL_LONGEST:
            raise DescriptorFull(
                f"An access control list would have {size:,} bytes; it may have {_ACL_LONGEST:,}.",
                advice="Take entries out of it that nobody needs, those of deleted accounts first.",
            )
        first, second = self.reserved
        return _ACL_HEAD.pack(self.revision, first, size, len(self.aces), second) + content

    def with_aces(self, aces: tuple[Ace, ...]) -> Acl:
        """The list with other entries, its revision raised where they need that."""
        revision = max(self.revision, _REVISION_DS) if any(ace.of_object for ace in aces) else self.revision
        return replace(self, revision=revision, aces=aces)


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A security descriptor.

    Attributes:
        control: Its flags ([MS-DTYP] 2.4.6).
        owner, group: SIDs as text, empty for none.
        sacl: The system access control list as bytes, None for none.
        dacl: The discretionary one; None for none, which lets everybody do everything.
        revision, reserved: The first two bytes.
        order: In which order the parts stand.
    """

    control: int
    owner: str = ""
    group: str = ""
    sacl: bytes | None = None
    dacl: Acl | None = None
    revision: int = 1
    reserved: int = 0
    order: tuple[str, ...] = field(default=("sacl", "dacl", "owner", "group"), compare=False)

    @property
    def protected(self) -> bool:
        """Whether it inherits nothing (SE_DACL_PROTECTED)."""
        return bool(self.control & DACL_PROTECTED)

    @property
    def aces(self) -> tuple[Ace, ...]:
        """The entries of the discretionary list; none where there is no list."""
        return self.dacl.aces if self.dacl else ()

    @property
    def canonical(self) -> bool:
        """Whether what is denied stands before what is allowed, and the entry's own before what is inherited.

        https://learn.microsoft.com/windows/win32/secauthz/order-of-aces-in-a-dacl
        """
        ranks = [2 * ace.inherited + (not ace.denies) for ace in self.aces if ace.allows or ace.denies]
        own = [rank for rank in ranks if rank < 2]
        inherited_last = ranks[: len(own)] == own
        return inherited_last and own == sorted(own)  # inherited ones come a generation after the other, each in order

    def encode(self) -> bytes:
        """Its bytes.

        Raises:
            DescriptorFull: A list is too long.
        """
        parts = {
            "owner": sid_bytes(self.owner),
            "group": sid_bytes(self.group),
            "sacl": self.sacl or b"",
            "dacl": self.dacl.encode() if self.dacl else b"",
        }
        places = dict.fromkeys(parts, 0)
        content = b""
        for name in self.order:
            if parts[name]:
                places[name] = _HEAD.size + len(content)
                content += parts[name]
        offsets = (places["owner"], places["group"], places["sacl"], places["dacl"])
        return _HEAD.pack(self.revision, self.reserved, self.control, *offsets) + content

    def with_aces(self, aces: tuple[Ace, ...]) -> Descriptor:
        """The descriptor with other entries in its discretionary list, everything else as it is."""
        dacl = self.dacl or Acl(_REVISION_DS, ())
        return replace(self, dacl=dacl.with_aces(aces), control=self.control | DACL_PRESENT)


def read_rights(data: bytes) -> Descriptor:
    """Read the security descriptor of an entry whose rights are judged or changed.

    Without SE_DACL_PRESENT it is one that was asked for without its list (LDAP_SERVER_SD_FLAGS_OID without 4), which
    says nothing of the rights; an entry that lets everybody do everything has the flag and no list.

    Raises:
        DescriptorUnreadable: It is none, or its list was left out.
    """
    found = read_descriptor(data)
    if not found.control & DACL_PRESENT:
        raise DescriptorUnreadable(
            "A security descriptor was read without its access control list.",
            advice="Read it with the control LDAP_SERVER_SD_FLAGS_OID and 7: owner, group and list.",
        )
    return found


def read_descriptor(data: bytes) -> Descriptor:
    """Read a security descriptor, as nTSecurityDescriptor holds it.

    Raises:
        DescriptorUnreadable: It is none.
    """
    try:
        return _read(bytes(data))
    except ValueError as error:
        raise DescriptorUnreadable(f"A security descriptor of {len(data)} bytes cannot be read: {error}.") from error


@lru_cache(maxsize=512)
def _read(data: bytes) -> Descriptor:
    # Most people of an OU have the same descriptor.
    if len(data) < _HEAD.size:
        raise ValueError("it is cut off")
    revision, reserved, control, owner, group, sacl, dacl = _HEAD.unpack_from(data)
    if revision != 1 or not control & SELF_RELATIVE:
        raise ValueError("it is in no known form")
    places = {"owner": owner, "group": group, "sacl": sacl, "dacl": dacl}
    if any(0 < place < _HEAD.size for place in places.values()):
        raise ValueError("a part lies in its head")
    used = sorted((name for name in places if places[name]), key=lambda name: places[name])
    return Descriptor(
        control=control,
        owner=_sid(data, owner) if owner else "",
        group=_sid(data, group) if group else "",
        sacl=_acl_bytes(data, sacl) if sacl else None,
        dacl=Acl.read(data, dacl) if dacl else None,
        revision=revision,
        reserved=reserved,
        order=(*used, *(name for name in places if name not in used)),
    )


def _sid(data: bytes, place: int) -> str:
    end = place + 8 + 4 * data[place + 1] if len(data) > place + 1 else place
    text = sid_text(data[place:end])
    if not text or sid_bytes(text) != data[place:end]:
        raise ValueError("a SID is cut off, or is none")
    return text


def _acl_bytes(data: bytes, place: int) -> bytes:
    Acl.read(data, place)
    size: int = _ACL_HEAD.unpack_from(data, place)[2]
    return data[place : place + size]
