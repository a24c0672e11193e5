"""Trust stores, their farm, and where certificates come from and go to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from pyupsync.config import TrustJob
from pyupsync.model import CertificateInput
from pyupsync.ports import CertificateFolder, CertificateSource, Farm, SiteCertificates, TrustStore
from pyupsync.wiring.address import split_address


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
