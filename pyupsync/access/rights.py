"""The rights that matter here, by their GUIDs and bits, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

# [MS-ADTS] 5.1.3.2
CREATE_CHILD, WRITE_PROPERTY, CONTROL_ACCESS = 0x1, 0x20, 0x100
WRITE_DAC, WRITE_OWNER = 0x40000, 0x80000
FULL_CONTROL = 0xF01FF

THUMBNAIL_PHOTO = "8d3bca50-1d7e-11d0-a081-00aa006c33ed"
"""schemaIDGUID of thumbnailPhoto ([MS-ADA3] 2.307)."""
PERSONAL_INFORMATION = "77b5b886-944a-11d1-aebd-0000f80367c1"
"""The property set that thumbnailPhoto is in: its attributeSecurityGUID."""
USER_CLASS = "bf967aba-0de6-11d0-a285-00aa003049e2"
CLASSES = {
    "user": USER_CLASS,
    "inetorgperson": "4828cc14-1437-45bc-9b07-ad6f015e5f28",
    "computer": "bf967a86-0de6-11d0-a285-00aa003049e2",
    "contact": "5cb41ed0-0e4c-11d0-a286-00aa003049e2",
    "msds-groupmanagedserviceaccount": "7b8b558a-93a5-4af7-adca-c017e67f1057",
    "msds-managedserviceaccount": "ce206244-5827-4a86-ba1c-1c0c386c1b64",
}
"""schemaIDGUIDs of the classes that have a picture ([MS-ADSC])."""
# [MS-ADTS] 5.1.3.2.1
REPLICATE_CHANGES = "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2"
REPLICATE_CHANGES_ALL = "1131f6ad-9c07-11d1-f79f-00c04fc2dcd2"

EVERYONE, AUTHENTICATED_USERS, SELF, OWNER_RIGHTS = "S-1-1-0", "S-1-5-11", "S-1-5-10", "S-1-3-4"
WELL_KNOWN = {
    EVERYONE: "Everyone",
    AUTHENTICATED_USERS: "Authenticated Users",
    SELF: "SELF",
    OWNER_RIGHTS: "OWNER RIGHTS",
    "S-1-5-2": "NETWORK",
    "S-1-5-15": "This Organization",
    "S-1-5-18": "SYSTEM",
    "S-1-5-9": "Enterprise Domain Controllers",
    "S-1-3-0": "CREATOR OWNER",
    "S-1-5-32-544": "Administrators",
    "S-1-5-32-545": "Users",
    "S-1-5-32-548": "Account Operators",
    "S-1-5-32-554": "Pre-Windows 2000 Compatible Access",
}
"""Names of SIDs that are the same everywhere."""


@dataclass(frozen=True, slots=True)
class Need:
    """A right that is asked for.

    Attributes:
        mask: Its one bit.
        path: The object types that an entry may name for it, the narrowest last ([MS-ADTS] 5.1.3.3.3): class, property
            set, attribute; or the class to be created; or the control right.
        words: What people call it.
    """

    mask: int
    path: tuple[str, ...]
    words: str


def write_photo(classes: tuple[str, ...]) -> Need:
    """To write thumbnailPhoto of an entry of those classes."""
    own = next((CLASSES[name] for name in reversed([one.lower() for one in classes]) if name in CLASSES), USER_CLASS)
    return Need(WRITE_PROPERTY, (own, PERSONAL_INFORMATION, THUMBNAIL_PHOTO), "Write thumbnailPhoto")


CREATE_USER = Need(CREATE_CHILD, (USER_CLASS,), "Create Child Objects (user)")
REPLICATE = Need(CONTROL_ACCESS, (REPLICATE_CHANGES,), "Replicate Directory Changes")
REPLICATE_ALL = Need(CONTROL_ACCESS, (REPLICATE_CHANGES_ALL,), "Replicate Directory Changes All")
CHANGE_RIGHTS = Need(WRITE_DAC, (), "Modify Permissions")
