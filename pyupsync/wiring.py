"""The one place that turns addresses into adapters."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from pyupsync.config import PhotoJob
from pyupsync.errors import UsageError
from pyupsync.ports import PersonDirectory, PhotoSource, ProfileSource

MAX_PHOTO_BYTES = 15 * 1024 * 1024
"""Bytes read of one picture at most; SharePoint's own upload limit is far below."""


@dataclass(frozen=True, slots=True)
class PhotoAdapters:
    """The three things a photo job talks to."""

    profiles: ProfileSource
    photos: PhotoSource
    directory: PersonDirectory


def open_photo_adapters(job: PhotoJob, stack: ExitStack) -> PhotoAdapters:
    """Open what ``job`` names; ``stack`` closes it.

    Raises:
        UsageError: An address in no known form.
        UpSyncError: What it names cannot be opened.
    """
    profiles = open_profiles(job.profiles)
    stack.callback(profiles.close)
    photos = open_photos(job)
    stack.callback(photos.close)
    directory = open_directory(job)
    stack.callback(directory.close)
    return PhotoAdapters(profiles, photos, directory)


def open_profiles(address: str) -> ProfileSource:
    """Open ``csv:FILE`` or ``jsonl:FILE``."""
    scheme, rest = split_address(address, "profiles", ("csv", "jsonl"))
    if scheme == "csv":
        from pyupsync.adapters.profiles_csv import CsvProfiles

        return CsvProfiles(rest)
    from pyupsync.adapters.profiles_jsonl import JsonLinesProfiles

    return JsonLinesProfiles(rest)


def open_photos(job: PhotoJob) -> PhotoSource:
    """Open ``http`` or ``folder:PATH``."""
    if job.photos == "http":
        from pyupsync.adapters.photos_http import open_http

        return open_http(
            sites=job.sites,
            login=job.site_login,
            ca_file=job.ca_file,
            workers=job.workers,
            timeout=job.timeout,
            max_bytes=MAX_PHOTO_BYTES,
        )
    _, rest = split_address(job.photos, "photos", ("http", "folder"))
    from pyupsync.adapters.photos_folder import FolderPhotos

    return FolderPhotos(rest)


def open_directory(job: PhotoJob) -> PersonDirectory:
    """Open ``ldaps://…``, ``ldap+starttls://…`` or ``ldif:FILE``."""
    scheme, rest = split_address(job.directory, "directory", ("ldaps", "ldap+starttls", "ldif"))
    if scheme == "ldif":
        from pyupsync.adapters.directory_ldif import open_ldif

        return open_ldif(rest, job.output)
    if job.output:
        raise UsageError("An output file is for ldif: directories only.", target=job.output)
    from pyupsync.adapters.directory_ldap import open_ldap

    return open_ldap(job.directory, login=job.login, ca_file=job.ca_file, timeout=job.timeout)


def split_address(address: str, name: str, schemes: tuple[str, ...]) -> tuple[str, str]:
    """Split ``scheme:rest``, refusing a scheme that is not one of ``schemes``."""
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme == "ldap" and "ldaps" in schemes:
        raise UsageError(
            f"The directory {address} would be spoken to in plaintext.",
            target=address,
            advice=f"Write ldaps:{rest}, or ldap+starttls:{rest}.",
        )
    if not colon or scheme not in schemes or not rest:
        forms = ", ".join(f"{known}:…" for known in schemes)
        raise UsageError(f"The {name} address {address!r} is in none of the known forms: {forms}.", target=address)
    return scheme, rest
