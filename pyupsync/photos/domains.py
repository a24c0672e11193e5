"""Which of several domains an account name may belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pyupsync.model import AccountKey, Domain

_DC = re.compile(r"(?:(?:^|,)\s*DC=[^,\\]+)+$", re.IGNORECASE)
_LABEL = re.compile(r"DC=([^,]+)", re.IGNORECASE)


def fold(name: str) -> str:
    """A name as Active Directory compares it: in simple upper case, one character for one, so that ß stays ß."""
    if name.isascii():
        return name.upper()
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


@lru_cache(maxsize=64)
def names_of(domain: Domain) -> frozenset[str]:
    """What a domain is called before a backslash."""
    # Where the NetBIOS name is not known, it is taken for the first label of the DNS name, as dcpromo does.
    netbios = domain.netbios or domain.dns.partition(".")[0]
    return frozenset(fold(name) for name in (netbios, domain.dns) if name)


def homes(key: AccountKey, domains: Sequence[Domain]) -> tuple[int, ...]:
    """The places, in ``domains``, of those that the account may be found in.

    ``DOMAIN\\user`` is in the domains of that name; while there is none, in any whose name is not known because its
    directory was not reached. Every other account may be in each: a forest's people may have the userPrincipalName of
    any of its domains, or of none, and a plain name says nothing.
    """
    every = range(len(domains))
    if not key.domain:
        return tuple(every)
    named = tuple(place for place in every if fold(key.domain) in names_of(domains[place]))
    return named or tuple(place for place in every if not domains[place].reached)


def dns_of(dn: str) -> str:
    """The DNS name of the domain that a DN ends in, folded; empty when it names none."""
    found = _DC.search(dn)
    return fold(".".join(label.strip() for label in _LABEL.findall(found[0]))) if found else ""
