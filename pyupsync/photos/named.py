"""Which profiles a name means, in whatever form it and they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from pyupsync.errors import AccountError
from pyupsync.model import AccountKey, Domain, Person, Profile
from pyupsync.photos.accounts import parse_account
from pyupsync.photos.domains import dns_of, fold, names_of


class Named:
    """A name, and all forms that mean the same person.

    Args:
        name: As it was asked for: an account in any form, or the display name of a profile.
        people: Whom the directory knows by it; their other names count too.
        domains: Of the directory.
    """

    def __init__(self, name: str, people: Sequence[Person] = (), domains: Sequence[Domain] = ()) -> None:
        homes = {fold(domain.dns): domain.netbios or domain.dns.partition(".")[0] for domain in domains}
        plain = [f"{homes[home]}\\{one.sam}" for one in people if (home := dns_of(one.dn)) in homes]
        claims = [f"i:0#.w|{account.lower()}" for account in plain]
        self._accounts = tuple(dict.fromkeys((*claims, *plain, name.strip(), *(one.upn for one in people if one.upn))))
        self._display = name.strip().casefold()
        self._domains = [names_of(domain) for domain in domains]
        self._key: AccountKey | None = None
        with suppress(AccountError):
            self._key = parse_account(name)
        self._sids = {person.sid for person in people if person.sid}
        self._sams = {fold(person.sam) for person in people}
        self._upns = {fold(person.upn) for person in people if person.upn}
        self._upns |= {fold(f"{person.sam}@{domain.dns}") for person in people for domain in domains if domain.dns}

    @property
    def accounts(self) -> tuple[str, ...]:
        """How a profile store may write the account, to be asked for one by one."""
        return self._accounts

    def of(self, profiles: Iterable[Profile]) -> Iterator[Profile]:
        """Those of the profiles that mean the person."""
        return (profile for profile in profiles if self.means(profile))

    def means(self, profile: Profile) -> bool:
        """Whether a profile is the person's."""
        if profile.name.strip().casefold() == self._display:
            return True
        try:
            key = parse_account(profile.account)
        except AccountError:
            return profile.account.strip().casefold() == self._display
        if self._key is not None and self._same(key, self._key):
            return True
        value = fold(key.value)
        if key.kind == "sam":
            return value in self._sams and self._may_be_home(key.domain)
        return value in (self._upns if key.kind == "upn" else self._sids)

    def _same(self, one: AccountKey, asked: AccountKey) -> bool:
        if one.kind == asked.kind == "sam":
            return fold(one.value) == fold(asked.value) and self._one_domain(one.domain, asked.domain)
        if one.kind == "upn" and asked.kind == "sam" and not asked.domain:
            return fold(one.value.rpartition("@")[0]) == fold(asked.value)
        return one.kind == asked.kind and fold(one.value) == fold(asked.value)

    def _one_domain(self, one: str, other: str) -> bool:
        if not one or not other or fold(one) == fold(other):
            return True
        return any({fold(one), fold(other)} <= names for names in self._domains)

    def _may_be_home(self, domain: str) -> bool:
        if self._key is not None and self._key.domain:
            return self._one_domain(domain, self._key.domain)
        return not domain or not self._domains or any(fold(domain) in names for names in self._domains)
