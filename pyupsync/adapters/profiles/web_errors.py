"""What a site's refusals mean to who asks it for profiles, in sentences."""

from __future__ import annotations

from urllib.parse import urlsplit

from pyupsync.adapters.photos.http_errors import of_login_page
from pyupsync.errors import (
    FetchError,
    PhotoBusy,
    PhotoDenied,
    PhotoUnreachable,
    PhotoUntrusted,
    ProfileDenied,
    ProfileError,
    ProfileUnreachable,
    ProfileUntrusted,
)

_KINDS: tuple[tuple[type[FetchError], type[ProfileError]], ...] = (
    (PhotoDenied, ProfileDenied),
    (PhotoBusy, ProfileUnreachable),
    (PhotoUnreachable, ProfileUnreachable),
    (PhotoUntrusted, ProfileUntrusted),
)
_RIGHTS = "See docs/sources.md for the rights that each source of profiles needs."
_ZONE = "Use the alternate access mapping of a zone with Windows authentication (Get-SPAlternateURL)."


def of_fetch(error: FetchError) -> ProfileError:
    """The same trouble, of profiles and not of a picture."""
    kind = next((ours for theirs, ours in _KINDS if isinstance(error, theirs)), ProfileError)
    return kind(error.message, target=error.target, advice=error.advice)


def busy(status: int, url: str) -> PhotoBusy:
    """The error of a site that has no time now."""
    said = f"{urlsplit(url).netloc} has too much to do, or is down for a while ({status}): {url}."
    return PhotoBusy(said, target=url, advice="Try again later; ask for fewer at once with --rate or --per-host.")


def of_redirect(url: str, target: str) -> ProfileError:
    """The error of a redirect, which is not followed: what is asked for lies where it was asked for."""
    host = urlsplit(url).netloc
    page = of_login_page(target)
    if page is None:
        said = f"{host} sends the request on to {target}."
        return ProfileError(said, target=url, advice="Give the address that it leads to, if that is the farm's own.")
    if "accessdenied" in target.lower():
        return ProfileDenied(f"{host} shows its Access Denied page.", target=url, advice=_RIGHTS)
    return ProfileDenied(page.message, target=url, advice=page.advice)


def of_status(status: int, url: str) -> ProfileError:
    """The error of an answer that is neither the one asked for nor a redirect."""
    host = urlsplit(url).netloc
    if status == 403:
        return ProfileDenied(f"{host} does not let this account read there (403): {url}.", target=url, advice=_RIGHTS)
    if status in {404, 410}:
        advice = "Check the address; SharePoint 2010 has no REST service of profiles: use soap:, om: or library: there."
        return ProfileError(f"{host} has nothing at {url} ({status}).", target=url, advice=advice)
    advice = "Look for the address and this minute in the site's IIS and ULS logs; try again later."
    said = f"{host} answered with status {status}, not with profiles: {url}."
    return ProfileError(said, target=url, advice=advice)


def of_page(url: str) -> ProfileError:
    """The error of an HTML page where data was asked for."""
    said = f"{urlsplit(url).netloc} shows a page (HTML), a logon or error page perhaps, instead of profiles."
    return ProfileDenied(said, target=url, advice=f"Open {url} in a browser. {_ZONE}")


def too_large(url: str, most: int) -> ProfileError:
    """The error of an answer that is longer than any that was asked for."""
    said = f"The answer of {urlsplit(url).netloc} has more than the {most:,} bytes that are read."
    return ProfileError(said, target=url, advice="Is it the right address?")
