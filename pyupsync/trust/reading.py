"""From inputs to certificates: each once, wherever it was found, and an error for each input that gave none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyupsync.errors import CertificatesTooLarge, CertificateUnreadable, TrustError, UpSyncError
from pyupsync.model import CertificateInput
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.forms import ders_in

MAX_CERTIFICATES = 5000
"""Certificates read in one go, in all inputs together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the certificates in the order they were met, and what could not be read."""

    certificates: tuple[Certificate, ...]
    errors: tuple[UpSyncError, ...] = ()


def read_certificates(inputs: Iterable[CertificateInput]) -> Reading:
    """Read every certificate of every input; the same certificate found twice is one with two origins.

    An input that fails stops no other. One that holds a private key gives no certificate at all.
    """
    found: dict[str, Certificate] = {}
    errors: list[UpSyncError] = []
    for item in inputs:
        try:
            _read_input(item, found, errors)
        except CertificatesTooLarge as error:
            errors.append(error)
            if len(found) >= MAX_CERTIFICATES:
                break
        except TrustError as error:
            errors.append(error)
    return Reading(tuple(found.values()), tuple(errors))


def _read_input(item: CertificateInput, found: dict[str, Certificate], errors: list[UpSyncError]) -> None:
    if item.error is not None:
        errors.append(item.error)
        return
    for der in ders_in(item.data, item.origin):
        if isinstance(der, CertificateUnreadable):
            errors.append(der)
            continue
        try:
            certificate = from_der(der, item.origin)
        except CertificateUnreadable as error:
            errors.append(error)
            continue
        known = found.get(certificate.sha256)
        if known is None and len(found) >= MAX_CERTIFICATES:
            raise CertificatesTooLarge(
                f"{item.origin} brings more than {MAX_CERTIFICATES} certificates; the rest was not read.",
                target=item.origin,
            )
        found[certificate.sha256] = known.found_at(item.origin) if known else certificate
