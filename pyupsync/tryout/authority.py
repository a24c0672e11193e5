"""A chain made for one run: a root authority, a subordinate of it, and a server's certificate of that one's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT = "Contoso Tryout Root Authority"
SUBORDINATE = "Contoso Tryout Subordinate Authority"
SERVER = "localhost"
_EARLIER, _LATER = dt.timedelta(days=1), dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Chain:
    """The certificates, and the server's key; the authorities' keys are forgotten once these are signed."""

    root: x509.Certificate
    subordinate: x509.Certificate
    leaf: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def identity(self) -> bytes:
        """What the server needs, in PEM: its key and its certificate.

        The subordinate is left out, as on many a site: then the store alone has to complete the chain.
        """
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return private + self.leaf.public_bytes(serialization.Encoding.PEM)

    def p7b(self) -> bytes:
        """All three as PKCS #7 in DER, as a CA exports a chain.

        They are a SET there, and DER sorts sets by their members' bytes, here in effect by length: the subordinate
        with its name constraints comes last, behind the leaf that it has issued.
        """
        return pkcs7.serialize_certificates([self.leaf, self.subordinate, self.root], serialization.Encoding.DER)


def make_chain() -> Chain:
    """Make new keys, and a chain for ``localhost`` that is valid for a year."""
    root_key, subordinate_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    now = dt.datetime.now(dt.timezone.utc)
    root = _authority(_certificate(ROOT, root_key, ROOT, now), 1).sign(root_key, hashes.SHA256())
    subordinate = (
        _authority(_certificate(SUBORDINATE, subordinate_key, ROOT, now), 0)
        .add_extension(_issued_by(root_key), critical=False)
        .add_extension(_this_machine_only(), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    leaf = (
        _certificate(SERVER, key, SUBORDINATE, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_issued_by(subordinate_key), critical=False)
        .add_extension(_addresses(), critical=False)
        .sign(subordinate_key, hashes.SHA256())
    )
    return Chain(root, subordinate, leaf, key)


def names_in(p7b: bytes) -> list[str]:
    """The common names of a chain's certificates, in the order they are in the file."""
    certificates = pkcs7.load_der_pkcs7_certificates(p7b)
    return [str(item.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value) for item in certificates]


def _certificate(
    subject: str, key: ec.EllipticCurvePrivateKey, issuer: str, now: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + _LATER)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _authority(builder: x509.CertificateBuilder, path_length: int) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True).add_extension(
        _usage(signs_certificates=True), critical=True
    )


def _issued_by(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _this_machine_only() -> x509.NameConstraints:
    loopback = [x509.IPAddress(ip_network(text)) for text in ("127.0.0.0/8", "::1/128")]
    return x509.NameConstraints([x509.DNSName(SERVER), *loopback], excluded_subtrees=None)


def _addresses() -> x509.SubjectAlternativeName:
    loopback = [x509.IPAddress(ip_address(text)) for text in ("127.0.0.1", "::1")]
    return x509.SubjectAlternativeName([x509.DNSName(SERVER), *loopback])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
