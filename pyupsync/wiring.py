"""The one place that turns addresses into adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from pyupsync.config import PhotoJob, TrustJob, ZoneJob
from pyupsync.errors import UsageError
from pyupsync.model import CertificateInput, FarmUrl, RegistrySetting, ServiceAccount
from pyupsync.ports import (
    CertificateFolder,
    CertificateSource,
    Farm,
    FarmSites,
    PersonDirectory,
    PhotoSource,
    ProfileSource,
    Registry,
    SiteCertificates,
    TrustStore,
)

MAX_PHOTO_BYTES = 15 * 1024 * 1024
"""Bytes read of one picture at most; SharePoint's own upload limit is far below."""


@dataclass(frozen=True, slots=True)
class PhotoAdapters:
    """The three things a photo job talks to."""

    profiles: ProfileSource
    photos: PhotoSource
    directory: PersonDirectory


def open_photo_adapters(job: PhotoJob, stack: ExitStack, *, writing: bool = False) -> PhotoAdapters:
    """Open what ``job`` names, the directory for ``writing`` too or for reading alone; ``stack`` closes it.

    Raises:
        UsageError: An address in no known form.
        UpSyncError: What it names cannot be opened.
    """
    profiles = open_profiles(job.profiles)
    stack.callback(profiles.close)
    photos = open_photos(job)
    stack.callback(photos.close)
    directory = open_directory(job, writing=writing)
    stack.callback(directory.close)
    return PhotoAdapters(profiles, photos, directory)


def open_profiles(address: str) -> ProfileSource:
    """Open ``csv:FILE`` or ``jsonl:FILE``."""
    scheme, rest = split_address(address, "profiles", ("csv", "jsonl"))
    if scheme == "csv":
        from pyupsync.adapters.profiles.csv_file import CsvProfiles

        return CsvProfiles(rest)
    from pyupsync.adapters.profiles.json_lines import JsonLinesProfiles

    return JsonLinesProfiles(rest)


def open_photos(job: PhotoJob) -> PhotoSource:
    """Open ``http`` or ``folder:PATH``."""
    if job.photos == "http":
        from pyupsync.adapters.photos.http import open_http

        return open_http(
            sites=job.sites,
            login=job.site_login,
            ca_file=job.ca_file,
            workers=job.workers,
            timeout=job.timeout,
            max_bytes=MAX_PHOTO_BYTES,
        )
    _, rest = split_address(job.photos, "photos", ("http", "folder"))
    from pyupsync.adapters.photos.folder import FolderPhotos

    return FolderPhotos(rest)


def open_directory(job: PhotoJob, *, writing: bool = False) -> PersonDirectory:
    """Open ``ldaps://…``, ``ldap+starttls://…`` or ``ldif:FILE``; for ``writing``, no other run writes to that file."""
    scheme, rest = split_address(job.directory, "directory", ("ldaps", "ldap+starttls", "ldif"))
    if scheme == "ldif":
        from pyupsync.adapters.directory.ldif import open_ldif

        return open_ldif(rest, job.output, writing=writing)
    if job.output:
        raise UsageError("An output file is for ldif: directories only.", target=job.output)
    from pyupsync.adapters.directory.ldap import open_ldap

    return open_ldap(job.directory, login=job.login, ca_file=job.ca_file, timeout=job.timeout)


@dataclass(frozen=True, slots=True)
class TrustAdapters:
    """A trust store, and the farm it belongs to."""

    store: TrustStore
    farm: Farm


def open_trust(job: TrustJob, stack: ExitStack) -> TrustAdapters:
    """Open ``folder:PATH`` or ``sharepoint:``; ``stack`` closes it."""
    scheme, rest = split_address(job.store, "store", ("folder", "sharepoint"), may_be_bare=("sharepoint",))
    if scheme == "folder":
        from pyupsync.adapters.trust.farm_none import NoFarm

        return TrustAdapters(open_folder_store(rest), NoFarm())
    from pyupsync.adapters.trust.sharepoint import open_sharepoint

    store, farm = open_sharepoint(rest or "auto", stack)
    return TrustAdapters(store, farm)


def open_folder_store(path: str, *, must_exist: bool = False) -> TrustStore:
    """Open a folder of certificates and their index."""
    from pyupsync.adapters.trust.folder import FolderTrustStore

    return FolderTrustStore(path, must_exist=must_exist)


def open_certificates(paths: tuple[str, ...]) -> CertificateSource:
    """Open files and folders of certificates."""
    from pyupsync.adapters.trust.certificate_files import CertificateFiles

    return CertificateFiles(paths)


