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


def judge_profile(
    name: str, source: str, found: Seen[Sequence[Profile]], *, known: bool | None = None, several: bool = False
) -> Check:
    """Whether the profile store knows the person, once.

    Args:
        name: Whom, as it was asked for.
        source: The address of the profiles.
        found: The profiles that mean this person.
        known: Whether the directory knows anybody by that name; None where it was not asked.
        several: Whether the profiles are of different people, who share a name.
    """
    station = Station("profile", source or name, "One profile of this person in SharePoint")
    if isinstance(found, Unseen):
        return station.broken(found)
    if not found and known is False:
        said = f"Neither SharePoint nor the directory knows anybody named {name}."
        return station.failed("ProfileMissing", said, "Check the name; DOMAIN\\user is the surest form.")
    if not found:
        return station.failed(
            "ProfileMissing",
            f"SharePoint has no profile of {name}.",
            "Run a profile synchronization, and see that the person's OU is among those of its connection.",
        )
    if len(found) > 1:
        return _several(station, name, found) if several else _twice(station, name, found)
    one = found[0]
    return station.passed(f"SharePoint knows {one.account}.", *filter(None, (one.name, one.origin)))


def _each(found: Sequence[Profile]) -> list[str]:
    return [f"{one.account} {one.picture_url or '(no PictureURL)'} ({one.origin})" for one in found]


def _several(station: Station, name: str, found: Sequence[Profile]) -> Check:
    said = f"{name} is the name of {len(found)} people: {' and '.join(one.account for one in found)}."
    return station.failed("NameAmbiguous", said, f"Name one of them by account: {found[0].account}", _each(found))


def _twice(station: Station, name: str, found: Sequence[Profile]) -> Check:
    """A run takes the first of a person's profiles, whatever the others hold."""
    first = found[0]
    said = f"SharePoint has {len(found)} profiles that mean {name}"
    with_picture = next((one for one in found if one.picture_url.strip()), None)
    if first.picture_url.strip() or with_picture is None:
        advice = "Remove the one that is not used (Manage User Profiles)."
        return station.warned("ProfileTwice", f"{said}.", advice, _each(found))
    said = f"{said}; the first, {first.account}, has no picture, and {with_picture.account} has one."
    advice = f"Remove the profile of {first.account} (Manage User Profiles), if that is the one that is not used."
    return station.failed("ProfileTwice", said, advice, _each(found))


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
    if host.of_farm is False:
        return _foreign(station, url, host)
    if host.named is False:
        said = f"PictureURL leads to {host.host}, which is none of the sites that were named; it gets no credentials."
        return station.failed(
            "PictureHostNotNamed", said, f"Name it, where it is the farm's own: --site {host.host}", [url]
        )
    return station.passed(url)


def _foreign(station: Station, url: str, host: PictureHost) -> Check:
    advice = (
        "Run: Update-SPProfilePhotoStore -MySiteHostLocation MYSITE -OldBaseUri "
        f"{url.partition('://')[0]}://{host.host} -NewBaseUri MYSITE"
    )
    said = f"PictureURL leads to {host.host}, which is no address of the farm"
    if host.named is False:
        return station.failed("PictureHostForeign", f"{said} and gets no credentials.", advice, [url])
    return station.warned("PictureHostForeign", f"{said}.", advice, [url])
