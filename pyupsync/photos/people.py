"""The people whom a directory found, by every name they answer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from pyupsync.errors import DirectoryError
from pyupsync.model import AccountKey, Domain, Person
from pyupsync.photos.domains import dns_of, fold

Finder: TypeAlias = Callable[[Sequence[AccountKey]], Iterable[Person]]


class People:
    """Those whom some keys may mean.

    Args:
        find: As ``PersonDirectory.find``; asked once.
        keys: Whom.
        domains: Of the directory.
    """

    def __init__(self, find: Finder, keys: Sequence[AccountKey], domains: Sequence[Domain]) -> None:
        self._names = {fold(domain.dns) for domain in domains}
        self._alone = len(domains) == 1
        self._by: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        self._error: DirectoryError | None = None
        try:
            for person in find(keys):
                self._add(person)
        except DirectoryError as error:
            self._error = error

    def _add(self, person: Person) -> None:
        for kind, value in (("sam", person.sam), ("upn", person.upn), ("sid", person.sid)):
            if value:
                self._by[kind, fold(value)].append(person)

    def of(self, key: AccountKey) -> Sequence[Person]:
        """Everybody the key means.

        An explicit userPrincipalName wins over the implicit ``sam@dns``, and of several the one in the domain that it
        ends in. Where a directory failed, that one or a SID still means one person only, whatever is in there.

        Raises:
            DirectoryError: A directory that may have another failed.
        """
        # https://learn.microsoft.com/windows/win32/ad/naming-properties#userprincipalname
        found = self._by.get((key.kind, fold(key.value)), [])
        sam, _, suffix = key.value.rpartition("@")
        domain = fold(suffix) if key.kind == "upn" else ""
        at_home = [person for person in found if domain and dns_of(person.dn) == domain] if not self._alone else []
        if self._error is not None and not at_home and not (found and key.kind == "sid"):
            raise self._error
        if found or domain not in self._names:
            return at_home or found
        return [person for person in self._by.get(("sam", fold(sam)), []) if self._alone or dns_of(person.dn) == domain]
