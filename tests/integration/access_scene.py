"""A place of its own in the lab's directory: people, nested groups, an ordinary account, an administrator."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from ldap3 import SUBTREE, Connection

from pyupsync.adapters.access.ldap import LdapAccess, open_ldap_access
from pyupsync.adapters.directory.ldap_address import parse_address
from pyupsync.adapters.directory.ldap_login import connect, log_off, tls_context
from pyupsync.config import Login
from tests.lab import Lab
from tests.lab.directory import sids as sids_of
from tests.lab.ldif import add_record, modify_record
from tests.lab.names import BASE, DNS_DOMAIN, NETBIOS

PLACE = f"OU=Rights,{BASE}"
INNER = f"OU=Inner,{PLACE}"
ACTOR, ADMIN = "actor", "overseer"
GROUPS = ("rights-own", "rights-above", "rights-top", "rights-primary", "rights-others")
_GLOBAL, _LOCAL, _UNIVERSAL = "-2147483646", "-2147483644", "-2147483640"  # groupType ([MS-ADTS] 2.2.12)
_KINDS = dict(zip(GROUPS, (_GLOBAL, _UNIVERSAL, _LOCAL, _GLOBAL, _GLOBAL), strict=True))
_ABOVE = {"rights-own": "rights-above", "rights-above": "rights-top"}
_ENABLED, _NO_PASSWORD_NEEDED = "66048", "544"


@dataclass(slots=True)
class Scene:
    """What tests act on.

    Attributes:
        lab: The lab.
        admin, actor: The directory's rights as an administrator and as the ordinary account see them.
        raw: A connection of the ordinary account.
        sids: SIDs of all accounts of the domain, by sAMAccountName.
        passwords: Of the administrator and the ordinary account.
    """

    lab: Lab
    admin: LdapAccess
    actor: LdapAccess
    raw: Connection
    admin_raw: Connection
    sids: dict[str, str]
    passwords: dict[str, str] = field(repr=False)

    @property
    def actor_name(self) -> str:
        return f"{NETBIOS}\\{ACTOR}"

    def person(self, name: str = "target", ou: str = INNER) -> str:
        return f"CN={name},{ou}"

    def login(self, who: str) -> Login:
        return login_of(who, self.passwords[who])


def login_of(who: str, password: str) -> Login:
    return Login(auth="simple", user=f"{who}@{DNS_DOMAIN}", password=password)


@contextmanager
def rights_scene(lab: Lab) -> Iterator[Scene]:
    """Make the place, and take it away again."""
    passwords = {who: f"Aa1-{secrets.token_hex(12)}" for who in (ADMIN, ACTOR)}
    _fill(lab, passwords)
    with ExitStack() as stack:
        opened = {who: _open(lab, login_of(who, word), stack) for who, word in passwords.items()}
        raw = {who: _connect(lab, login_of(who, word), stack) for who, word in passwords.items()}
        sids = sids_of(lab.directory)
        try:
            yield Scene(lab, opened[ADMIN], opened[ACTOR], raw[ACTOR], raw[ADMIN], sids, passwords)
        finally:
            _remove(raw[ADMIN])


def _fill(lab: Lab, passwords: dict[str, str]) -> None:
    ous = [add_record(dn, {"objectClass": "organizationalUnit"}) for dn in (PLACE, INNER)]
    accounts = [
        add_record(
            f"CN={who},{PLACE}",
            {
                "objectClass": "user",
                "sAMAccountName": who,
                "userPrincipalName": f"{who}@{DNS_DOMAIN}",
                "unicodePwd": f'"{word}"'.encode("utf-16-le"),
                "userAccountControl": _ENABLED,
            },
        )
        for who, word in passwords.items()
    ]
    person = {"objectClass": "user", "sAMAccountName": "target", "userAccountControl": _NO_PASSWORD_NEEDED}
    groups = [
        add_record(f"CN={name},{PLACE}", {"objectClass": "group", "sAMAccountName": name, "groupType": kind})
        for name, kind in _KINDS.items()
    ]
    lab.directory.add("".join([*ous, *accounts, add_record(f"CN=target,{INNER}", person), *groups]))
    members = {f"CN=Domain Admins,CN=Users,{BASE}": ADMIN, f"CN=rights-own,{PLACE}": ACTOR}
    members |= {f"CN={group},{PLACE}": member for member, group in _ABOVE.items()}
    members |= {f"CN=rights-primary,{PLACE}": ACTOR}
    changes = [modify_record(group, "member", [f"CN={who},{PLACE}"], how="add") for group, who in members.items()]
    lab.directory.modify("".join(changes))
    rid = sids_of(lab.directory)["rights-primary"].rpartition("-")[2]
    lab.directory.modify(modify_record(f"CN={ACTOR},{PLACE}", "primaryGroupID", [rid]))


def _open(lab: Lab, login: Login, stack: ExitStack) -> LdapAccess:
    opened = open_ldap_access(lab.directory_address, login, str(lab.ca_bundle), 30)
    stack.callback(opened.close)
    return opened


def _connect(lab: Lab, login: Login, stack: ExitStack) -> Connection:
    (place, *_) = parse_address(lab.directory_address).places
    connection = connect(place, login, tls_context(str(lab.ca_bundle)), 30)
    stack.callback(log_off, connection)
    return connection


def _remove(connection: Connection) -> None:
    connection.search(PLACE, "(objectClass=*)", SUBTREE, attributes=["cn"])
    found = {one["dn"] for one in connection.response if "dn" in one}
    # A group is not deleted while somebody has it as primary group, nor a container before what is in it.
    first, last = f"CN={ACTOR},{PLACE}", f"CN={ADMIN},{PLACE}"
    for dn in (first, *sorted(found - {first, last, PLACE}, key=len, reverse=True), last, PLACE):
        connection.delete(dn)
