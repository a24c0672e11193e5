"""Security descriptors over LDAP, and what the server says the account that logged on may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from ldap3 import BASE, MODIFY_REPLACE, SUBTREE, Connection
from ldap3.protocol.microsoft import dir_sync_control, security_descriptor_control

from pyupsync.adapters.access.entries import ATTRIBUTES, PEOPLE, entry_of
from pyupsync.adapters.accounts.directory import DirectoryAccounts
from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldap import LdapDirectory
from pyupsync.adapters.directory.ldap_address import parse_address
from pyupsync.adapters.directory.ldap_ber import OCTETS, SEQUENCE, element, number
from pyupsync.adapters.directory.ldap_query import Search, run_searches
from pyupsync.config import Login
from pyupsync.errors import DirectoryDenied, DirectoryError, PersonNotFound, ServiceAccountError
from pyupsync.model.access import AccessDomain, SecuredEntry, SecurityAccount
from pyupsync.model.sids import sid_bytes, sid_text

# [MS-ADTS] 3.1.1.3.4.1.11: without the control the system list is asked for as well, which few may read, and then
# the whole attribute is missing.
_SD_FLAGS = b"1.2.840.113556.1.4.801"
_OWNER_GROUP_DACL, _DACL = 7, 4
_PRINCIPALS = "(objectSid=*)"
_IN_CHAIN = "1.2.840.113556.1.4.1941"
"""LDAP_MATCHING_RULE_TRANSITIVE_EVAL ([MS-ADTS] 3.1.1.3.4.4.3)."""
_EVERYBODY = ("S-1-1-0", "S-1-5-11", "S-1-5-2")
"""Whom everybody who logs on over the network is; they may be members of groups, as foreign security principals."""
_AT_ONCE = 100


def open_ldap_access(address: str, login: Login, ca_file: str, timeout: float) -> LdapAccess:
    """Connect and log on; the arguments and errors are those of ``directory.ldap.open_ldap``."""
    access = LdapAccess(parse_address(address), login, ca_file, timeout, _PRINCIPALS)
    try:
        _ = access.access_domain
    except BaseException:
        access.close()
        raise
    return access


class LdapAccess(LdapDirectory):
    """An ``AccessDirectory`` and an ``AccessProbe`` on the connection of a directory."""

    @cached_property
    def access_domain(self) -> AccessDomain:
        """The domain it serves, with what its rights hang on."""
        domain = self.domain
        root = self._values("", "configurationNamingContext")
        return AccessDomain(
            dns=domain.dns,
            netbios=domain.netbios,
            dn=entries.domain_dn(domain.base),
            configuration=entries.text(root, "configurationnamingcontext"),
            base=domain.base,
        )

    def account(self, name: str) -> SecurityAccount:
        """The account of that name; the empty name is who logged on."""
        if not name:
            return self._bound()
        sid = self.entry(name).sid if "=" in name else DirectoryAccounts(self).sid(name)
        found = self._search_all(f"(objectSid={entries.escape(sid_bytes(sid))})", ("sAMAccountName",)) if sid else []
        if not found:
            raise ServiceAccountError(
                f"There is no account {name} in {self.domain.dns}.",
                target=name,
                advice=r"Write DOMAIN\user, user@domain, its DN or its SID.",
            )
        if self._bound_sids[:1] == (sid,):
            return self._bound()
        dn, values = found[0]
        return SecurityAccount(sid, self._shown(values, name), dn, self._groups(dn))

    def entry(self, dn: str) -> SecuredEntry:
        """One entry."""
        return self._call(partial(self._entry, dn=dn), dn)

    def people(self, dn: str) -> Iterator[SecuredEntry]:
        """Everybody at or below an entry. Descriptors that are the same are kept once."""
        same: dict[bytes, bytes] = {}

        def make(name: str, values: entries.Values) -> SecuredEntry:
            kept = {**values}
            if held := values.get("ntsecuritydescriptor"):
                kept["ntsecuritydescriptor"] = [same.setdefault(held[0], held[0])]
            return entry_of(name, kept)

        def search(connection: Connection) -> list[SecuredEntry]:
            one = Search(dn, f"(&{PEOPLE})", ATTRIBUTES, make, controls=_flags(_OWNER_GROUP_DACL))
            run_searches(connection, [one])
            if one.answer and one.answer.code:
                raise self._error(one.answer, dn)
            return one.found

        return iter(self._call(search, dn))

    def names(self, sids: frozenset[str]) -> dict[str, str]:
        """The accounts and groups of this domain with those SIDs, by their names."""
        asked, found = sorted(sids), dict[str, str]()
        for start in range(0, len(asked), _AT_ONCE):
            parts = "".join(f"(objectSid={entries.escape(sid_bytes(one))})" for one in asked[start : start + _AT_ONCE])
            for _, values in self._search_all(f"(|{parts})", ("objectSid", "sAMAccountName")):
                found[sid_text(values["objectsid"][0])] = entries.text(values, "samaccountname")
        return {sid: name for sid, name in found.items() if name}

    def write_dacl(self, dn: str, descriptor: bytes) -> None:
        """Replace the discretionary list of one entry, and nothing else."""
        changes = {"nTSecurityDescriptor": [(MODIFY_REPLACE, [descriptor])]}
        controls = security_descriptor_control(criticality=True, sdflags=_DACL)
        self._call(lambda connection: connection.modify(dn, changes, controls=controls), dn)

    def writable(self, dn: str) -> frozenset[str]:
        """Attributes that who logged on may write there."""
        return self._words(dn, "allowedAttributesEffective")

    def creatable(self, dn: str) -> frozenset[str]:
        """Classes that who logged on may create below it."""
        return self._words(dn, "allowedChildClassesEffective")

    def replicates(self, dn: str) -> bool:
        """Whether who logged on may read all changes of that partition ([MS-ADTS] 3.1.1.3.4.1.3)."""
        control = dir_sync_control(
            criticality=True,
            object_security=False,
            ancestors_first=False,
            public_data_only=False,
            incremental_values=False,
            max_length=1,
            cookie=b"",
        )
        search = {
            "search_base": dn,
            "search_filter": "(objectClass=domainDNS)",
            "search_scope": SUBTREE,
            "attributes": ["objectGUID"],
            "controls": [control],
        }
        try:
            self._call(lambda connection: self._run(connection, dn, search), dn)
        except DirectoryDenied:
            return False
        return True

    def _words(self, dn: str, name: str) -> frozenset[str]:
        values = self._values(dn, name)
        return frozenset(one.decode(errors="replace").lower() for one in values.get(name.lower(), ()))

    def _values(self, dn: str, *names: str) -> entries.Values:
        return self._call(lambda connection: self._read(connection, dn, *names), dn)

    def _entry(self, connection: Connection, dn: str) -> SecuredEntry:
        search = {
            "search_base": dn,
            "search_filter": "(objectClass=*)",
            "search_scope": BASE,
            "attributes": ATTRIBUTES,
            "controls": security_descriptor_control(criticality=True, sdflags=_OWNER_GROUP_DACL),
        }
        found = self._run(connection, dn, search)
        if not found:
            raise PersonNotFound(f"{self._controllers.server} shows no entry {dn}.", target=dn)
        return entry_of(found[0]["dn"], _lower(found[0]))

    @cached_property
    def _bound_sids(self) -> tuple[str, ...]:
        """Whom the server takes the one who asks for, itself first: tokenGroups of the root ([MS-ADTS] 3.1.1.3.2)."""
        values = self._values("", "tokenGroups")
        return tuple(sid_text(one) for one in values.get("tokengroups", ()))

    def _bound(self) -> SecurityAccount:
        if not self._bound_sids:
            raise DirectoryError(
                f"{self._controllers.server} does not tell whom it takes this logon for.",
                target=self._controllers.server,
                advice="Name the account: --account DOMAIN\\user.",
            )
        own, *groups = self._bound_sids
        found = self._search_all(f"(objectSid={entries.escape(sid_bytes(own))})", ("sAMAccountName",))
        dn, named = found[0] if found else ("", {})
        return SecurityAccount(own, self._shown(named, own), dn, tuple(groups), bound=True)

    def _shown(self, values: entries.Values, otherwise: str) -> str:
        sam, netbios = entries.text(values, "samaccountname"), self.domain.netbios
        return (f"{netbios}\\{sam}" if netbios else sam) if sam else otherwise

    def _groups(self, dn: str) -> tuple[str, ...] | None:
        """What ``tokenGroups`` of the account says, and the groups that everybody is in; None where it says nothing."""
        own = [sid_text(one) for one in self._values(dn, "tokenGroups").get("tokengroups", ())]
        return tuple(dict.fromkeys([*own, *self._of_everybody])) if own else None

    @cached_property
    def _of_everybody(self) -> tuple[str, ...]:
        wanted = "".join(f"(objectSid={entries.escape(sid_bytes(one))})" for one in _EVERYBODY)
        foreign = [dn for dn, _ in self._search_all(f"(|{wanted})", ("objectSid",))]
        parts = "".join(f"(member:{_IN_CHAIN}:={entries.escape(dn.encode())})" for dn in foreign)
        found = self._search_all(f"(|{parts})", ("objectSid",)) if parts else []
        return tuple(sid_text(values["objectsid"][0]) for _, values in found if "objectsid" in values)

    def _search_all(self, wanted: str, names: Sequence[str]) -> list[tuple[str, entries.Values]]:
        """What is found in the whole domain, wherever the address points."""
        base = entries.domain_dn(self.domain.base) or self.domain.base
        search = {"search_base": base, "search_filter": wanted, "search_scope": SUBTREE, "attributes": list(names)}
        run: Callable[[Connection], list[dict[str, Any]]] = partial(self._run, target=base, search=search)
        return [(one["dn"], _lower(one)) for one in self._call(run, base)]


def _lower(entry: Mapping[str, Any]) -> dict[str, list[bytes]]:
    return {name.lower(): values for name, values in entry["raw_attributes"].items()}


def _flags(value: int) -> bytes:
    content = element(SEQUENCE, number(value))
    return element(SEQUENCE, element(OCTETS, _SD_FLAGS) + element(OCTETS, content))
