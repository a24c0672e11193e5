"""Why a chain is refused: OpenSSL's reasons in plain words, and in those SharePoint logs as event 8311.

The statuses and their texts are .NET's X509ChainStatus, which SharePoint writes into the event
(https://learn.microsoft.com/en-us/dotnet/api/system.security.cryptography.x509certificates.x509chainstatusflags);
the sentence on the root is SharePoint's own (KB2545744).
"""

from __future__ import annotations

from dataclasses import dataclass

from pyupsync.model import Finding
from pyupsync.trust.certificates import Certificate

_TIME = (
    "NotTimeValid: A required certificate is not within its validity period when verifying against the current "
    "system clock or the timestamp in the signed file."
)
_ROOT = "The root of the certificate chain is not a trusted root authority."
_PARTIAL = "PartialChain: A certificate chain could not be built to a trusted root authority."
_SIGNATURE = "NotSignatureValid: The signature of the certificate cannot be verified."
_CONSTRAINTS = "InvalidBasicConstraints: A certificate's basic constraint extension has not been observed."
_NAMES = (
    "InvalidNameConstraints: The certificate has an invalid name. The name is not included in the permitted list or "
    "is explicitly excluded."
)
_USAGE = "NotValidForUsage: The certificate is not valid for the requested usage."
_EXTENSION = "InvalidExtension: A certificate contains an extension that is not valid."
_HOST = "RemoteCertificateNameMismatch: The remote certificate is invalid according to the validation procedure."


@dataclass(frozen=True, slots=True)
class Reason:
    """A way to fail: a stable code, plain words (``{}`` is the certificate) and the event's words."""

    code: str
    plain: str
    event: str


MISSING = Reason("IssuerMissing", "The issuer of {} is not in the trust store; the chain ends there.", _PARTIAL)
ROOT = Reason("RootUntrusted", "{} is the root of the chain, and it is not in the trust store.", _ROOT)
SELF_SIGNED = Reason("SelfSigned", "{} signed itself, and it is not in the trust store.", _ROOT)
EXPIRED = Reason("Expired", "{} has expired.", _TIME)
EARLY = Reason("NotYetValid", "{} is not valid yet.", _TIME)
BAD_SIGNATURE = Reason("SignatureInvalid", "The signature of {} is not its issuer's.", _SIGNATURE)
NOT_A_CA = Reason("NotAnAuthority", "{} signed another certificate, but is no certificate authority.", _CONSTRAINTS)
NO_CERT_SIGN = Reason("KeyUsageInvalid", "{} signed another certificate; its key usage does not allow that.", _USAGE)
TOO_LONG = Reason("PathTooLong", "The chain is longer than {} allows (path length).", _CONSTRAINTS)
OUTSIDE = Reason("NameNotPermitted", "An authority of {} may not issue for its names (name constraints).", _NAMES)
PURPOSE = Reason("NotForServers", "{} may not be used for TLS servers (extended key usage).", _USAGE)
WRONG_HOST = Reason("HostNameMismatch", "{} is for other hosts.", _HOST)
EXTENSION = Reason("ExtensionUnknown", "{} has a critical extension that nobody knows here.", _EXTENSION)
UNREADABLE = Reason("ChainUnusable", "{} cannot be verified.", _SIGNATURE)

# Numbers of X509_V_ERR_*, stable in OpenSSL's x509_vfy.h.
BY_OPENSSL = {
    2: MISSING,
    7: BAD_SIGNATURE,
    9: EARLY,
    10: EXPIRED,
    18: SELF_SIGNED,
    19: ROOT,
    20: MISSING,
    21: MISSING,
    22: TOO_LONG,
    24: NOT_A_CA,
    25: TOO_LONG,
    26: PURPOSE,
    32: NO_CERT_SIGN,
    34: EXTENSION,
    37: NOT_A_CA,
    47: OUTSIDE,
    48: OUTSIDE,
    51: OUTSIDE,
    52: OUTSIDE,
    53: OUTSIDE,
    79: NOT_A_CA,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one certificate of a chain.

    Attributes:
        reason: The way it fails.
        certificate: The certificate that fails.
        detail: What more there is to say: OpenSSL's own words, the names it is for.
        mend: What to do; names the file or address to take, where it is known.
    """

    reason: Reason
    certificate: Certificate
    detail: str
    mend: str

    @property
    def plain(self) -> str:
        """What is wrong, in a sentence."""
        return self.reason.plain.format(self.certificate.subject)

    @property
    def event(self) -> str:
        """What SharePoint would write for it in the Application log (event 8311)."""
        item = self.certificate
        return (
            "An operation failed because the following certificate has validation errors:\n\n"
            f"Subject Name: {item.subject}\nIssuer Name: {item.issuer}\nThumbprint: {item.thumbprint}\n\n"
            f"Errors:\n\n {self.reason.event}"
        )

    def finding(self, host: str) -> Finding:
        """The same as a finding on ``host``."""
        expected = "A chain that the trust store alone validates"
        words = (self.plain, self.detail, f"In SharePoint's event 8311: {self.reason.event}")
        who = f"{host}: {self.certificate.subject} ({self.certificate.thumbprint})"
        return Finding(self.reason.code, "error", who, expected, " ".join(filter(None, words)), self.mend)
