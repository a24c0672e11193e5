"""A photo job's profiles, pictures and directory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyupsync.config import DiagnosisJob, DirectorySettings, Login, LookJob, PhotoJob, RestoreJob
from pyupsync.errors import UsageError
from pyupsync.ports import PersonDirectory, PhotoSource, ProfileSource
from pyupsync.ports.diagnosis import ProfileLookup
from pyupsync.wiring.address import split_address

if TYPE_CHECKING:
    from pyupsync.adapters.profiles.web import WebAccess

_PROFILES = ("csv", "jsonl", "om", "soap", "rest", "library")
MAX_PHOTO_BYTES = 15 * 1024 * 1024
"""Bytes read of one picture at most; SharePoint's own upload limit is far below."""


@dataclass(frozen=True, slots=True)
class PhotoAdapters:
    """The three things a photo job talks to; the directories are several where it names several."""

    profiles: ProfileSource
    photos: PhotoSource
    directories: Sequence[PersonDirectory]


def open_photo_adapters(job: PhotoJob, stack: ExitStack, *, writing: bool = False) -> PhotoAdapters:
    """Open what ``job`` names, the directories for ``writing`` too or for reading alone; ``stack`` closes it.

    Raises:
        UsageError: An address in no known form.
        UpSyncError: What it names cannot be opened.
    """
    profiles = open_profiles(job)
    stack.callback(profiles.close)
    photos = open_photos(job)
    stack.callback(photos.close)
    return PhotoAdapters(profiles, photos, open_directories(job, stack, writing=writing))


def open_profiles(job: PhotoJob | DiagnosisJob) -> ProfileSource:
    """Open ``csv:FILE``, ``jsonl:FILE``, ``om:``, ``library:FOLDER`` or ``soap:URL``, ``rest:URL``, ``library:URL``."""
    scheme, rest = split_address(job.profiles, "profiles", _PROFILES, may_be_bare=("om",))
    if scheme == "csv":
        from pyupsync.adapters.profiles.csv_file import CsvProfiles

        return CsvProfiles(rest)
    if scheme == "jsonl":
        from pyupsync.adapters.profiles.json_lines import JsonLinesProfiles

        return JsonLinesProfiles(rest)
    if scheme == "om":
        from pyupsync.adapters.profiles.object_model import ObjectModel

        return ObjectModel(rest)
    if scheme == "library" and not rest.lower().startswith(("http://", "https://")):
        from pyupsync.adapters.profiles.picture_library import LibraryFolder

        return LibraryFolder(rest)
    return _open_on_site(scheme, rest, job)


def open_profile_lookup(job: PhotoJob | DiagnosisJob) -> ProfileLookup | None:
    """Open ``soap:URL`` or ``rest:URL`` to be asked for single accounts; None for what is read as a whole."""
    scheme, _, rest = job.profiles.partition(":")
    address = rest.partition("?accounts=")[0]
    if scheme.lower() == "soap":
        from pyupsync.adapters.profiles.user_profile_service import UserProfileService

        return UserProfileService(address, _access(job))
    if scheme.lower() == "rest":
        from pyupsync.adapters.profiles.people_manager import PeopleManager

        return PeopleManager(address, "", _access(job))
    return None


def _access(job: PhotoJob | DiagnosisJob) -> WebAccess:
    from pyupsync.adapters.profiles.web import WebAccess

    return WebAccess(
        sites=job.sites,
        login=job.site_login,
        ca_file=job.ca_file,
        timeout=job.timeout,
        workers=job.workers,
        manners=job.manners,
    )


def _open_on_site(scheme: str, rest: str, job: PhotoJob | DiagnosisJob) -> ProfileSource:
    address, asked, accounts = rest.partition("?accounts=")
    access = _access(job)
    if scheme == "library":
        from pyupsync.adapters.profiles.picture_library import LibraryOnSite

        return LibraryOnSite(rest, access)
    if asked and not accounts:
        raise UsageError(f"The profiles address {job.profiles} names no file of accounts.", target=job.profiles)
    if scheme == "soap":
        from pyupsync.adapters.profiles.user_profile_service import UserProfileService

        return UserProfileService(address, access, accounts)
    if not asked:
        advice = f"Write rest:{address}?accounts=FILE, a text with one account a line; soap: needs none."
        raise UsageError("SharePoint's REST service cannot list profiles.", target=job.profiles, advice=advice)
    from pyupsync.adapters.profiles.people_manager import PeopleManager

    return PeopleManager(address, accounts, access)


def open_photos(job: PhotoJob | DiagnosisJob) -> PhotoSource:
    """Open ``http`` or ``folder:PATH``."""
    if job.photos == "http":
        from pyupsync.adapters.photos.http import open_http

        return open_http(
            sites=job.sites,
            login=job.site_login,
            ca_file=job.ca_file,
            timeout=job.timeout,
            manners=job.manners,
            max_bytes=MAX_PHOTO_BYTES,
        )
    _, rest = split_address(job.photos, "photos", ("http", "folder"))
    from pyupsync.adapters.photos.folder import FolderPhotos

    return FolderPhotos(rest)


def open_directories(
    job: PhotoJob | RestoreJob | LookJob | DiagnosisJob, stack: ExitStack, *, writing: bool = False
) -> list[PersonDirectory]:
    """Open all directories of a job; ``stack`` closes them. One of several is not connected to before it is used."""
    named = job.every_directory
    opened: list[PersonDirectory] = []
    for one in named:
        opened.append(open_directory(one, job.timeout, writing=writing, at_once=len(named) == 1))
        stack.callback(opened[-1].close)
    return opened


def open_directory(
    directory: DirectorySettings, timeout: float, *, writing: bool = False, at_once: bool = True
) -> PersonDirectory:
    """Open ``ldaps://…``, ``ldap+starttls://…`` or ``ldif:FILE``.

    Args:
        directory: Which, with its login.
        timeout: Seconds for a connection, and for each answer.
        writing: No other run writes to a file meanwhile.
        at_once: Connect and log on now, and raise what keeps from it.
    """
    scheme, rest = split_address(directory.address, "directory", ("ldaps", "ldap+starttls", "ldif"))
    if scheme == "ldif":
        from pyupsync.adapters.directory.ldif import open_ldif

        return open_ldif(rest, directory.output, writing=writing)
    if directory.output:
        raise UsageError("An output file is for ldif: directories only.", target=directory.output)
    from pyupsync.adapters.directory.ldap import LdapDirectory, open_ldap
    from pyupsync.adapters.directory.ldap_address import parse_address

    login = directory.login or Login()
    if at_once:
        return open_ldap(directory.address, login=login, ca_file=directory.ca_file, timeout=timeout)
    return LdapDirectory(parse_address(directory.address), login, directory.ca_file, timeout)
