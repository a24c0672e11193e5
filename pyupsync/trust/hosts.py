"""Whether a certificate is for a host, as ``openssl verify -verify_hostname`` and ``-verify_ip`` have it.

By its subjectAltName; by its common name only where it has no DNS name in there. RFC 9525 and today's browsers refuse
that, but .NET Framework, and SharePoint with it, takes such a site.
"""

from __future__ import annotations

import ipaddress
import re

from cryptography import x509
from cryptography.x509.oid import NameOID

from pyupsync.errors import UsageError
from pyupsync.trust.certificates import Certificate

_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# One star, at the start or the end of the first label, above two labels or more, as OpenSSL's valid_star has it.
_PATTERN = re.compile(
    rf"(?!xn--)(?P<start>{_LABEL})?\*(?P<end>(?(start)|(?:[a-z0-9-]*[a-z0-9])?)(?P<parent>(?:\.{_LABEL}){{2,}}))"
)
_COVERED = re.compile("[a-z0-9-]*")


def hosts_of(certificate: Certificate) -> tuple[str, ...]:
    """The DNS names and IP addresses it is for, as it writes them."""
    return (*_dns_names(certificate), *_addresses(certificate))


def named_by_cn(certificate: Certificate) -> bool:
    """Whether it has no DNS name in its subjectAltName, so that its common name is taken instead."""
    return not _dns_names(certificate)


def _alternatives(certificate: Certificate) -> x509.SubjectAlternativeName | None:
    try:
        return certificate.x509.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return None


def _dns_names(certificate: Certificate) -> tuple[str, ...]:
    names = _alternatives(certificate)
    return tuple(names.get_values_for_type(x509.DNSName)) if names else ()


def _addresses(certificate: Certificate) -> tuple[str, ...]:
    names = _alternatives(certificate)
    return tuple(str(address) for address in names.get_values_for_type(x509.IPAddress)) if names else ()


def host_fits(certificate: Certificate, host: str) -> bool:
    """Whether one of its names is ``host``, a DNS name in any script or an IP address.

    Raises:
        UsageError: ``host`` is no host name.
    """
    wanted = ascii_host(host)
    if _is_address(wanted):
        return wanted in _addresses(certificate)
    common = certificate.x509.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    names = _dns_names(certificate) or [str(attribute.value) for attribute in common]
    return any(_same(name.lower(), wanted) for name in names)


def ascii_host(host: str) -> str:
    """``host`` in lower case and ASCII: ``MÜNCHEN.example.`` is ``xn--mnchen-3ya.example``.

    Raises:
        UsageError: It is no host name.
    """
    bare = host.strip("[]").rstrip(".")
    if _is_address(bare):
        return str(ipaddress.ip_address(bare))
    try:
        return bare.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise UsageError(f"{host!r} is no host name.", target=host) from error


def _same(pattern: str, host: str) -> bool:
    if pattern == host:
        return True
    parts = _PATTERN.fullmatch(pattern)
    if parts is None:
        return False
    start, end = parts["start"] or "", parts["end"]
    if len(host) < len(start) + len(end) or not (host.startswith(start) and host.endswith(end)):
        return False
    covered = host[len(start) : len(host) - len(end)]
    if not start and end == parts["parent"]:
        return bool(covered) and _COVERED.fullmatch(covered) is not None
    # Part of a label in another script is no part of what a person reads.
    return not host.startswith("xn--") and _COVERED.fullmatch(covered) is not None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
