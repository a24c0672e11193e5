"""Whether certificates may be used for TLS servers, as OpenSSL's purpose ``sslserver`` has it."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from pyupsync.trust.certificates import Certificate, key_usage


def serves_tls(certificate: Certificate) -> bool:
    """Whether its extendedKeyUsage, if it has one, holds serverAuth. An authority's restricts all below it."""
    try:
        usages = certificate.x509.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return ExtendedKeyUsageOID.SERVER_AUTH in usages


def agrees_keys(certificate: Certificate) -> bool:
    """Whether its keyUsage, if it has one, lets a server's key sign, encipher or agree on keys."""
    usage = key_usage(certificate)
    return usage is None or usage.digital_signature or usage.key_encipherment or usage.key_agreement
