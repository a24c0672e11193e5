"""The person's profile in SharePoint, and the picture it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, Profile


@dataclass(frozen=True, slots=True)
class PictureHost:
    """Where a PictureURL leads.

    Attributes:
        host: The host, with its port where that is not the scheme's own.
        named: Whether it is among the sites that get credentials; None where none was named.
        of_farm: Whether the farm answers to it; None where no farm was named.
    """

    host: str
    named: bool | None = None
    of_farm: bool | None = None


def judge_profile(name: str, source: str, found: Seen[Sequence[Profile]]) -> Check:
    """Whether the profile store knows the person, once.

    Args:
        name: Whom, as it was asked for.
        source: The address of the profiles.
        found: The profiles that mean this person.
    """
    station = Station("profile", source or name, "One profile of this person in SharePoint")
    if isinstance(found, Unseen):
        return station.broken(found)
    if not found:
        return station.failed(
            "ProfileMissing",
            f"SharePoint has no profile of {name}.",
            "Run a profile synchronization, and see that the person's OU is among those of its connection.",
        )
    if len(found) > 1:
        said = f"SharePoint has {len(found)} profiles that mean {name}."
        each = [f"{one.account} {one.picture_url} ({one.origin})" for one in found]
        return station.warned("ProfileTwice", said, "Remove the one that is not used (Manage User Profiles).", each)
    one = found[0]
    return station.passed(f"SharePoint knows {one.account}.", *filter(None, (one.name, one.origin)))


def judge_picture_url(profile: Seen[Profile], host: Seen[PictureHost]) -> Check:
    """Whether the profile names a picture, and on a host that may be asked for it."""
    station = Station("pictureUrl", "PictureURL", "The address of a picture on a site of the farm")
    if isinstance(profile, Unseen):
        return station.unknown(profile)
    url = profile.picture_url.strip()
    if not url:
        advice = "Have the person upload a picture; then run: Update-SPProfilePhotoStore -MySiteHostLocation MYSITE"
        return station.failed("PictureUrlEmpty", "PictureURL of the profile is empty.", advice)
    if isinstance(host, Unseen):
        return station.failed(host.code or "PictureUrlUnreadable", host.why, host.advice, [url])
    if host.named is False:
        said = f"PictureURL leads to {host.host}, which is none of the sites that were named; it gets no credentials."
        return station.failed(
            "PictureHostNotNamed", said, f"Name it, where it is the farm's own: --site {host.host}", [url]
        )
    if host.of_farm is False:
        said = f"PictureURL leads to {host.host}, which is no address of the farm."
        advice = (
            "Run: Update-SPProfilePhotoStore -MySiteHostLocation MYSITE -OldBaseUri "
            f"{url.partition('://')[0]}://{host.host} -NewBaseUri MYSITE"
        )
        return station.warned("PictureHostForeign", said, advice, [url])
    return station.passed(url)
