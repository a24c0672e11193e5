"""One certificate, read once and told in plain values."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from pyupsync.errors import CertificateUnreadable
from pyupsync.model import Facts

_SHORT = 8
_WINDOWS_NAMES = {NameOID.EMAIL_ADDRESS: "E", NameOID.GIVEN_NAME: "G", NameOID.SURNAME: "SN"}
# What cryptography raises for certificates it cannot make sense of; most of it is no ValueError.
_UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_MESSY = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that could be read.

    Attributes:
        x509: What ``cryptography`` made of it.
        der: Its bytes in DER.
        thumbprint: SHA-1 in upper-case hex, its name in Windows and SharePoint.
        sha256: SHA-256 in hex, its identity here.
        subject: Subject as Windows writes it: ``CN=…, O=…, C=…``; control characters are shown as spaces.
        issuer: Issuer, written the same way.
        not_before: Start of its validity, UTC.
        not_after: End of its validity, UTC.
        serial: Serial number; RFC 5280 wants it above 0.
        origins: Where it was found.
    """

    x509: x509.Certificate = field(repr=False, compare=False)
    der: bytes = field(repr=False)
    thumbprint: str
    sha256: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    serial: int
    origins: tuple[str, ...] = field(default=(), compare=False)

    @property
    def short(self) -> str:
        """The first digits of the thumbprint, enough to tell namesakes apart."""
        return self.thumbprint[:_SHORT]

    def facts(self, name: str) -> Facts:
        """What a plan says of it under ``name``."""
        return {
            "name": name,
            "thumbprint": self.thumbprint,
            "subject": self.subject,
            "notAfter": self.not_after.isoformat(),
        }

    def found_at(self, *origins: str) -> Certificate:
        """The same certificate, found in more places."""
        return replace(self, origins=tuple(dict.fromkeys((*self.origins, *origins))))


def from_der(der: bytes, *origins: str) -> Certificate:
    """Read one certificate in DER.

    Raises:
        CertificateUnreadable: It is none, or so broken that its names, dates or extensions cannot be told.
    """
    try:
        with warnings.catch_warnings():
            # A serial number below 1 is warned about; here it becomes a finding.
            warnings.simplefilter("ignore")
            return _read(x509.load_der_x509_certificate(der), origins)
    except _UNREADABLE as error:
        raise CertificateUnreadable(
            f"{' '.join(origins) or 'The certificate'} is no certificate that can be read: {_reason(error)}.",
            target=origins[0] if origins else "",
            advice="Export it from its authority again.",
        ) from error


def _read(certificate: x509.Certificate, origins: tuple[str, ...]) -> Certificate:
    der = certificate.public_bytes(Encoding.DER)
    _ = certificate.extensions  # parsed on first use: a broken one must show now
    return Certificate(
        certificate,
        der,
        hashlib.sha1(der, usedforsecurity=False).hexdigest().upper(),
        hashlib.sha256(der).hexdigest(),
        name_text(certificate.subject),
        name_text(certificate.issuer),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        certificate.serial_number,
        origins,
    )


def _reason(error: Exception) -> str:
    """The part of a parser's message that a person can use: where it stopped, on one line."""
    return " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__


def name_text(name: x509.Name) -> str:
    """A distinguished name on one line, most specific part first, as Windows shows it."""
    parts = [rdn.rfc4514_string(_WINDOWS_NAMES) for rdn in reversed(name.rdns)]
    return clean(", ".join(parts)) or "(no name)"


def clean(text: str) -> str:
    """``text`` with no character that would move a cursor or turn the reading direction."""
    return " ".join(_MESSY.sub(" ", text).split())


def basic_constraints(certificate: Certificate) -> x509.BasicConstraints | None:
    """Its basicConstraints, None when there are none."""
    try:
        return certificate.x509.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return None


def key_usage(certificate: Certificate) -> x509.KeyUsage | None:
    """Its keyUsage, None when it is not restricted."""
    try:
        return certificate.x509.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def subject_key_id(certificate: Certificate) -> bytes | None:
    """Its subjectKeyIdentifier, None when there is none."""
    try:
        return certificate.x509.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def authority_key_id(certificate: Certificate) -> x509.AuthorityKeyIdentifier | None:
    """Its authorityKeyIdentifier, None when there is none."""
    try:
        return certificate.x509.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    except x509.ExtensionNotFound:
        return None


def issuer_urls(certificate: Certificate) -> tuple[str, ...]:
    """Where its issuer's certificate may be had: the http(s) caIssuers of its authorityInfoAccess."""
    try:
        access = certificate.x509.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return ()
    urls = [
        item.access_location.value
        for item in access
        if item.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and isinstance(item.access_location, x509.UniformResourceIdentifier)
    ]
    return tuple(clean(url) for url in urls if url.lower().startswith(("http://", "https://")))
