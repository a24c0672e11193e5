"""Certificates and the stores they are trusted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from pyupsync.model import CertificateInput, TrustedRoot


class CertificateSource(Protocol):
    """Where certificates come from: files, a folder, a live site."""

    def read(self) -> Iterator[CertificateInput]:
        """Yield what was found, each with its bytes or with the error that kept them; one failing stops no other."""


class TrustStore(Protocol):
    """The store of trusted root authorities. Used from one thread at a time.

    Other processes may change it between ``list`` and a change. So each change looks again: ``holding`` is the
    thumbprint (SHA-1, upper-case hex) of the certificate that the authority must still have, empty for any.
    """

    def list(self) -> Sequence[TrustedRoot]:
        """Every authority in it.

        Raises:
            TrustStoreError: The store cannot be read.
        """

    def add(self, name: str, der: bytes) -> None:
        """Trust one more certificate under a new name.

        Raises:
            AlreadyTrusted: The very certificate is there, under whatever name.
            TrustStoreError: The name is taken, or the store refuses.
        """

    def replace(self, identity: str, der: bytes, holding: str = "") -> None:
        """Put another certificate in the place of an authority's; its name stays.

        Raises:
            AlreadyTrusted: The authority, or another one, has this very certificate.
            TrustStoreError: There is no such authority, it has another certificate, or the store refuses.
        """

    def rename(self, identity: str, name: str, holding: str = "") -> None:
        """Give an authority another name.

        Raises:
            TrustStoreError: There is no such authority, it has another certificate, the name is taken, or the store
                refuses.
        """

    def remove(self, identity: str, holding: str = "") -> None:
        """Trust an authority no longer.

        Raises:
            TrustStoreError: There is no such authority, it has another certificate, or the store refuses.
        """


class Farm(Protocol):
    """The SharePoint farm that a trust store belongs to."""

    def servers(self) -> Sequence[str]:
        """Its servers by name; empty where there is no farm.

        Raises:
            TrustStoreError: The farm cannot be asked.
        """

    def restart_iis(self, server: str) -> None:
        """Restart IIS on one server, waiting for requests under way (``iisreset SERVER /noforce``).

        Raises:
            TrustStoreError: It was not restarted.
        """


class SiteCertificates(CertificateSource, Protocol):
    """What a live site presents: a source of certificates that knows the host it asked."""

    host: str


class CertificateFolder(Protocol):
    """A folder of single certificate files."""

    def files(self) -> Mapping[str, bytes]:
        """The ``.cer`` files in it by name; none when there is no such folder yet.

        What is named so but is no file that can be read has no bytes.

        Raises:
            CertificateError: It cannot be read.
        """

    def write(self, name: str, data: bytes) -> None:
        """Write one file, at once or not at all.

        Raises:
            CertificateError: It cannot be written, or is there already.
        """
