"""The one tree of errors. Every leaf has a stable code; every message says what happened, to what, what to do.

UpSyncError
 +-- UsageError            UsageInvalid            the command, the arguments or the configuration (exit code 2)
 |    +-- CredentialError  CredentialUnusable      a keytab, password file or ticket that cannot be used
 +-- ProfileError          ProfileUnreadable       a source of profiles, or one row of it
 |    +-- AccountError     AccountUnreadable       an account name in none of the known forms
 +-- PhotoError            PhotoFailed             one picture
 |    +-- FetchError       PhotoFetchFailed        it could not be fetched
 |    |    +-- PhotoMissing       PhotoNotFound        the site says there is none
 |    |    +-- PhotoDenied        PhotoAccessDenied    the site refused us
 |    |    +-- PhotoUnreachable   PhotoSiteUnreachable no connection, no answer in time
 |    |    +-- PhotoUntrusted     PhotoSiteUntrusted   the site's certificate is not trusted
 |    +-- ImageError       ImageUnusable           what was fetched is no usable picture
 |         +-- NotAnImage         ImageNotAPicture     a login page, an error page, nothing at all
 |         +-- ImageTruncated     ImageTruncated       the picture ends too early
 |         +-- ImageTooLarge      ImageTooLarge        more pixels or bytes than are read
 +-- TrustError            TrustFailed             certificates and the stores they are trusted in
 |    +-- CertificateError         CertificateFailed        a certificate, or what should hold one
 |    |    +-- CertificateUnreadable      CertificateUnreadable      no certificate in any form that is read
 |    |    +-- CertificatesTooLarge       CertificatesTooLarge       more bytes or certificates than are read
 |    |    +-- PrivateKeyRefused          PrivateKeyRefused          a private key came with it
 |    +-- SiteChainError           SiteChainUnavailable     a site's chain, or an issuer's file, not got
 |    +-- TrustStoreError          TrustStoreFailed         the store of trusted root authorities
 +-- DirectoryError        DirectoryFailed         the directory
      +-- DirectoryUnavailable    DirectoryUnavailable    not reached, or lost
      +-- DirectoryUntrusted      DirectoryUntrusted      its certificate is not trusted
      +-- DirectoryLogonFailed    DirectoryLogonFailed    it refused the logon
      +-- DirectoryTooWeak        DirectoryAuthTooWeak    it wants a stronger logon (LDAP result 8)
      +-- DirectoryDenied         DirectoryAccessDenied   insufficientAccessRights (LDAP result 50)
      +-- DirectoryRejected       DirectoryValueRejected  the value breaks the schema (results 19, 21)
      +-- PersonNotFound          PersonNotFound          no such entry (result 32)

The codes are the same on the command line, in JSON and in PowerShell's FullyQualifiedErrorId.
"""

from __future__ import annotations

from typing import ClassVar


class UpSyncError(Exception):
    """The root of the tree.

    Args:
        message: One sentence: what happened, and to what.
        target: What it happened to (an account, a DN, a URL, a path); empty when the message says it all.
        advice: What to do about it, a command where there is one.
    """

    code: ClassVar[str] = "UpSyncFailed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, target: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.target = target
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UsageError(UpSyncError):
    """The command line, the arguments or the configuration cannot be used."""

    code = "UsageInvalid"
    exit_code = 2


class CredentialError(UsageError):
    """A keytab, a password file or a ticket cannot be used."""

    code = "CredentialUnusable"


class ProfileError(UpSyncError):
    """A source of profiles, or one row of it, cannot be read."""

    code = "ProfileUnreadable"


class AccountError(ProfileError):
    """An account name is in none of the known forms."""

    code = "AccountUnreadable"


class PhotoError(UpSyncError):
    """One person's picture cannot be had."""

    code = "PhotoFailed"


class FetchError(PhotoError):
    """A picture could not be fetched."""

    code = "PhotoFetchFailed"


class PhotoMissing(FetchError):
    """The source says that there is no such picture."""

    code = "PhotoNotFound"


class PhotoDenied(FetchError):
    """The site refused the account this runs under."""

    code = "PhotoAccessDenied"


class PhotoUnreachable(FetchError):
    """The site was not reached, or did not answer in time."""

    code = "PhotoSiteUnreachable"


class PhotoUntrusted(FetchError):
    """The site's certificate is not trusted."""

    code = "PhotoSiteUntrusted"


class ImageError(PhotoError):
    """What was fetched is no usable picture."""

    code = "ImageUnusable"


class NotAnImage(ImageError):
    """A login page, an error page, or nothing at all came instead of a picture."""

    code = "ImageNotAPicture"


class ImageTruncated(ImageError):
    """The picture ends before its time."""

    code = "ImageTruncated"


class ImageTooLarge(ImageError):
    """The picture has more pixels or bytes than are read."""

    code = "ImageTooLarge"


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


class DirectoryError(UpSyncError):
    """The directory failed."""

    code = "DirectoryFailed"


class DirectoryUnavailable(DirectoryError):
    """The directory was not reached, or the connection was lost."""

    code = "DirectoryUnavailable"


class DirectoryUntrusted(DirectoryError):
    """The directory's certificate is not trusted."""

    code = "DirectoryUntrusted"


class DirectoryLogonFailed(DirectoryError):
    """The directory refused the logon."""

    code = "DirectoryLogonFailed"


class DirectoryTooWeak(DirectoryError):
    """The directory wants a stronger logon (LDAP result 8, strongerAuthRequired)."""

    code = "DirectoryAuthTooWeak"


class DirectoryDenied(DirectoryError):
    """The account may not write here (LDAP result 50, insufficientAccessRights)."""

    code = "DirectoryAccessDenied"


class DirectoryRejected(DirectoryError):
    """The value breaks the schema (LDAP result 19 or 21)."""

    code = "DirectoryValueRejected"


class PersonNotFound(DirectoryError):
    """There is no such entry any more (LDAP result 32)."""

    code = "PersonNotFound"
