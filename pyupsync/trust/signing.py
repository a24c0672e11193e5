"""Who signed a certificate, by its signature: names and key identifiers only say whom to ask."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pyupsync.trust.certificates import Certificate, authority_key_id, subject_key_id

NameKey: TypeAlias = "tuple[frozenset[tuple[str, str | bytes]], ...]"


def public_key(certificate: Certificate) -> CertificatePublicKeyTypes | None:
    """Its key, None when it is of a kind or on a curve that is not known here."""
    try:
        return certificate.x509.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None


def digest_name(certificate: Certificate) -> str:
    """The hash its signature uses: ``SHA256``; empty when the kind of signature has none, or is not known here."""
    try:
        digest = certificate.x509.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return ""
    return digest.name.upper() if digest else ""


def key_bytes(certificate: Certificate) -> bytes:
    """What tells its key from others: the SubjectPublicKeyInfo; empty for a key that is not known here."""
    key = public_key(certificate)
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) if key else b""


@lru_cache(maxsize=8192)
def subject_key(certificate: Certificate) -> NameKey:
    """Its subject, in a form that is equal where RFC 5280 (7.1) calls two names the same."""
    return _name_key(certificate.x509.subject)


@lru_cache(maxsize=8192)
def issuer_key(certificate: Certificate) -> NameKey:
    """Its issuer, in the same form."""
    return _name_key(certificate.x509.issuer)


def _name_key(name: x509.Name) -> NameKey:
    return tuple(frozenset((part.oid.dotted_string, _folded(part.value)) for part in rdn) for rdn in name.rdns)


def _folded(value: str | bytes) -> str | bytes:
    """Without regard to case and to how many blanks there are."""
    return value if isinstance(value, bytes) else " ".join(unicodedata.normalize("NFKC", value).casefold().split())


@lru_cache(maxsize=8192)
def is_self_signed(certificate: Certificate) -> bool:
    """Whether it is signed with its own key. By name and identifiers alone where the key is not known here."""
    if issuer_key(certificate) != subject_key(certificate):
        return False
    signed = is_signed_by(certificate, certificate)
    return names_fit(certificate, certificate) if signed is None else signed


def names_fit(certificate: Certificate, issuer: Certificate) -> bool:
    """Whether names and key identifiers allow ``issuer`` to be the issuer (RFC 5280, 4.2.1.1), as OpenSSL asks."""
    if issuer_key(certificate) != subject_key(issuer):
        return False
    wanted = authority_key_id(certificate)
    if wanted is None:
        return True
    offered = subject_key_id(issuer)
    if wanted.key_identifier is not None and offered is not None and wanted.key_identifier != offered:
        return False
    return wanted.authority_cert_serial_number in {None, issuer.serial}


def is_signed_by(certificate: Certificate, issuer: Certificate) -> bool | None:
    """Whether the issuer's key made the signature; None when that cannot be checked here.

    ``x509.Certificate.verify_directly_issued_by`` would do, but refuses SHA-1, which old farms' authorities used.
    """
    key = public_key(issuer)
    if key is None:
        return None
    try:
        _check(certificate, key)
    except InvalidSignature:
        return False
    except (UnsupportedAlgorithm, ValueError, TypeError):
        return None
    return True


def _check(certificate: Certificate, key: CertificatePublicKeyTypes) -> None:
    signed = certificate.x509
    signature, data, digest = signed.signature, signed.tbs_certificate_bytes, signed.signature_hash_algorithm
    how = signed.signature_algorithm_parameters
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, data)
    elif isinstance(key, rsa.RSAPublicKey) and digest:
        key.verify(signature, data, how if isinstance(how, padding.PSS) else padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey) and digest:
        key.verify(signature, data, ec.ECDSA(digest))
    elif isinstance(key, dsa.DSAPublicKey) and digest:
        key.verify(signature, data, digest)
    else:
        raise InvalidSignature
