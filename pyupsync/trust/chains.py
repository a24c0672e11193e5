"""Who issued whom: certificates in order from the roots down, what each is for, and whose issuer is missing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

from cryptography import x509

from pyupsync.trust.certificates import Certificate, authority_key_id, basic_constraints, key_usage, subject_key_id
from pyupsync.trust.signing import (
    NameKey,
    is_self_signed,
    is_signed_by,
    issuer_key,
    key_bytes,
    names_fit,
    subject_key,
)

Role = Literal["root", "subordinate", "leaf"]
_RANK: dict[Role, int] = {"root": 0, "subordinate": 1, "leaf": 2}
_MOST_NAMESAKES = 16
"""Keys of one name that are tried by signature; more are an attack on the clock, not a PKI."""
_MOST_OF_A_KEY = 64
"""Certificates of one name and key that are looked at."""
_Namesakes: TypeAlias = "dict[tuple[bytes | None, bytes], list[Certificate]]"


@dataclass(frozen=True, slots=True)
class Link:
    """A certificate in its chain.

    Attributes:
        certificate: The certificate.
        role: ``root`` and ``subordinate`` may sign others; ``leaf`` may not, whatever it is called.
        self_signed: Signed with its own key; then it has no other issuer.
        issuers: The certificates that signed it: several when an authority's certificate was renewed.
        depth: Steps below the nearest root, or below the gap.
    """

    certificate: Certificate
    role: Role
    self_signed: bool
    issuers: tuple[Certificate, ...]
    depth: int

    @property
    def is_gap(self) -> bool:
        """Whether its issuer is missing."""
        return not self.self_signed and not self.issuers


def arrange(certificates: Iterable[Certificate], known: Iterable[Certificate] = ()) -> tuple[Link, ...]:
    """Order certificates: roots, subordinates downwards, leaves; alike ones by subject, start and thumbprint.

    Args:
        certificates: What is to be ordered; doubles count once.
        known: More certificates that may be issuers (the store's), not themselves in the result.
    """
    wanted = {item.sha256: item for item in certificates}
    everyone = {item.sha256: item for item in known} | wanted
    issuers = _issuers(list(everyone.values()))
    depths = _depths(everyone, issuers)
    links = [
        Link(item, role_of(item), is_self_signed(item), issuers[item.sha256], depths[item.sha256])
        for item in wanted.values()
    ]
    return tuple(sorted(links, key=_place))


def _place(link: Link) -> tuple[int, int, str, str, str]:
    item = link.certificate
    return _RANK[link.role], link.depth, item.subject, item.not_before.isoformat(), item.thumbprint


def role_of(certificate: Certificate) -> Role:
    """Whether it may sign others, by basicConstraints and keyUsage, and whether it signed itself."""
    if not may_sign(certificate):
        return "leaf"
    return "root" if is_self_signed(certificate) else "subordinate"


def may_sign(certificate: Certificate) -> bool:
    """Whether it is an authority's: CA:TRUE, with keyCertSign where keyUsage is given; old version 1 roots are."""
    if certificate.x509.version is x509.Version.v1:
        return is_self_signed(certificate)
    constraints, usage = basic_constraints(certificate), key_usage(certificate)
    return constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign)


def _issuers(certificates: Sequence[Certificate]) -> dict[str, tuple[Certificate, ...]]:
    by_name: dict[NameKey, _Namesakes] = defaultdict(lambda: defaultdict(list))
    for item in certificates:
        by_name[subject_key(item)][subject_key_id(item), key_bytes(item) or item.der].append(item)
    return {item.sha256: _issuers_of(item, by_name.get(issuer_key(item), {})) for item in certificates}


def _issuers_of(certificate: Certificate, namesakes: _Namesakes) -> tuple[Certificate, ...]:
    """The namesakes of its issuer that signed it; those with one key are tried as one."""
    if is_self_signed(certificate):
        return ()
    wanted = authority_key_id(certificate)
    key_id = wanted.key_identifier if wanted else None
    likely = (group for (own_id, _), group in namesakes.items() if None in {key_id, own_id} or key_id == own_id)
    found: list[Certificate] = []
    for group in islice(likely, _MOST_NAMESAKES):
        # Those of one key differ in age and issuer only: a few of them tell all that is asked of an issuer.
        others = (item for item in group[:_MOST_OF_A_KEY] if item.sha256 != certificate.sha256)
        fitting = list(islice((item for item in others if names_fit(certificate, item)), _MOST_NAMESAKES))
        if fitting and is_signed_by(certificate, fitting[0]) is not False:
            found += fitting
    return tuple(found)


def _depths(everyone: dict[str, Certificate], issuers: dict[str, tuple[Certificate, ...]]) -> dict[str, int]:
    """Steps below a root; a certificate under a gap, or in a ring of cross-signed ones, starts at 1."""
    issued: dict[str, list[str]] = defaultdict(list)
    for child, parents in issuers.items():
        for parent in parents:
            issued[parent.sha256].append(child)
    depths = {key: 0 for key, item in everyone.items() if is_self_signed(item)}
    _walk(depths, list(depths), issued)
    gaps = [key for key, parents in issuers.items() if not parents and key not in depths]
    depths |= dict.fromkeys(gaps, 1)
    _walk(depths, gaps, issued)
    return dict.fromkeys(everyone, 1) | depths


def _walk(depths: dict[str, int], front: list[str], issued: dict[str, list[str]]) -> None:
    while front:
        reached = [(child, depths[parent] + 1) for parent in front for child in issued[parent] if child not in depths]
        depths |= dict(reached)
        front = list(dict(reached))


def is_renewal(new: Certificate, old: Certificate) -> bool:
    """Whether ``new`` is the same authority's later certificate: same subject, key and issuer, ending later.

    With the same key it verifies all that the old one did, so it may take the old one's place. A renewal with a new
    key verifies nothing the old key signed: both have to be kept.
    """
    return same_authority(new, old) and age_of(new) > age_of(old)


def same_authority(one: Certificate, other: Certificate) -> bool:
    """Whether both stand for one subject with one key under one issuer, whatever their dates."""
    return authority_of(one) == authority_of(other) != ""


@lru_cache(maxsize=8192)
def authority_of(certificate: Certificate) -> str:
    """What its renewals with the same key have in common: subject, issuer and key; empty for an unknown key."""
    key = key_bytes(certificate)
    names = certificate.x509.subject.public_bytes() + certificate.x509.issuer.public_bytes()
    return hashlib.sha256(names + key).hexdigest() if key else ""


def age_of(certificate: Certificate) -> tuple[float, float, str]:
    """What puts an authority's certificates in order: the newest ends last."""
    return certificate.not_after.timestamp(), certificate.not_before.timestamp(), certificate.sha256
