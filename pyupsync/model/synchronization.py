"""The User Profile service's connections to directories, what they map, and how its synchronization stands."""

from __future__ import annotations

from dataclasses import dataclass

AD_IMPORT = "ActiveDirectoryImport"
"""SharePoint's word for a connection of Active Directory Import, which reads the directory and never writes to it."""
CONNECTION_KINDS = (
    "ActiveDirectory",
    "ActiveDirectoryLogon",
    "ActiveDirectoryResource",
    AD_IMPORT,
    "BusinessDataCatalog",
    "LdapEdirectory",
    "LdapIBMDirectoryServer",
    "LdapIPlanet",
    "Moss",
)
"""The names of ConnectionType: https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee579954(v=office.15)"""


@dataclass(frozen=True, slots=True)
class NamingContext:
    """A part of a directory that a connection reads.

    Attributes:
        dn: Its root.
        domain: The domain's name as the connection has it; empty where it has none.
        included: The containers that are selected.
        excluded: Those of them, or below, that are not.
    """

    dn: str
    domain: str = ""
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyMapping:
    """A profile property and a directory's attribute that are one thing to a connection.

    Attributes:
        property: The profile property: ``PictureURL``.
        attribute: The directory's attribute: ``thumbnailPhoto``.
        imported: Whether the attribute's values come into profiles.
        exported: Whether the property's values go to the directory.
    """

    property: str
    attribute: str
    imported: bool = False
    exported: bool = False


@dataclass(frozen=True, slots=True)
class SyncConnection:
    """A connection of a User Profile service application.

    Attributes:
        name: Its display name, which names it within the application.
        kind: A name of SharePoint's ConnectionType: ``ActiveDirectory``, ``ActiveDirectoryImport``, ….
        server: The forest or server it goes to; empty where it has none or does not tell.
        ssl: Whether it speaks TLS; None when it does not tell.
        account: The account it logs on with, ``DOMAIN\\user``; never a password.
        contexts: What of the directory it reads.
        mappings: What it maps; None when it does not tell.
    """

    name: str
    kind: str
    server: str = ""
    ssl: bool | None = None
    account: str = ""
    contexts: tuple[NamingContext, ...] = ()
    mappings: tuple[PropertyMapping, ...] | None = ()


@dataclass(frozen=True, slots=True)
class PictureImport:
    """Whether a web application takes people's pictures from Exchange (2013 and later).

    Attributes:
        url: The web application's address.
        web_application: Its display name.
        exchange: From Exchange Server (SPWebApplication.UserPhotoImportEnabled).
        online: From Exchange Online (SPWebApplication.UserPhotoOnlineImportEnabled).
    """

    url: str
    web_application: str = ""
    exchange: bool = False
    online: bool = False


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How the synchronization stands.

    Attributes:
        running: Whether one is running.
        state: A name of SharePoint's SynchronizationState (``Idle``, ``Running``, ``Error``, ``Canceled``); empty when
            it does not tell.
    """

    running: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class PictureMapping:
    """The export that is wanted.

    Attributes:
        connections: The connections by their names; empty for every one to Active Directory.
        property: The profile property.
        attribute: The attribute it goes to.
    """

    connections: tuple[str, ...] = ()
    property: str = "PictureURL"
    attribute: str = "thumbnailPhoto"
