"""Names of trusted root authorities: readable, unique whatever the case, and the farm's own one set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from cryptography import x509
from cryptography.x509.oid import NameOID

from pyupsync.model import TrustedRoot
from pyupsync.trust.certificates import Certificate, clean

MAX_NAME = 100
LOCAL_NAME = "local"
_LOCAL_SUBJECT = {
    NameOID.COMMON_NAME: "SharePoint Root Authority",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "SharePoint",
    NameOID.ORGANIZATION_NAME: "Microsoft",
    NameOID.COUNTRY_NAME: "US",
}
_UNFIT = re.compile(r'[\\/:*?"<>|#;]+')
_ORDER = (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.ORGANIZATION_NAME)


def name_for(certificate: Certificate, taken: Collection[str]) -> str:
    """A name from the subject's CN, else OU, else O; with the thumbprint's first digits when that one is taken.

    Args:
        certificate: What is to be named.
        taken: Names in use, in any case.
    """
    used = {fold(name) for name in taken} | {LOCAL_NAME}
    base = _base(certificate)
    if fold(base) not in used:
        return base
    stem = base[: MAX_NAME - 12].rstrip()
    numbered = (f"{stem} ({certificate.short})", f"{stem} ({certificate.thumbprint})")
    return next((name for name in numbered if fold(name) not in used), numbered[-1])


def _base(certificate: Certificate) -> str:
    for kind in _ORDER:
        for attribute in certificate.x509.subject.get_attributes_for_oid(kind):
            name = fit(str(attribute.value))
            if name:
                return name
    return f"Certificate {certificate.short}"


def fit(name: str) -> str:
    """``name`` with what file systems and consoles cannot take made a dash, in composed form, at most `MAX_NAME`."""
    return _UNFIT.sub("-", clean(unicodedata.normalize("NFC", name)))[:MAX_NAME].strip(" .-")


def fold(name: str) -> str:
    """What makes two names the same name to SharePoint, which does not tell cases apart."""
    return unicodedata.normalize("NFC", name).casefold()


def is_local(entry: TrustedRoot, certificate: Certificate | None) -> bool:
    """Whether ``entry`` is the farm's own authority: named ``local``, or with the subject SharePoint gives it.

    Deleting it breaks claims and search (KB2545744). Other farms' authorities have that subject too: kept just as well.
    """
    return fold(entry.name) == LOCAL_NAME or (certificate is not None and _has_local_subject(certificate.x509.subject))


def _has_local_subject(subject: x509.Name) -> bool:
    found = {kind: subject.get_attributes_for_oid(kind) for kind in _LOCAL_SUBJECT}
    return all(
        any(fold(str(attribute.value)) == fold(_LOCAL_SUBJECT[kind]) for attribute in attributes)
        for kind, attributes in found.items()
    )
