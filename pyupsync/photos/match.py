"""Which person a profile means: account names read, people found, and one verdict for each profile."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from pyupsync.errors import AccountError, DirectoryError, PersonNotFound, ProfileError
from pyupsync.model import AccountKey, Domain, Outcome, Person, Profile, Status
from pyupsync.photos.accounts import parse_account
from pyupsync.photos.domains import homes
from pyupsync.photos.handled import Handled
from pyupsync.photos.people import Finder, People

__all__ = ["Finder", "Matcher", "Verdict", "parse_account"]

Verdict: TypeAlias = Person | Outcome
_SURROGATE = re.compile("[\ud800-\udfff]")


class Matcher:
    """Decides profile by profile whom it means. One for a whole run: it remembers who was already handled.

    Attributes:
        domains: The domains of the directory that is searched, as they are known by now.
    """

    def __init__(self, *domains: Domain) -> None:
        self.domains: Sequence[Domain] = domains
        self._handled = Handled()

    def match(self, profiles: Sequence[Profile], find: Finder) -> Iterator[tuple[Profile, Verdict]]:
        """Yield each profile of a batch, in order, with the person it means or the outcome that ends it.

        Args:
            profiles: A batch; the directory is asked once for those who may be in the same domains.
            find: ``PersonDirectory.find``. What it raises is the failure of those whom it was asked for.
        """
        wanted = [self._wanted(profile) for profile in profiles]
        groups: defaultdict[tuple[int, ...], dict[AccountKey, None]] = defaultdict(dict)
        for one in wanted:
            if not isinstance(one, Outcome):
                key, places = one
                groups[places].setdefault(key)
        people = {places: People(find, list(keys), self.domains) for places, keys in groups.items()}
        for profile, one in zip(profiles, wanted, strict=True):
            if isinstance(one, Outcome):
                yield profile, one
            else:
                key, places = one
                yield profile, self._verdict(profile, people[places], key, places)

    def _wanted(self, profile: Profile) -> tuple[AccountKey, tuple[int, ...]] | Outcome:
        """Whom a profile means, and the places of the domains that may have them."""
        if not profile.account:
            reason = f"{profile.origin or 'A profile has no account'}."
            return _outcome(profile, "failed", AccountError.code, reason, "Mend that row.", target=profile.origin)
        if torn := _torn(profile):
            return torn
        try:
            key = parse_account(profile.account)
        except AccountError as error:
            return _outcome(profile, "failed", error.code, error.message, error.advice)
        places = homes(key, self.domains)
        return (key, places) if places else _other_domain(profile, key, self.domains)

    def _verdict(self, profile: Profile, found: People, key: AccountKey, places: Sequence[int]) -> Verdict:
        try:
            people = found.of(key)
        except DirectoryError as error:
            return _outcome(profile, "failed", error.code, error.message, error.advice)
        if not people:
            return _not_found(profile, [self.domains[place] for place in places])
        if len(people) > 1:
            return _ambiguous(profile, people)
        person = people[0]
        first = self._handled.first(person.guid, profile)
        return person if first is None else _twice(profile, person, first)


def _torn(profile: Profile) -> Outcome | None:
    """The failure of a row with half a surrogate pair in it, which JSON can spell and no directory or URL takes."""
    texts = (profile.account, profile.picture_url, profile.name)
    if all(text.isascii() or _SURROGATE.search(text) is None for text in texts):
        return None
    where = f" ({profile.origin})" if profile.origin else ""
    reason = f"The profile{where} holds half a surrogate pair, which is no character."
    whole = replace(profile, account=_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", profile.account))
    return _outcome(whole, "failed", ProfileError.code, reason, "Mend that row, or export the profiles anew.")


def _other_domain(profile: Profile, key: AccountKey, domains: Sequence[Domain]) -> Outcome:
    names = (" / ".join(name for name in (domain.netbios, domain.dns) if name) for domain in domains)
    return _outcome(
        profile,
        "skipped",
        "OtherDomain",
        f"{profile.account} belongs to the domain {key.domain}; the directory given serves {', '.join(names)}.",
        "Give that domain's directory too: --directory (-Directory) takes several.",
    )


def _not_found(profile: Profile, domains: Sequence[Domain]) -> Outcome:
    bases = " and ".join(domain.base for domain in domains)
    return _outcome(
        profile,
        "failed",
        PersonNotFound.code,
        f"Nobody below {bases} answers to {profile.account}.",
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
