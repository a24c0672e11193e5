"""Certificates and the stores they are trusted in."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class TrustError(UpSyncError):
    """Certificates, or the stores they are trusted in."""

    code = "TrustFailed"


class CertificateError(TrustError):
    """A certificate, or what should hold one, cannot be used."""

    code = "CertificateFailed"


class CertificateUnreadable(CertificateError):
    """There is no certificate in any form that is read, or a broken one."""

    code = "CertificateUnreadable"


class CertificatesTooLarge(CertificateError):
    """More bytes or more certificates than are read."""

    code = "CertificatesTooLarge"


class PrivateKeyRefused(CertificateError):
    """A private key came with it; nothing of the input is read or kept."""

    code = "PrivateKeyRefused"


class SiteChainError(TrustError):
    """The chain that a site presents, or the file of an issuer, could not be got."""

    code = "SiteChainUnavailable"


class TrustStoreError(TrustError):
    """The store of trusted root authorities failed."""

    code = "TrustStoreFailed"


class AlreadyTrusted(TrustStoreError):
    """The very certificate is in the store by now, under whatever name: there is nothing left to do."""

    code = "AlreadyTrusted"
