"""What checks ask of a directory, of an LDIF file: it has no clock, and asks nobody for rights."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldap_metadata import last_write
from pyupsync.adapters.directory.ldif_file import read_ldif
from pyupsync.errors import PersonNotFound, UsageError
from pyupsync.model import PhotoWrite, SpnHolder

_SPN = "serviceprincipalname"


class LdifProbe:
    """A ``DirectoryProbe`` over a file, which is read with each question.

    Args:
        path: The file, as ``ldapsearch`` or ``ldifde`` write it.

    Raises:
        UsageError: There is none.
    """

    def __init__(self, path: str) -> None:
        if not Path(path).is_file():
            raise UsageError(f"There is no LDIF file {path}.", target=path)
        self._path = path

    def clock(self) -> datetime | None:
        """None: a file has no clock."""
        return None

    def spn_holders(self, names: Sequence[str]) -> Sequence[SpnHolder]:
        """Every entry that has one of these service principal names."""
        asked = {name.lower() for name in names}
        holders = []
        for record in read_ldif(self._path):
            values = record.values()
            held = [value.decode(errors="replace") for value in values.get(_SPN, ())]
            if mine := tuple(name for name in held if name.lower() in asked):
                computer = b"computer" in {name.lower() for name in values.get("objectclass", ())}
                holders.append(SpnHolder(record.dn, entries.text(values, "samaccountname"), mine, computer))
        return holders

    def may_write_photo(self, dn: str) -> bool | None:
        """What the file holds of allowedAttributesEffective, which was whoever's who exported it; None without."""
        allowed = self._entry(dn).get("allowedattributeseffective")
        return None if allowed is None else any(name.lower() == entries.PHOTO.lower().encode() for name in allowed)

    def last_write(self, dn: str) -> PhotoWrite | None:
        """What the file holds of the replication metadata."""
        return last_write(self._entry(dn))

    def close(self) -> None:
        """Nothing is open."""

    def _entry(self, dn: str) -> entries.Values:
        key = entries.dn_key(dn)
        for record in read_ldif(self._path):
            if entries.dn_key(record.dn) == key:
                return record.values()
        raise PersonNotFound(f"The LDIF file has no entry {dn}.", target=dn)
