"""Why SharePoint refused a certificate, by what it logged and by what is trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyupsync.diagnosis.events_group import Refused
from pyupsync.diagnosis.events_names import name_key

_FARM_AUTHORITY = "CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US"
# What .NET calls the statuses of a chain that are no matter of trust; the log has its texts or its names.
_OTHER_CAUSES = (
    ("CertificateExpired", ("NotTimeValid", "validity period", "expired")),
    ("HostNameMismatch", ("RemoteCertificateNameMismatch", "name mismatch", "does not match")),
    ("RevocationUnknown", ("RevocationStatusUnknown", "OfflineRevocation", "revocation")),
    (
        "CertificateUnusable",
        (
            "NotSignatureValid",
            "signature of the certificate cannot",
            "basic constraint",
            "BasicConstraints",
            "NameConstraints",
            "invalid name",
            "requested usage",
            "NotValidForUsage",
            "extension that is not valid",
        ),
    ),
)
_POLICY = re.compile(r"error code '?0x([0-9a-f]{1,8})", re.IGNORECASE)
"""SslPolicyErrors as a number, https://learn.microsoft.com/dotnet/api/system.net.security.sslpolicyerrors."""
_NAME_MISMATCH, _CHAIN_ERRORS = 2, 4
_TRUST = ("root", "UntrustedRoot", "PartialChain", "could not be built")


@dataclass(frozen=True, slots=True)
class KnownCertificate:
    """A certificate that is trusted, or at hand in a file.

    Attributes:
        subject: Its subject.
        issuer: Its issuer.
        thumbprint: SHA-1 in upper-case hex.
        place: The authority's name in the store, or the file.
    """

    subject: str
    issuer: str
    thumbprint: str
    place: str


@dataclass(frozen=True, slots=True)
class Trusted:
    """What is known beside the events.

    Attributes:
        store: What is trusted; None when no store was named.
        at_hand: What the files hold that were given.
        address: The store's address, for commands.
    """

    store: Sequence[KnownCertificate] | None = None
    at_hand: Sequence[KnownCertificate] = ()
    address: str = ""


def cause_of(one: Refused, known: Trusted) -> str:
    """A stable code: what ``facts["cause"]`` of a finding says."""
    trusted = known.store is not None and not missing_in(one, known.store)
    if _is_farms_own(one) and not trusted:
        return "FarmAuthorityMissing"
    said = " ".join(one.errors).casefold()
    if not any(word.casefold() in said for word in _TRUST):
        if _only_the_name(said):
            return "HostNameMismatch"
        for cause, words in _OTHER_CAUSES:
            if any(word.casefold() in said for word in words):
                return cause
    if trusted:
        return "TrustedMeanwhile"
    same = bool(one.event.subject) and name_key(one.event.subject) == name_key(one.event.issuer)
    return "SelfSigned" if same else "IssuerMissing"


def _only_the_name(said: str) -> bool:
    codes = [int(found, 16) for found in _POLICY.findall(said)]
    return any(code & _NAME_MISMATCH for code in codes) and not any(code & _CHAIN_ERRORS for code in codes)


def _is_farms_own(one: Refused) -> bool:
    own = name_key(_FARM_AUTHORITY)
    return own in (name_key(one.event.issuer), name_key(one.event.subject))


def missing_in(one: Refused, store: Sequence[KnownCertificate]) -> str:
    """The issuer's name at which the way up leaves the store; empty when it ends at a root that is in it."""
    by_subject = {name_key(item.subject): item for item in store}
    if any(item.thumbprint == one.event.thumbprint for item in store if one.event.thumbprint):
        return ""
    name, seen = one.event.issuer, set[object]()
    while (item := by_subject.get(name_key(name))) and name_key(item.subject) not in seen:
        seen.add(name_key(item.subject))
        if name_key(item.subject) == name_key(item.issuer):
            return ""
        name = item.issuer
    return name
