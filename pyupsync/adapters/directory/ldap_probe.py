"""What checks ask of Active Directory: its clock, who has an SPN, what may be written, who wrote last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Any, TypeVar

from ldap3 import BASE, SUBTREE, Connection

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldap_address import parse_address
from pyupsync.adapters.directory.ldap_controllers import DomainControllers
from pyupsync.adapters.directory.ldap_errors import NATIVE, result_error, translate
from pyupsync.adapters.directory.ldap_login import log_off, tls_context
from pyupsync.adapters.directory.ldap_metadata import METADATA, last_write
from pyupsync.config import Login
from pyupsync.errors import PersonNotFound
from pyupsync.model import PhotoWrite, SpnHolder

T = TypeVar("T")
_SPN = "servicePrincipalName"
_EFFECTIVE = "allowedAttributesEffective"
"""Constructed for who is logged on: the attributes that may be written ([MS-ADTS] 3.1.1.4.5.7)."""


class LdapProbe:
    """A ``DirectoryProbe`` over a connection of its own, which is opened with the first question.

    Args:
        address: ``ldaps://HOST[:PORT]/BASE`` or ``ldap+starttls://…``.
        login: As whom.
        ca_file: PEM file of the authorities to trust, empty for the system's.
        timeout: Seconds for the connection, and for each answer.
    """

    def __init__(self, address: str, login: Login, ca_file: str, timeout: float) -> None:
        self._login = login
        self._controllers = DomainControllers(parse_address(address), login, tls_context(ca_file), timeout)
        self._connection: Connection | None = None

    def clock(self) -> datetime | None:
        """Its clock, in UTC (currentTime of the rootDSE, [MS-ADTS] 3.1.1.3.2.3)."""
        told = entries.text(self._entry("", "currentTime"), "currenttime")
        try:
            return datetime.strptime(told[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
        except ValueError:
            return None

    def spn_holders(self, names: Sequence[str]) -> Sequence[SpnHolder]:
        """Every account of the domain that has one of these service principal names."""
        base = entries.text(self._entry("", "defaultNamingContext"), "defaultnamingcontext")
        any_of = "".join(f"({_SPN}={entries.escape(name.encode())})" for name in names)
        found = self._search(base, f"(|{any_of})", SUBTREE, "sAMAccountName", "objectClass", _SPN)
        return [_holder(entry["dn"], _values(entry), names) for entry in found]

    def may_write_photo(self, dn: str) -> bool | None:
        """Whether who is logged on may write this entry's thumbnailPhoto."""
        allowed = self._entry(dn, _EFFECTIVE).get(_EFFECTIVE.lower(), ())
        return any(name.lower() == entries.PHOTO.lower().encode() for name in allowed)

    def last_write(self, dn: str) -> PhotoWrite | None:
        """The last write to this entry's thumbnailPhoto."""
        return last_write(self._entry(dn, *METADATA))

    def close(self) -> None:
        """Log off; calling it twice does no harm."""
        connection, self._connection = self._connection, None
        if connection is not None:
            log_off(connection)

    def _entry(self, dn: str, *names: str) -> entries.Values:
        found = self._search(dn, "(objectClass=*)", BASE, *names)
        if not found:  # the entry is there, but hidden from this account
            raise PersonNotFound(f"{self._controllers.server} shows no entry {dn}.", target=dn)
        return _values(found[0])

    def _search(self, base: str, wanted: str, scope: str, *names: str) -> list[dict[str, Any]]:
        def ask(connection: Connection) -> list[dict[str, Any]]:
            connection.search(base, wanted, scope, attributes=list(names))
            result = connection.result
            if result["result"] != 0:  # ldap3 raises no error for referrals and limits
                said = result["message"] or ""
                raise result_error(result["result"], said, self._controllers.server, self._login, base)
            return [entry for entry in connection.response if entry["type"] == "searchResEntry"]

        return self._asked(ask, base)

    def _asked(self, ask: Callable[[Connection], T], target: str) -> T:
        try:
            if self._connection is None:
                self._connection = self._controllers.connect()
            return ask(self._connection)
        except NATIVE as error:
            self.close()
            raise translate(error, self._controllers.server, self._login, target) from error


def _values(entry: dict[str, Any]) -> entries.Values:
    return {name.lower(): values for name, values in entry["raw_attributes"].items()}


def _holder(dn: str, values: entries.Values, names: Sequence[str]) -> SpnHolder:
    asked = {name.lower() for name in names}
    held = [value.decode(errors="replace") for value in values.get(_SPN.lower(), ())]
    classes = {name.lower() for name in values.get("objectclass", ())}
    mine = tuple(name for name in held if name.lower() in asked)
    return SpnHolder(dn, entries.text(values, "samaccountname"), mine, b"computer" in classes)