def open_site_chain(url: str, timeout: float) -> SiteCertificates:
    """Look at what a live site presents."""
    from pyupsync.adapters.trust.chain_url import SiteChain

    return SiteChain(url, timeout)


def open_issuers(timeout: float) -> Callable[[str], CertificateInput]:
    """What gets an issuer's certificate from its address."""
    from pyupsync.adapters.trust.chain_url import fetch_issuer

    return partial(fetch_issuer, timeout=timeout)


def open_output_folder(path: str) -> CertificateFolder:
    """Open the folder that single certificate files are written to."""
    from pyupsync.adapters.trust.certificate_folder import CertificateFolderFiles

    return CertificateFolderFiles(path)


def open_farm(address: str, stack: ExitStack) -> FarmSites:
    """Open ``sharepoint:`` or ``farm:FILE``, to be asked for the farm's addresses and accounts; ``stack`` closes it."""
    scheme, rest = split_address(address, "farm", ("sharepoint", "farm"), may_be_bare=("sharepoint",))
    if scheme == "farm":
        from pyupsync.adapters.farm.json_file import FarmFile

        return FarmFile(rest)
    from pyupsync.adapters.farm.sharepoint import open_sharepoint_sites

    return open_sharepoint_sites(rest, stack)


def save_farm_file(path: str, urls: Sequence[FarmUrl], accounts: Sequence[ServiceAccount]) -> None:
    """Keep what a farm says of itself in a file that ``farm:FILE`` opens."""
    from pyupsync.adapters.farm.json_file import write_farm_file

    write_farm_file(path, urls, accounts)


def open_registry(job: ZoneJob, stack: ExitStack) -> tuple[Registry, str]:
    """Open ``winreg:``, ``reg:FILE`` or ``hive:FILE``; ``stack`` closes it, which saves what was changed.

    Returns:
        The registry, and the key that the account's settings are below.

    Raises:
        UsageError: An address in no known form.
        ServiceAccountError: The account is not known, or has no profile.
        RegistryError: The registry cannot be opened.
    """
    scheme, rest = split_address(job.registry, "registry", ("winreg", "reg", "hive"), may_be_bare=("winreg",))
    sid = find_sid(job)
    registry: Registry
    if scheme == "winreg":
        from pyupsync.adapters.registry.winreg_live import LiveRegistry

        registry = LiveRegistry(sid)
    elif scheme == "reg":
        from pyupsync.adapters.registry.reg_file import RegFileRegistry

        registry = RegFileRegistry(rest)
    else:
        from pyupsync.adapters.registry.hive import HiveRegistry

        registry = HiveRegistry(rest)
    stack.callback(registry.close)
    return registry, f"HKEY_USERS\\{sid}" if sid else "HKEY_CURRENT_USER"


def find_sid(job: ZoneJob) -> str:
    """The SID of the job's account, asked of its directory or of Windows; empty where the job names none."""
    if not job.account:
        return ""
    if not job.directory:
        from pyupsync.adapters.accounts.windows import WindowsAccounts

        return WindowsAccounts().sid(job.account)
    from pyupsync.adapters.accounts.directory import DirectoryAccounts
    from pyupsync.adapters.directory.ldap import open_ldap

    split_address(job.directory, "directory", ("ldaps", "ldap+starttls"))
    directory = open_ldap(job.directory, login=job.login, ca_file=job.ca_file, timeout=job.timeout)
    accounts = DirectoryAccounts(directory)
    try:
        return accounts.sid(job.account)
    finally:
        accounts.close()


def open_reg_writer(path: str, *, new: bool = False) -> Callable[[Iterable[RegistrySetting], Sequence[str]], str]:
    """What writes a ``.reg`` file of settings and of keys to take away, and returns its path."""
    from pyupsync.adapters.registry.reg_write import write_reg

    return lambda settings, gone_keys: write_reg(path, settings, gone_keys, new=new)


def split_address(
    address: str, name: str, schemes: tuple[str, ...], *, may_be_bare: tuple[str, ...] = ()
) -> tuple[str, str]:
    """Split ``scheme:rest``, refusing a scheme that is not one of ``schemes``; those that may be bare need no rest."""
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme == "ldap" and "ldaps" in schemes:
        raise UsageError(
            f"The directory {address} would be spoken to in plaintext.",
            target=address,
            advice=f"Write ldaps:{rest}, or ldap+starttls:{rest}.",
        )
    if not colon or scheme not in schemes or not (rest or scheme in may_be_bare):
        forms = ", ".join(f"{known}:…" for known in schemes)
        raise UsageError(f"The {name} address {address!r} is in none of the known forms: {forms}.", target=address)
    return scheme, rest
