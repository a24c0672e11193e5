"""The site of this machine, as a domain controller sees it: the LDAP ping ([MS-ADTS] 6.3.3), asked before any logon."""

from __future__ import annotations

import ssl

import dns.exception
import dns.name
from ldap3 import BASE

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldap_address import LdapPlace
from pyupsync.adapters.directory.ldap_errors import NATIVE
from pyupsync.adapters.directory.ldap_login import discard, open_unbound

_NT_VERSION = b"\x06\x00\x00\x00"
"""NETLOGON_NT_VERSION_5 and _5EX, little endian ([MS-ADTS] 6.3.1.1): asks for the form that tells the sites."""
_RESPONSES = {23, 25}
"""LOGON_SAM_LOGON_RESPONSE_EX and LOGON_SAM_USER_UNKNOWN_EX ([MS-ADTS] 6.3.1.3)."""
_NAMES_AT = 24
_NAMES = 8
"""Forest, domain, host, NetBIOS domain, NetBIOS computer, user, the server's site, ours ([MS-ADTS] 6.3.1.9)."""


def client_site(place: LdapPlace, domain: str, context: ssl.SSLContext, timeout: float) -> str:
    """Ask a domain controller for the site that this machine's address lies in; empty where it cannot tell."""
    connection = None
    try:
        connection = open_unbound(place, context, timeout)
        wanted = f"(&(DnsDomain={entries.escape(domain.encode())})(NtVer={entries.escape(_NT_VERSION)}))"
        connection.search("", wanted, BASE, attributes=["netlogon"])
        found = [entry for entry in connection.response if entry["type"] == "searchResEntry"]
        values = found[0]["raw_attributes"] if found else {}
        return site_of(next(iter(values.get("netlogon") or ()), b""))
    except NATIVE:
        return ""  # without it, domain controllers of every site are tried in the order of DNS
    finally:
        discard(connection)


def site_of(answer: bytes) -> str:
    """The client's site in the answer to an LDAP ping; empty where there is none."""
    if len(answer) < _NAMES_AT or int.from_bytes(answer[:2], "little") not in _RESPONSES:
        return ""
    place, names = _NAMES_AT, []
    try:
        for _ in range(_NAMES):
            name, used = dns.name.from_wire(answer, place)
            place += used
            names.append(name)
    except (dns.exception.DNSException, IndexError):
        return ""
    return ".".join(label.decode(errors="replace") for label in names[-1].labels if label)
