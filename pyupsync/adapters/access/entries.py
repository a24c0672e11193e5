"""An entry's attributes as what its rights depend on."""

from __future__ import annotations

from pyupsync.adapters.directory.ldap_entries import Values, text
from pyupsync.model.access import SecuredEntry
from pyupsync.model.sids import sid_text

ATTRIBUTES = ("objectClass", "objectSid", "sAMAccountName", "adminCount", "nTSecurityDescriptor")
PEOPLE = "(objectCategory=person)(objectClass=user)"


def entry_of(dn: str, values: Values) -> SecuredEntry:
    """The entry that those values describe."""
    return SecuredEntry(
        dn=dn,
        classes=tuple(one.decode(errors="replace") for one in values.get("objectclass", ())),
        sid=sid_text(next(iter(values.get("objectsid", ())), b"")),
        account=text(values, "samaccountname"),
        admin_count=text(values, "admincount") == "1",
        descriptor=next(iter(values.get("ntsecuritydescriptor", ())), None) or None,
    )
