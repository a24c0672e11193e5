"""Which person a profile means: account names read, people found, and one verdict for each profile."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from pyupsync.errors import AccountError, PersonNotFound, ProfileError
from pyupsync.model import AccountKey, Domain, Outcome, Person, Profile, Status
from pyupsync.photos.accounts import parse_account

__all__ = ["Finder", "Matcher", "Verdict", "parse_account"]

Verdict: TypeAlias = Person | Outcome
Finder: TypeAlias = Callable[[Sequence[AccountKey]], Iterable[Person]]
_SURROGATE = re.compile("[\ud800-\udfff]")


class Matcher:
    """Decides profile by profile whom it means. One for a whole run: it remembers who was already handled.

    Args:
        domain: The domain of the directory that is searched.
    """

    def __init__(self, domain: Domain) -> None:
        self._domain = domain
        self._seen: dict[str, Profile] = {}

    def match(self, profiles: Sequence[Profile], find: Finder) -> Iterator[tuple[Profile, Verdict]]:
        """Yield each profile of a batch, in order, with the person it means or the outcome that ends it.

        Args:
            profiles: A batch; the directory is asked once for all of it.
            find: ``PersonDirectory.find``.

        Raises:
            DirectoryError: From ``find``.
        """
        keys = [self._key(profile) for profile in profiles]
        wanted = list(dict.fromkeys(key for key in keys if isinstance(key, AccountKey)))
        people = _People(find(wanted) if wanted else (), self._domain)
        for profile, key in zip(profiles, keys, strict=True):
            yield profile, key if isinstance(key, Outcome) else self._verdict(profile, people.of(key))

    def _key(self, profile: Profile) -> AccountKey | Outcome:
        if not profile.account:
            reason = f"{profile.origin or 'A profile has no account'}."
            return _outcome(profile, "failed", AccountError.code, reason, "Mend that row.", target=profile.origin)
        if torn := _torn(profile):
            return torn
        try:
            key = parse_account(profile.account)
        except AccountError as error:
            return _outcome(profile, "failed", error.code, error.message, error.advice)
        if key.domain and _fold(key.domain) not in self._names():
            return _outcome(
                profile,
                "skipped",
                "OtherDomain",
                f"{profile.account} belongs to the domain {key.domain}; this directory serves {self._served()}.",
                "Run again with that domain's directory.",
            )
        return key

    def _names(self) -> set[str]:
        # Where the NetBIOS name is not known, it is taken for the first label of the DNS name, as dcpromo does.
        netbios = self._domain.netbios or self._domain.dns.partition(".")[0]
        return {_fold(netbios), _fold(self._domain.dns)}

    def _served(self) -> str:
        return " / ".join(name for name in (self._domain.netbios, self._domain.dns) if name)

    def _verdict(self, profile: Profile, people: Sequence[Person]) -> Verdict:
        if not people:
            return _not_found(profile, self._domain)
        if len(people) > 1:
            return _ambiguous(profile, people)
        person = people[0]
        if person.guid in self._seen:
            return _twice(profile, person, self._seen[person.guid])
        self._seen[person.guid] = profile
        return person


class _People:
    """The people of one batch, by every name they answer to."""

    def __init__(self, people: Iterable[Person], domain: Domain) -> None:
        self._dns = _fold(domain.dns)
        self._by: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in people:
            for kind, value in (("sam", person.sam), ("upn", person.upn), ("sid", person.sid)):
                if value:
                    self._by[kind, _fold(value)].append(person)

    def of(self, key: AccountKey) -> Sequence[Person]:
        """Everybody the key means; an explicit userPrincipalName wins over the implicit ``sam@dns``."""
        # https://learn.microsoft.com/windows/win32/ad/naming-properties#userprincipalname
        found = self._by.get((key.kind, _fold(key.value)), [])
        if found or key.kind != "upn":
            return found
        sam, _, suffix = key.value.rpartition("@")
        return self._by.get(("sam", _fold(sam)), []) if _fold(suffix) == self._dns else []


def _fold(name: str) -> str:
    # Active Directory compares by simple upper case, one character for one: ß stays ß.
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


def _torn(profile: Profile) -> Outcome | None:
    """The failure of a row with half a surrogate pair in it, which JSON can spell and no directory or URL takes."""
    texts = (profile.account, profile.picture_url, profile.name)
    if all(text.isascii() or _SURROGATE.search(text) is None for text in texts):
        return None
    where = f" ({profile.origin})" if profile.origin else ""
    reason = f"The profile{where} holds half a surrogate pair, which is no character."
    whole = replace(profile, account=_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", profile.account))
    return _outcome(whole, "failed", ProfileError.code, reason, "Mend that row, or export the profiles anew.")


def _not_found(profile: Profile, domain: Domain) -> Outcome:
    return _outcome(
        profile,
        "failed",
        PersonNotFound.code,
        f"Nobody below {domain.base} answers to {profile.account}.",
        "The account may be deleted, renamed or outside of this search base; check the base, else drop the profile.",
    )


def _ambiguous(profile: Profile, people: Sequence[Person]) -> Outcome:
    more = f" and {len(people) - 2} more" if len(people) > 2 else ""
    return _outcome(
        profile,
        "failed",
        "PersonAmbiguous",
        f"{profile.account} may mean {people[0].dn} or {people[1].dn}{more}.",
        "Give each its own userPrincipalName and sAMAccountName, or name the account as DOMAIN\\user.",
    )


def _twice(profile: Profile, person: Person, first: Profile) -> Outcome:
    origins = " and ".join(origin for origin in (first.origin, profile.origin) if origin)
    where = f" ({origins})" if origins else ""
    return _outcome(
        profile,
        "skipped",
        "PersonTwice",
        f"{profile.account} means {person.dn}, who was already handled in this run as {first.account}{where}.",
        "Remove one of the two profiles.",
        target=person.dn,
    )


def _outcome(profile: Profile, status: Status, code: str, reason: str, advice: str, *, target: str = "") -> Outcome:
    return Outcome(
        area="photos",
        action="Set thumbnailPhoto",
        target=target or profile.account,
        status=status,
        code=code,
        reason=reason,
        advice=advice,
        subject=profile.account,
    )
