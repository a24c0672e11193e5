"""Certificates made in memory for tests: any shape, good or bad."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.timezone.utc)
SERVER = ExtendedKeyUsageOID.SERVER_AUTH
CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
ANY = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
_OIDS = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "C": NameOID.COUNTRY_NAME,
}
_ALL_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
_USUAL = {True: ("key_cert_sign", "crl_sign"), False: ("digital_signature",)}
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Minted:
    """A certificate and its key."""

    cert: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        return self.cert.public_bytes(Encoding.DER)

    @property
    def pem(self) -> str:
        return self.cert.public_bytes(Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def name(text: str) -> x509.Name:
    """``O=Lab/CN=Köln Root`` as a name, in that order."""
    pairs = [part.split("=", 1) for part in text.split("/") if part]
    return x509.Name([x509.NameAttribute(_OIDS[kind], value) for kind, value in pairs])


def usage(*allowed: str) -> x509.KeyUsage:
    """A keyUsage with these bits only."""
    return x509.KeyUsage(**{bit: bit in allowed for bit in _ALL_USAGES})


def alt_names(*hosts: str) -> x509.SubjectAlternativeName:
    """subjectAltName of DNS names and IP addresses."""
    return x509.SubjectAlternativeName([_alt(host) for host in hosts])


def _alt(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def issuer_at(url: str) -> x509.AuthorityInformationAccess:
    """authorityInfoAccess with one caIssuers."""
    where = x509.UniformResourceIdentifier(url)
    return x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, where)])


def constraints(permitted: tuple[str, ...], excluded: tuple[str, ...]) -> x509.NameConstraints:
    """Name constraints on DNS names."""
    trees = [[x509.DNSName(host) for host in hosts] or None for hosts in (permitted, excluded)]
    return x509.NameConstraints(*trees)


def mint(
    subject: str,
    issuer: Minted | None = None,
    *,
    ca: bool | None = True,
    path_length: int | None = None,
    start: int = -30,
    end: int = 365,
    hosts: tuple[str, ...] = (),
    bits: tuple[str, ...] | None = None,
    purposes: tuple[x509.ObjectIdentifier, ...] = (),
    aia: str = "",
    permitted: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
    key: Key | None = None,
    extra: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Minted:
    """Make a certificate; without an issuer it signs itself. ``start`` and ``end`` are days from `NOW`."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    signer = issuer.key if issuer else own
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer.cert.subject if issuer else name(subject))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + dt.timedelta(days=start))
        .not_valid_after(NOW + dt.timedelta(days=end))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    usages = bits if bits is not None else _USUAL[bool(ca)]
    wanted = [
        (ca is not None, lambda: x509.BasicConstraints(bool(ca), path_length if ca else None), True),
        (bool(usages), lambda: usage(*usages), True),
        (bool(hosts), lambda: alt_names(*hosts), False),
        (bool(purposes), lambda: x509.ExtendedKeyUsage(purposes), False),
        (bool(aia), lambda: issuer_at(aia), False),
        (bool(permitted or excluded), lambda: constraints(permitted, excluded), True),
    ]
    extensions = [(make(), critical) for is_wanted, make, critical in wanted if is_wanted]
    for extension, critical in (*extensions, *extra):
        builder = builder.add_extension(extension, critical=critical)
    return Minted(builder.sign(signer, hashes.SHA256()), own)
