"""How a connection stands to the export that is wanted: what of it is there, and what is in its way; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyupsync.model import AD_IMPORT, PictureMapping, PropertyMapping, SyncConnection

# ConnectionType, https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee579954(v=office.15)
_KINDS = {
    "ActiveDirectory": "Active Directory, by the User Profile Synchronization service",
    "ActiveDirectoryLogon": "an Active Directory logon forest, by the User Profile Synchronization service",
    "ActiveDirectoryResource": "an Active Directory resource forest, by the User Profile Synchronization service",
    AD_IMPORT: "Active Directory Import",
    "BusinessDataCatalog": "Business Data Connectivity",
    "LdapEdirectory": "Novell eDirectory",
    "LdapIBMDirectoryServer": "IBM Directory Server",
    "LdapIPlanet": "Sun iPlanet",
    "Moss": "SharePoint itself",
}


def kind_text(kind: str) -> str:
    """A connection's kind in words; the word itself where it is none of SharePoint's."""
    return _KINDS.get(kind, kind)


def can_export(connection: SyncConnection) -> bool:
    """Whether a picture may go this way to Active Directory."""
    return connection.kind == "ActiveDirectory"


def goes_to_active_directory(connection: SyncConnection) -> bool:
    """Whether it is meant where none is named."""
    return can_export(connection) or connection.kind == AD_IMPORT


@dataclass(frozen=True, slots=True)
class Standing:
    """One connection.

    Attributes:
        exported: Whether the property goes to the attribute.
        imported: Mappings that bring the property in, from whatever attribute.
        elsewhere: Mappings that take it to another attribute.
        taken: Mappings of other properties to the attribute.
    """

    exported: bool
    imported: tuple[PropertyMapping, ...]
    elsewhere: tuple[PropertyMapping, ...]
    taken: tuple[PropertyMapping, ...]


def standing(connection: SyncConnection, wanted: PictureMapping) -> Standing:
    """How a connection stands; one that does not tell its mappings stands as one that has none."""
    own = [one for one in connection.mappings or () if _same(one.property, wanted.property)]
    others = [one for one in connection.mappings or () if not _same(one.property, wanted.property)]
    return Standing(
        exported=any(one.exported and _same(one.attribute, wanted.attribute) for one in own),
        imported=tuple(one for one in own if one.imported),
        elsewhere=tuple(one for one in own if one.exported and not _same(one.attribute, wanted.attribute)),
        taken=tuple(one for one in others if one.exported and _same(one.attribute, wanted.attribute)),
    )


def importing(connections: Iterable[SyncConnection], wanted: PictureMapping) -> list[tuple[str, PropertyMapping]]:
    """Every mapping of any connection that brings the property in, with the connection's name."""
    return [(one.name, mapping) for one in connections for mapping in standing(one, wanted).imported]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
