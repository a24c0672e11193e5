"""Missing issuers, got from where certificates say they are (authorityInfoAccess): only ever when asked for."""

from __future__ import annotations

from collections.abc import Callable

from pyupsync.errors import UpSyncError
from pyupsync.model import CertificateInput
from pyupsync.trust.certificates import Certificate, issuer_urls
from pyupsync.trust.chains import arrange
from pyupsync.trust.reading import Reading, read_certificates

MAX_HOPS = 5
MAX_FETCHES = 10


def complete(reading: Reading, fetch: Callable[[str], CertificateInput]) -> Reading:
    """Add the issuers that are missing, and theirs, as far as their addresses lead.

    Only certificates that did sign one of the others are kept: who controls an address adds nothing else.

    Args:
        reading: What there is.
        fetch: Gets what is at an http(s) address.
    """
    certificates, errors = list(reading.certificates), list(reading.errors)
    tried: set[str] = set()
    for _ in range(MAX_HOPS):
        urls = [url for url in _wanted(certificates) if url not in tried][: MAX_FETCHES - len(tried)]
        if not urls:
            break
        tried.update(urls)
        fetched = read_certificates(fetch(url) for url in urls)
        errors += _new(fetched.errors, errors)
        signers = _signers(certificates, fetched.certificates)
        if not signers:
            break
        certificates += signers
    return Reading(tuple(certificates), tuple(errors))


def _wanted(certificates: list[Certificate]) -> list[str]:
    gaps = [link.certificate for link in arrange(certificates) if link.is_gap]
    return list(dict.fromkeys(url for gap in gaps for url in issuer_urls(gap)))


def _signers(certificates: list[Certificate], fetched: tuple[Certificate, ...]) -> list[Certificate]:
    """Those fetched that signed one of the certificates, directly or through another fetched one."""
    known = {item.sha256 for item in certificates}
    links = arrange([*certificates, *fetched])
    above = {link.certificate.sha256: [item.sha256 for item in link.issuers] for link in links}
    reached, front = set(known), list(known)
    while front:
        front = [issuer for key in front for issuer in above.get(key, ()) if issuer not in reached]
        reached.update(front)
    return [item for item in fetched if item.sha256 in reached - known]


def _new(errors: tuple[UpSyncError, ...], known: list[UpSyncError]) -> list[UpSyncError]:
    said = {error.message for error in known}
    return [error for error in errors if error.message not in said]
