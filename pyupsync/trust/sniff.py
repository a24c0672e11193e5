"""What a piece of DER is, by its first bytes: enough to refuse private keys without reading them."""

from __future__ import annotations

import re

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_PASSWORD_BASED = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c01"))
# INTEGER 0 or 1 opens PKCS#1, PKCS#8, DSA and SEC 1 keys (RFC 8017, 5958, 5915); INTEGER 3 opens PKCS#12 (RFC 7292).
_VERSIONS = (b"\x02\x01\x00", b"\x02\x01\x01", b"\x02\x01\x03")
# Java's keystores (JKS, JCEKS: a magic number and a version of four bytes) and Microsoft's .pvk.
_STORES = rb"\xfe\xed\xfe\xed\0\0\0|\xce\xce\xce\xce\0\0\0|\x1e\xf1\xb5\xb0"
_KEY_STORE = re.compile(_STORES)
# The versions above with what follows them, behind a SEQUENCE of any length; or a password-based encryption.
_SEQUENCE = rb"\x30(?:[\x10-\x80]|\x81.|\x82..|\x83...|\x84....)"
_KEY = rb"\x02\x01(?:\0[\x02\x30]|\x01[\x04\x30]|\x03\x30)"
_SOMEWHERE = re.compile(
    b"|".join((_SEQUENCE + _KEY, _STORES, *(rb"\x06." + re.escape(oid) for oid in _PASSWORD_BASED))), re.DOTALL
)
_PADDING = b"\0 \t\r\n\x1a"


def is_private(der: bytes) -> bool:
    """Whether ``der`` is a private key, encrypted or not, or a file that holds one: PKCS#12 (.pfx), .jks, .pvk."""
    if _KEY_STORE.match(der):
        return True
    inside = _inside(der)
    return inside.startswith(_VERSIONS) or _is_encrypted_key(inside)


def private_among(text: bytes) -> bool:
    """Whether a private key or a file of them stands, as plain bytes, anywhere in what is text otherwise."""
    return _SOMEWHERE.search(text) is not None


def split_padding(der: bytes) -> tuple[bytes, bytes]:
    """The first value in ``der``, and what follows it; ends of lines and NULs, which tools append, are dropped."""
    long_form = len(der) > 2 and der[1] & 0x80
    size_bytes = der[1] & 0x7F if long_form else 0
    if len(der) < 3 or (long_form and not size_bytes):  # nothing, or of indefinite length
        return der.rstrip(b"\r\n"), b""
    size = int.from_bytes(der[2 : 2 + size_bytes], "big") if long_form else der[1]
    end = 2 + size_bytes + size
    return der[:end], der[end:].strip(_PADDING)


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
