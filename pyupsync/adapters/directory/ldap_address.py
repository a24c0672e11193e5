"""Where a directory is: the hosts that its address names, or the domain whose DNS names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pyupsync.adapters.directory.ldap_entries import dns_name
from pyupsync.errors import UsageError

_ADDRESS = re.compile(r"(?P<scheme>ldaps|ldap\+starttls)://(?P<hosts>[^/@?#]*)(/(?P<base>[^?]*))?", re.IGNORECASE)
_HOST = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^/:\[\]@?#\s]+)(:(?P<port>\d{1,5}))?", re.IGNORECASE)
_FORMS = (
    "Write ldaps://HOST[:PORT]/BASE or ldap+starttls://HOST[:PORT]/BASE; several hosts with commas between them, or "
    "none to let DNS name the domain controllers: ldaps:///DC=corp,DC=example."
)
PORTS = {"ldaps": 636, "ldap+starttls": 389}


@dataclass(frozen=True, slots=True)
class LdapPlace:
    """One domain controller as it is spoken to."""

    scheme: str
    host: str
    port: int

    @property
    def server(self) -> str:
        """As messages name it: ``ldaps://dc1.corp.example``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")


@dataclass(frozen=True, slots=True)
class LdapAddress:
    """A directory: ``base`` is empty for the domain that the server itself serves.

    Attributes:
        scheme: ``ldaps`` or ``ldap+starttls``.
        places: The domain controllers in the order they are tried; none where ``domain``'s DNS names them.
        base: Where people are searched for.
    """

    scheme: str
    places: tuple[LdapPlace, ...]
    base: str = ""

    @property
    def domain(self) -> str:
        """The DNS name of the base's domain."""
        return dns_name(self.base)


def parse_address(text: str) -> LdapAddress:
    """Read ``ldaps://HOST[:PORT][,HOST[:PORT]…]/BASE``, the same with ``ldap+starttls``, or either without a host.

    Raises:
        UsageError: It is none of them; ``ldap://`` alone would send credentials in the clear.
    """
    if text.lower().startswith("ldap://"):
        raise UsageError(f"The directory {text} would be spoken to in the clear.", target=text, advice=_FORMS)
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise _unreadable(text)
    scheme, base = found["scheme"].lower(), unquote(found["base"] or "")
    places = tuple(_place(scheme, host, text) for host in found["hosts"].split(",")) if found["hosts"] else ()
    address = LdapAddress(scheme, places, base)
    if not places and not address.domain:
        raise _unreadable(text)
    return address


def _place(scheme: str, text: str, address: str) -> LdapPlace:
    found = _HOST.fullmatch(text.strip())
    if not found:
        raise _unreadable(address)
    port = int(found["port"] or PORTS[scheme])
    if not 1 <= port <= 65535:
        raise UsageError(f"The port {port} of {address} does not exist.", target=address, advice=_FORMS)
    return LdapPlace(scheme, found["host"].strip("[]"), port)


def _unreadable(text: str) -> UsageError:
    return UsageError(f"The directory address {text!r} cannot be read.", target=text, advice=_FORMS)
