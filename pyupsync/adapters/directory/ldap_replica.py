"""Which copy of the directory a connection leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ldap3 import Connection
from ldap3.core.exceptions import LDAPOperationResult

from pyupsync.adapters.directory.ldap_entries import Values, text
from pyupsync.errors import DirectoryError


@dataclass(slots=True)
class Replica:
    """Reads the invocationId of the domain controller at the other end, once a connection.

    uSNChanged counts in one copy of the directory, which invocationId names; it changes when a copy is restored from a
    backup ([MS-ADTS] 3.1.1.1.9).

    Attributes:
        read: Reads attributes of one entry.
    """

    read: Callable[[Connection, str, str], Values]
    _known: tuple[Connection, str] | None = None

    def of(self, connection: Connection) -> str:
        """The invocationId, in hexadecimal; empty where it is not shown."""
        if self._known is None or self._known[0] is not connection:
            self._known = (connection, self._ask(connection))
        return self._known[1]

    def _ask(self, connection: Connection) -> str:
        settings = text(self.read(connection, "", "dsServiceName"), "dsservicename")
        try:
            values = self.read(connection, settings, "invocationId") if settings else {}
        except (LDAPOperationResult, DirectoryError):
            return ""
        return next(iter(values.get("invocationid", ())), b"").hex()
