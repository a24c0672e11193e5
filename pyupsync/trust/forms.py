"""The forms certificates come in, told by content: DER, Base-64 with or without armour, PKCS#7, any text encoding."""

from __future__ import annotations

import base64
import binascii
import re
import warnings
from collections.abc import Iterator

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from pyupsync.errors import CertificatesTooLarge, CertificateUnreadable, PrivateKeyRefused
from pyupsync.trust.sniff import is_private, kind_of, private_among, split_padding

MAX_BYTES = 8 * 1024 * 1024
"""Bytes read of one input: a .p7b of 2,000 certificates in UTF-16 fits."""

_MARKER = re.compile(r"-----(BEGIN|END) ([A-Z0-9 #.]{1,60})-----")
_PRIVATE = re.compile(r"-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE|-----BEGIN PKCS12-----|PuTTY-User-Key-File-")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")
_EXPORT = "Export it as Base-64 (.cer) or as a chain (.p7b) and try again."


def ders_in(data: bytes, origin: str) -> Iterator[bytes | CertificateUnreadable]:
    """Find every certificate in ``data`` as DER, in order; a broken one among good ones is yielded as its error.

    Args:
        data: Bytes of a file, at most `MAX_BYTES`.
        origin: Where they came from, for messages.

    Raises:
        CertificatesTooLarge: More bytes than are read.
        PrivateKeyRefused: A private key is in it, in any form; nothing is yielded then.
        CertificateUnreadable: There is nothing in it that could be a certificate.
    """
    if len(data) > MAX_BYTES:
        raise CertificatesTooLarge(
            f"{origin} is larger than {MAX_BYTES // 1024**2} MiB, more than any chain needs; it was not read.",
            target=origin,
        )
    _refuse_private(data, origin)
    # DER of this size has a length of several bytes, so its second byte is no ASCII; an empty chain has its OID third.
    if data[:1] == b"\x30" and (data[1:2] >= b"\x80" or data[2:3] == b"\x06"):
        return iter(_unpack(data, origin))
    return _from_text(data, origin)


def _decode(data: bytes) -> str:
    """Text of any encoding editors write; bytes that are no text become characters Base-64 does not have."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    head = data[:64]
    if head[1::2].count(0) > len(head) // 3:
        return data.decode("utf-16-le", errors="replace")
    if head[::2].count(0) > len(head) // 3:
        return data.decode("utf-16-be", errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _from_text(data: bytes, origin: str) -> Iterator[bytes | CertificateUnreadable]:
    text = _decode(data)
    if _PRIVATE.search(text) or private_among(data):
        raise _key_refused(origin)
    blocks = list(_armoured(text, origin))
    if not blocks:
        blocks = [_bare(text, origin)]
    for block in blocks:
        if isinstance(block, bytes):
            _refuse_private(block, origin)
    return _unpack_each(blocks, origin)


def _armoured(text: str, origin: str) -> Iterator[bytes | CertificateUnreadable]:
    """The bytes between each BEGIN and its END. The labels are not trusted further: tools mislabel PKCS#7."""
    marks = list(_MARKER.finditer(text))
    for number, mark in enumerate(marks):
        if mark[1] == "END":
            continue
        end = marks[number + 1] if number + 1 < len(marks) else None
        if end is None or end[1] != "END" or end[2] != mark[2]:
            yield _broken(origin, f"the block {mark[2]} has no end; the file is cut off")
        else:
            der = _base64(text[mark.end() : end.start()])
            yield der or _broken(origin, f"the block {mark[2]} is not Base-64")


def _bare(text: str, origin: str) -> bytes:
    """Base-64 without armour, as some tools and web pages give it."""
    der = _base64(text)
    if not der or not (der[:1] == b"\x30" or is_private(der)):
        what = "is empty" if not text.strip("\0 \r\n\t") else "holds no certificate in any form that is read"
        raise CertificateUnreadable(f"{origin} {what}.", target=origin, advice=_EXPORT)
    return der


def _base64(text: str) -> bytes | None:
    if _NOT_BASE64.search(text):
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _unpack_each(blocks: list[bytes | CertificateUnreadable], origin: str) -> Iterator[bytes | CertificateUnreadable]:
    for block in blocks:
        if not isinstance(block, bytes):
            yield block
            continue
        try:
            yield from _unpack(block, origin)
        except CertificateUnreadable as error:
            yield error


def _unpack(der: bytes, origin: str) -> list[bytes | CertificateUnreadable]:
    """One certificate as it is, or those of a PKCS#7 message in its order."""
    value, more = split_padding(der)
    if more:
        _refuse_private(more, origin)
    else:
        der = value
    kind = kind_of(der)
    if kind == "certificate":
        return [der]
    if kind != "pkcs7":
        raise CertificateUnreadable(f"{origin} holds {kind}, no certificate.", target=origin, advice=_EXPORT)
    return [certificate.public_bytes(Encoding.DER) for certificate in _pkcs7(der, origin)]


def _pkcs7(der: bytes, origin: str) -> list[x509.Certificate]:
    try:
        with warnings.catch_warnings():
            # Windows writes some chains in BER; cryptography warns, and reads them.
            warnings.simplefilter("ignore")
            return pkcs7.load_der_pkcs7_certificates(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        if "no certificate data" in str(error):
            raise CertificateUnreadable(f"{origin} is a chain with no certificate in it.", target=origin) from error
        raise _broken(origin, "the PKCS#7 chain is cut off, damaged, or not one of certificates") from error


def _broken(origin: str, what: str) -> CertificateUnreadable:
    return CertificateUnreadable(f"{origin} cannot be read: {what}.", target=origin, advice=_EXPORT)


def _refuse_private(data: bytes, origin: str) -> None:
    if is_private(data):
        raise _key_refused(origin)


def _key_refused(origin: str) -> PrivateKeyRefused:
    return PrivateKeyRefused(
        f"{origin} holds a private key; it was not read further, and nothing of it is kept.",
        target=origin,
        advice="Trust needs the certificate alone: export it without the key, as Base-64 (.cer) or as a chain (.p7b).",
    )
