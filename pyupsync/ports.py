"""What the areas ask of the outside world. Implementations do not inherit from these; a contract test holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pyupsync.model import (
    AccountKey,
    CertificateInput,
    Domain,
    FarmUrl,
    FetchedPhoto,
    Person,
    Profile,
    RegistryValue,
    ServiceAccount,
    TrustedRoot,
    Validators,
)


class ProfileSource(Protocol):
    """Where profiles come from. Reading twice gives the same profiles again."""

    def count(self) -> int | None:
        """How many profiles there are, None when only reading them all would tell."""

    def read(self) -> Iterator[Profile]:
        """Yield the profiles as they are read.

        A row that cannot be used is a profile with an empty account, whose ``origin`` names the line and the reason.

        Raises:
            ProfileError: The source cannot be read on.
        """

    def close(self) -> None:
        """Give back files and connections; calling it twice does no harm."""


class PhotoSource(Protocol):
    """Where pictures come from. Called from several threads at once."""

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Fetch the picture behind a profile's PictureURL.

        Args:
            url: The PictureURL.
            known: The validators that came with this person's picture last time. Where the picture would come from
                the same address again and has not changed, the answer is ``not_modified`` and has no bytes.

        Raises:
            FetchError: Or one of its leaves: missing, denied, unreachable, untrusted.
            ImageTooLarge: More bytes than the limit; reading stopped there.
        """

    def close(self) -> None:
        """Give back connections; calling it twice does no harm."""


class PersonDirectory(Protocol):
    """The directory that holds people and their thumbnailPhoto. Used from one thread at a time."""

    @property
    def domain(self) -> Domain:
        """The domain it serves."""

    def find(self, keys: Sequence[AccountKey]) -> Iterable[Person]:
        """Every person that any of the keys may mean, each once, in few searches whatever the number of keys.

        It decides nothing: a key may have no person, or several.

        Raises:
            DirectoryError: Or one of its leaves.
        """

    def read_photo(self, dn: str) -> bytes | None:
        """The thumbnailPhoto of one person, None when there is none.

        Raises:
            PersonNotFound: There is no such entry.
            DirectoryError: Or another of its leaves.
        """

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        """Replace the thumbnailPhoto of one person; None removes it. No other attribute is touched.

        Raises:
            DirectoryDenied: The account has no right to (insufficientAccessRights).
            DirectoryRejected: The value breaks the schema.
            DirectoryError: Or another of its leaves.
        """

    def close(self) -> None:
        """Unbind or save; calling it twice does no harm."""


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


class FarmSites(Protocol):
    """A farm's own addresses and accounts. Used from one thread at a time."""

    def urls(self) -> Sequence[FarmUrl]:
        """Every address it answers to, as it is found: one that is said in two places comes twice.

        Central Administration's are left out.

        Raises:
            FarmError: The farm cannot be asked.
        """

    def accounts(self) -> Sequence[ServiceAccount]:
        """The accounts that User Profile services run under, the one that fetches pictures first.

        Raises:
            FarmError: The farm cannot be asked.
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


class Registry(Protocol):
    """A Windows registry, or a part of one. Used from one thread at a time.

    Paths are separated by backslashes and begin with ``HKEY_CURRENT_USER``, ``HKEY_LOCAL_MACHINE`` or
    ``HKEY_USERS\\<SID>``. Keys and values are found in any case and keep the case and order they were written in.
    """

    def keys(self, path: str) -> Sequence[str] | None:
        """The names of the subkeys; None when there is no such key.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def values(self, path: str) -> Sequence[RegistryValue]:
        """The values of a key; none when there is no such key.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def write(self, path: str, value: RegistryValue) -> None:
        """Set one value; the key and its parents are made where they are missing.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def delete_value(self, path: str, name: str) -> None:
        """Delete one value; nothing happens when it is not there.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def delete_key(self, path: str) -> None:
        """Delete a key that holds neither subkeys nor values; nothing happens when it is not there or holds some.

        Raises:
            RegistryError: Or one of its leaves.
        """

    def close(self) -> None:
        """Save what was changed and give back what was opened; calling it twice does no harm.

        Raises:
            RegistryError: It could not be saved; what was there before is still there.
        """
