"""Domain controllers by DNS: the SRV records of a domain, those of this machine's site first ([MS-ADTS] 6.3.6.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import dns.exception
import dns.resolver
from dns.rdtypes.IN.SRV import SRV

from pyupsync.adapters.directory.ldap_address import PORTS, LdapPlace
from pyupsync.errors import DirectoryUnavailable


def controllers(scheme: str, domain: str, timeout: float, site: str = "") -> tuple[LdapPlace, ...]:
    """The domain controllers of a domain, in the order in which they should be tried.

    Args:
        scheme: How they are spoken to. The records tell the port of LDAP, so LDAPS has its own instead.
        domain: The domain's DNS name.
        timeout: Seconds to wait for DNS.
        site: Only those that serve this site; empty for all.

    Raises:
        DirectoryUnavailable: DNS does not answer, knows none, or names none in the domain.
    """
    where = f"{site}._sites.dc._msdcs.{domain}" if site else f"dc._msdcs.{domain}"
    name = f"_ldap._tcp.{where}"
    try:
        answer = dns.resolver.get_default_resolver().resolve(name, "SRV", lifetime=timeout, search=False)
    except (dns.exception.DNSException, OSError) as error:
        raise DirectoryUnavailable(
            f"DNS names no domain controller of {domain} ({name}): {_said(error)}.",
            target=domain,
            advice="See that this machine asks the domain's DNS; or name a host: ldaps://HOST/BASE.",
        ) from error
    records = cast("list[SRV]", answer.rrset.processing_order() if answer.rrset else [])
    found = tuple(dict.fromkeys(_in_domain(scheme, domain, records)))
    if not found:
        raise DirectoryUnavailable(
            f"DNS names no domain controller of {domain} whose own name is in {domain} ({name}).",
            target=domain,
            advice="Name the host, if it is to be trusted with the logon: ldaps://HOST/BASE.",
        )
    return found


def _in_domain(scheme: str, domain: str, records: list[SRV]) -> Iterator[LdapPlace]:
    # DNS is not authenticated, and any host may have a certificate of its own name: a password must not go to it.
    for record in records:
        host = record.target.to_text(omit_final_dot=True)
        if host.lower().endswith(f".{domain.lower()}"):
            yield LdapPlace(scheme, host, PORTS["ldaps"] if scheme == "ldaps" else record.port)


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
