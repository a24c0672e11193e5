"""Profiles and their pictures."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class ProfileError(UpSyncError):
    """A source of profiles, or one row of it, cannot be read."""

    code = "ProfileUnreadable"


class ProfileDenied(ProfileError):
    """The source of profiles refused the account this runs under."""

    code = "ProfileAccessDenied"


class ProfileUnreachable(ProfileError):
    """The source of profiles was not reached, or did not answer in time."""

    code = "ProfileSiteUnreachable"


class ProfileUntrusted(ProfileError):
    """The certificate of the source of profiles is not trusted."""

    code = "ProfileSiteUntrusted"


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


class PhotoBusy(FetchError):
    """The site has too much to do, or asks for fewer requests."""

    code = "PhotoSiteBusy"


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
