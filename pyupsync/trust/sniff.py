"""What a piece of DER is, by its first bytes: enough to refuse private keys without reading them."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PASSWORD_BASED = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c01"))
# INTEGER 0 or 1 opens PKCS#1, PKCS#8, DSA and SEC 1 keys (RFC 8017, 5958, 5915); INTEGER 3 opens PKCS#12 (RFC 7292).
_VERSIONS = (b"\x02\x01\x00", b"\x02\x01\x01", b"\x02\x01\x03")


def is_private(der: bytes) -> bool:
    """Whether ``der`` is a private key, encrypted or not, or a PKCS#12 file (.pfx), which holds one."""
    inside = _inside(der)
    return inside.startswith(_VERSIONS) or _is_encrypted_key(inside)


def _is_encrypted_key(inside: bytes) -> bool:
    """EncryptedPrivateKeyInfo (RFC 5958) opens with the algorithm of a password-based encryption."""
    algorithm = _inside(inside)
    return algorithm[:1] == b"\x06" and algorithm[2:].startswith(_PASSWORD_BASED)


def _inside(der: bytes) -> bytes:
    """The first bytes behind the header of a SEQUENCE; none when there is no SEQUENCE."""
    if der[:1] != b"\x30" or len(der) < 2:
        return b""
    length_bytes = der[1] & 0x7F if der[1] & 0x80 else 0
    return der[2 + length_bytes : 66 + length_bytes]


def kind_of(der: bytes) -> str:
    """``certificate``, ``pkcs7``, or in words what else it is."""
    inside = _inside(der)
    if inside[:1] == b"\x06":
        return "pkcs7" if inside.startswith(_SIGNED_DATA) else "an encrypted or other message"
    others = ((x509.load_der_x509_csr, "a certificate request"), (x509.load_der_x509_crl, "a revocation list"))
    for load, words in others:
        try:
            load(der)
        except (ValueError, UnsupportedAlgorithm):
            continue
        return words
    return "certificate"
