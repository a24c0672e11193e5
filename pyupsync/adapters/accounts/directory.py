"""SIDs of accounts as the directory has them: objectSid."""

from __future__ import annotations

from pyupsync.adapters.accounts.names import AccountName, read_name
from pyupsync.errors import ServiceAccountError
from pyupsync.model import AccountKey, Domain, Person
from pyupsync.ports import PersonDirectory


class DirectoryAccounts:
    """Accounts of the one domain that a directory serves; ``close`` closes the directory."""

    def __init__(self, directory: PersonDirectory) -> None:
        self._directory = directory

    def sid(self, account: str) -> str:
        r"""The SID of ``DOMAIN\user`` or ``user@domain``; a SID or a system account needs no directory.

        Raises:
            ServiceAccountError: There is no such account in this domain, or its name means more than one.
            DirectoryError: Or one of its leaves.
        """
        name = read_name(account)
        if name.kind == "sid":
            return name.value
        if name.kind == "local":
            raise ServiceAccountError(
                f"{account} is an account of one computer, which no directory knows.",
                target=account,
                advice="Give its SID; on that computer, wmic useraccount get name,sid shows it.",
            )
        (domain,) = self._directory.domains
        _refuse_other_domain(account, name, domain)
        key = AccountKey("upn" if name.kind == "upn" else "sam", name.value, name.domain)
        found = [person for person in self._directory.find([key]) if person.sid]
        return self._only(account, _preferred(name, found))

    def close(self) -> None:
        """Close the directory."""
        self._directory.close()

    def _only(self, account: str, found: list[Person]) -> str:
        (domain,) = self._directory.domains
        where = domain.dns
        if not found:
            words = f"There is no account {account} in {where}."
            raise ServiceAccountError(words, target=account, advice="See that it is spelled right, or give its SID.")
        if len(found) > 1:
            words = f"{account} means more than one account in {where}: {', '.join(person.dn for person in found)}."
            raise ServiceAccountError(words, target=account, advice="Give the SID of the one that is meant.")
        return found[0].sid


def _preferred(name: AccountName, found: list[Person]) -> list[Person]:
    """The one whose user principal name it is, where another's logon name and domain spell the same."""
    if name.kind != "upn":
        return found
    return [person for person in found if person.upn.casefold() == name.value.casefold()] or found


def _refuse_other_domain(account: str, name: AccountName, domain: Domain) -> None:
    known = {domain.dns.casefold(), domain.netbios.casefold()} - {""}
    if name.domain and known and name.domain.casefold() not in known:
        raise ServiceAccountError(
            f"{account} is of the domain {name.domain}; this directory serves {domain.dns or domain.netbios}.",
            target=account,
            advice="Name a directory of that domain, or give the SID.",
        )
