"""Whether a certificate is for a host: by its subjectAltName, never by its common name (RFC 9525)."""

from __future__ import annotations

import ipaddress

from cryptography import x509

from pyupsync.errors import UsageError
from pyupsync.trust.certificates import Certificate


def hosts_of(certificate: Certificate) -> tuple[str, ...]:
    """The DNS names and IP addresses it is for, as it writes them."""
    try:
        names = certificate.x509.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    dns = names.get_values_for_type(x509.DNSName)
    return (*dns, *(str(address) for address in names.get_values_for_type(x509.IPAddress)))


def host_fits(certificate: Certificate, host: str) -> bool:
    """Whether one of its names is ``host``, a DNS name in any script or an IP address.

    ``*`` stands for one whole first label, and only above a name of two labels or more, as OpenSSL has it.

    Raises:
        UsageError: ``host`` is no host name.
    """
    wanted = ascii_host(host)
    return any(_same(name.lower().rstrip("."), wanted) for name in hosts_of(certificate))


def ascii_host(host: str) -> str:
    """``host`` in lower case and ASCII: ``MÜNCHEN.example.`` is ``xn--mnchen-3ya.example``.

    Raises:
        UsageError: It is no host name.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return bare.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise UsageError(f"{host!r} is no host name.", target=host) from error


def _same(pattern: str, host: str) -> bool:
    if pattern == host:
        return True
    star, _, parent = pattern.partition(".")
    first, _, rest = host.partition(".")
    return star == "*" and "." in parent and bool(first) and parent == rest and not _is_address(host)


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdigit() or ":" in host
