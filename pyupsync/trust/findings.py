"""What is wrong, or soon will be, with certificates that are to be trusted. The clock is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pyupsync.model import Finding, FindingStatus
from pyupsync.trust.certificates import Certificate, basic_constraints, issuer_urls
from pyupsync.trust.chains import Link, same_authority
from pyupsync.trust.signing import digest_name, is_signed_by, public_key

WARN_DAYS = 60
_ASK = "Ask the authority for a new one."
_DAY = "%Y-%m-%d %H:%M UTC"


def examine(links: Sequence[Link], now: datetime, warn_days: int = WARN_DAYS) -> tuple[Finding, ...]:
    """Everything worth saying about certificates in their chains, in the chains' order.

    Args:
        links: As `arrange` gives them.
        now: The time to judge validity by, with a time zone.
        warn_days: Days before the end of validity from which it is warned about.
    """
    single = [finding for link in links for finding in examine_one(link, now, warn_days)]
    return (*single, *_namesakes(links))


def examine_one(link: Link, now: datetime, warn_days: int = WARN_DAYS) -> tuple[Finding, ...]:
    """The findings on one certificate; those of status ``error`` keep it from being imported unless forced."""
    item = link.certificate
    checks = (_role(link), _validity(item, now, warn_days), _signature(link), _key(item), _serial(item), _issuer(link))
    return tuple(finding for finding in checks if finding)


def _role(link: Link) -> Finding | None:
    if link.role != "leaf":
        return None
    constraints = basic_constraints(link.certificate)
    if constraints is not None and constraints.ca:
        actual = "It is marked as an authority, but its key usage does not let it sign certificates."
    elif link.self_signed:
        actual = "It is a server's own self-signed certificate; trusting it trusts that one server only."
    else:
        actual = "It is a server's or user's certificate, no authority's."
    advice = "Import the certificates of the authorities above it instead."
    return _finding(link.certificate, "role", "error", "A certificate authority", actual, advice)


def _validity(item: Certificate, now: datetime, warn_days: int) -> Finding | None:
    expected = f"Valid at {now:{_DAY}}"
    if item.not_before > now:
        actual = f"It is not valid before {item.not_before:{_DAY}}."
        return _finding(item, "validity", "error", expected, actual, "Wait until then, or check this machine's clock.")
    if item.not_after < now:
        return _finding(item, "validity", "error", expected, f"It expired at {item.not_after:{_DAY}}.", _ASK)
    if item.not_after - now >= timedelta(days=warn_days):
        return None
    actual = f"It expires at {item.not_after:{_DAY}}, in {(item.not_after - now).days} days."
    return _finding(item, "validity", "warning", expected, actual, _ASK)


def _signature(link: Link) -> Finding | None:
    item = link.certificate
    name = digest_name(item)
    signer = item if link.self_signed else next(iter(link.issuers), None)
    if signer is not None and is_signed_by(item, signer) is None:
        actual = "Its signature is of a kind that cannot be checked here."
        return _finding(item, "signature", "error", "A signature that can be checked", actual, _ASK)
    if name not in {"MD5", "SHA1"}:
        return None
    if link.self_signed:
        # Nobody relies on a root's own signature: it is trusted because it is in the store.
        return _finding(item, "signature", "info", "SHA-256 or better", f"Its own signature uses {name}.")
    status: FindingStatus = "error" if name == "MD5" else "warning"
    actual = f"It is signed with {name}, which can be forged."
    return _finding(item, "signature", status, "SHA-256 or better", actual, _ASK)


def _key(item: Certificate) -> Finding | None:
    key = public_key(item)
    if key is None:
        actual = "Its key is of a kind or on a curve that is not known here."
        return _finding(item, "key", "error", "RSA, or EC on a NIST or Brainpool curve", actual, _ASK)
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < 224:
        # NIST SP 800-57 wants 112 bits of strength, which RSA of 2048 and curves of 224 bits have.
        actual = f"Its key is on a curve of {key.key_size} bits ({key.curve.name})."
        return _finding(item, "key", "warning", "A curve of 224 bits or more", actual, _ASK)
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size >= 2048:
        return None
    # Windows refuses RSA keys below 1024 bits since KB2661254.
    status: FindingStatus = "error" if key.key_size < 1024 else "warning"
    return _finding(item, "key", status, "RSA of 2048 bits or more", f"Its RSA key has {key.key_size} bits.", _ASK)


def _serial(item: Certificate) -> Finding | None:
    if item.serial > 0:
        return None
    actual = f"Its serial number is {item.serial}; some clients refuse it."
    return _finding(item, "serial", "warning", "A serial number above 0 (RFC 5280)", actual, _ASK)


def _issuer(link: Link) -> Finding | None:
    if not link.is_gap:
        return None
    item = link.certificate
    urls = issuer_urls(item)
    advice = f"Get it from {urls[0]} and add it." if urls else f"Export the certificate of {item.issuer} and add it."
    actual = f"The issuer {item.issuer} of {item.subject} is missing."
    return _finding(item, "issuer", "warning", "Every issuer up to a root", actual, advice)


def _namesakes(links: Sequence[Link]) -> Iterable[Finding]:
    """Authorities of one name: renewed with the same key, with a new one, or signed by several issuers."""
    by_name: dict[str, list[Link]] = {}
    for link in links:
        if link.role != "leaf":
            by_name.setdefault(link.certificate.subject, []).append(link)
    for group in by_name.values():
        for older, newer in pairwise(group):
            yield _namesake(older.certificate, newer.certificate)


def _namesake(older: Certificate, newer: Certificate) -> Finding:
    if same_authority(older, newer):
        actual = f"It is {older.thumbprint} renewed with the same key; the newer one is enough."
    elif older.issuer != newer.issuer:
        actual = f"It and {older.thumbprint} are one authority under two issuers (cross-signed)."
    else:
        actual = f"It has the name of {older.thumbprint} but another key; both are kept."
    return _finding(newer, "namesake", "info", "One certificate for each authority", actual)


def _finding(item: Certificate, check: str, status: FindingStatus, expected: str, *words: str) -> Finding:
    actual, advice = (*words, "")[:2]
    return Finding(check, status, f"{item.subject} ({item.thumbprint})", expected, actual, advice)
