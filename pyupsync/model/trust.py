"""Certificates and the authorities that are trusted."""

from __future__ import annotations

import hashlib
import textwrap
from base64 import b64encode
from dataclasses import dataclass, field

from pyupsync.errors import UpSyncError


@dataclass(frozen=True, slots=True)
class CertificateInput:
    """Something that should hold certificates: its bytes as they came, or why there are none.

    Attributes:
        origin: Where it came from, for people: a path, a URL.
        data: The bytes; never printed, since they may hold what they should not.
        error: Why it could not be read; then ``data`` is empty.
    """

    origin: str
    data: bytes = field(default=b"", repr=False)
    error: UpSyncError | None = None


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """A trusted root authority as a store holds it.

    Attributes:
        id: The store's own identity of it (a GUID, a file name), stable while it is there.
        name: Its name, unique in the store whatever the case.
        der: The certificate in DER.
    """

    id: str
    name: str
    der: bytes = field(repr=False)

    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate in upper-case hex, as Windows and SharePoint name certificates."""
        return hashlib.sha1(self.der, usedforsecurity=False).hexdigest().upper()


def armoured(der: bytes) -> bytes:
    """A certificate in Base-64 between its marks, as a ``.cer`` file holds it."""
    body = "\n".join(textwrap.wrap(b64encode(der).decode("ascii"), 64))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n".encode("ascii")
