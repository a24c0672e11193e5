"""Names of trusted root authorities: readable, unique whatever the case, and the farm's own one set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container

from cryptography.x509.oid import NameOID

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
    return free_name(certificate, {fold(name) for name in taken})


def free_name(certificate: Certificate, used: Container[str]) -> str:
    """As `name_for`, for names that are folded already: folding thousands anew for each certificate takes long."""
    base = _base(certificate)
    if fold(base) not in used and fold(base) != LOCAL_NAME:
        return base
    return beside(base, certificate, used)


def beside(name: str, certificate: Certificate, used: Container[str]) -> str:
    """``name`` with the thumbprint's first digits, or all of them; ``used`` are folded names."""
    stem = name[: MAX_NAME - 12].rstrip()
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


def has_local_subject(certificate: Certificate) -> bool:
    """Whether its subject is the one that SharePoint gives each farm's own authority."""
    subject = certificate.x509.subject
    found = {kind: subject.get_attributes_for_oid(kind) for kind in _LOCAL_SUBJECT}
    return all(
        any(fold(str(attribute.value)) == fold(_LOCAL_SUBJECT[kind]) for attribute in attributes)
        for kind, attributes in found.items()
    )
