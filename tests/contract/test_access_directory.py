"""What every ``AccessDirectory`` must do: the LDIF one always, the LDAP one on the lab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pyupsync.access import rights
from pyupsync.access.aces import Ace
from pyupsync.access.descriptor import DACL_PRESENT, SELF_RELATIVE, Acl, Descriptor, read_descriptor
from pyupsync.access.grants import added
from pyupsync.adapters.access.ldif import open_ldif_access
from pyupsync.errors import PersonNotFound, ServiceAccountError
from pyupsync.model.sids import sid_bytes
from pyupsync.ports import AccessDirectory
from tests.integration.access_scene import ACTOR, GROUPS, INNER, PLACE, rights_scene
from tests.lab.ldif import add_record
from tests.lab.names import BASE, DNS_DOMAIN, NETBIOS

SIDS = {
    name: f"S-1-5-21-7-7-7-{1100 + number}" for number, name in enumerate((ACTOR, "target", *GROUPS, "Domain Users"))
}
_ABOVE = {"rights-own": "rights-above", "rights-above": "rights-top"}


@dataclass(slots=True)
class Opened:
    directory: AccessDirectory
    sids: dict[str, str]


def descriptor() -> bytes:
    readers = Ace.make(rights.AUTHENTICATED_USERS, 0x20094)
    return Descriptor(SELF_RELATIVE | DACL_PRESENT, "S-1-5-32-544", "S-1-5-32-544", dacl=Acl(4, (readers,))).encode()


def as_ldif() -> str:
    """The same place as in the lab, in a file."""
    held = {"nTSecurityDescriptor": descriptor()}
    config = f"CN=Configuration,{BASE}"
    cross = {"objectClass": "crossRef", "nCName": BASE, "nETBIOSName": NETBIOS}
    records = [
        add_record(BASE, {"objectClass": ["top", "domain", "domainDNS"], **held}),
        add_record(config, {"objectClass": "configuration", **held}),
        add_record(f"CN={NETBIOS},CN=Partitions,{config}", cross),
    ]
    records += [add_record(dn, {"objectClass": ["top", "organizationalUnit"], **held}) for dn in (PLACE, INNER)]
    people = {ACTOR: (PLACE, "rights-primary"), "target": (INNER, "Domain Users")}
    for name, (ou, primary) in people.items():
        facts = {
            "objectClass": ["top", "person", "user"],
            "sAMAccountName": name,
            "userPrincipalName": f"{name}@{DNS_DOMAIN}",
            "objectSid": sid_bytes(SIDS[name]),
            "primaryGroupID": SIDS[primary].rpartition("-")[2],
        }
        records.append(add_record(f"CN={name},{ou}", {**facts, **held}))
    for name in (*GROUPS, "Domain Users"):
        facts = {"objectClass": "group", "sAMAccountName": name, "objectSid": sid_bytes(SIDS[name])}
        members = [f"CN={ACTOR},{PLACE}"] if name == "rights-own" else []
        members += [f"CN={below},{PLACE}" for below, above in _ABOVE.items() if above == name]
        records.append(add_record(f"CN={name},{PLACE}", {**facts, "member": members}))
    everybody = {"objectClass": "foreignSecurityPrincipal", "objectSid": sid_bytes(rights.AUTHENTICATED_USERS)}
    foreign = f"CN=S-1-5-11,CN=ForeignSecurityPrincipals,{BASE}"
    builtin = {"objectClass": "group", "objectSid": sid_bytes("S-1-5-32-554"), "member": foreign}
    builtin |= {"sAMAccountName": "Pre-Windows 2000 Compatible Access"}
    records += [add_record(foreign, everybody)]
    records += [add_record(f"CN=Pre-Windows 2000 Compatible Access,CN=Builtin,{BASE}", builtin)]
    return "".join(records)


@pytest.fixture(scope="module", params=["ldif", pytest.param("ldap", marks=pytest.mark.lab)])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    if request.param == "ldif":
        path = tmp_path_factory.mktemp("access") / "corp.ldif"
        path.write_text(as_ldif())
        directory = open_ldif_access(str(path))
        yield Opened(directory, SIDS)
        directory.close()
        return
    with rights_scene(request.getfixturevalue("lab")) as scene:
        yield Opened(scene.admin, scene.sids)


def test_it_knows_its_domain(opened: Opened) -> None:
    domain = opened.directory.access_domain
    assert (domain.dns, domain.netbios, domain.dn, domain.base) == (DNS_DOMAIN, NETBIOS, BASE, BASE)
    assert domain.configuration == f"CN=Configuration,{BASE}"


def test_an_account_is_found_by_each_of_its_names(opened: Opened) -> None:
    names = (f"{NETBIOS}\\{ACTOR}", f"{ACTOR}@{DNS_DOMAIN}", opened.sids[ACTOR], f"CN={ACTOR},{PLACE}")
    for name in names:
        found = opened.directory.account(name)
        assert (found.sid, found.name, found.bound) == (opened.sids[ACTOR], f"{NETBIOS}\\{ACTOR}", False)
        assert found.dn.lower() == f"CN={ACTOR},{PLACE}".lower()


@pytest.mark.parametrize("name", [f"{NETBIOS}\\nobody", "S-1-5-21-7-7-7-9", f"FABRIKAM\\{ACTOR}", "a/b"])
def test_an_account_that_is_not_there_is_an_error(opened: Opened, name: str) -> None:
    with pytest.raises(ServiceAccountError):
        opened.directory.account(name)


def test_groups_are_nested_primary_and_those_of_everybody(opened: Opened) -> None:
    groups = set(opened.directory.account(f"{NETBIOS}\\{ACTOR}").groups or ())
    inside = {"rights-own", "rights-above", "rights-top", "rights-primary"}
    assert {opened.sids[name] for name in inside} | {"S-1-5-32-554"} <= groups
    assert opened.sids["rights-others"] not in groups
    target = set(opened.directory.account(f"CN=target,{INNER}").groups or ())
    assert opened.sids["Domain Users"] in target
    assert not {opened.sids[name] for name in GROUPS} & target


def test_an_entry_has_its_classes_its_sid_and_its_descriptor(opened: Opened) -> None:
    entry = opened.directory.entry(f"CN=target,{INNER}")
    assert (entry.sid, entry.account, entry.admin_count) == (opened.sids["target"], "target", False)
    assert entry.classes[-1] == "user"
    assert entry.descriptor is not None
    assert read_descriptor(entry.descriptor).owner
    with pytest.raises(PersonNotFound):
        opened.directory.entry(f"CN=nobody,{INNER}")


def test_people_are_those_below_and_no_groups(opened: Opened) -> None:
    below = {entry.dn for entry in opened.directory.people(PLACE)}
    assert {f"CN={ACTOR},{PLACE}", f"CN=target,{INNER}"} <= below
    assert not [dn for dn in below if "rights-" in dn or dn.startswith("OU=")]
    assert [entry.dn for entry in opened.directory.people(INNER)] == [f"CN=target,{INNER}"]
    assert [entry.dn for entry in opened.directory.people(f"CN=target,{INNER}")] == [f"CN=target,{INNER}"]
    assert all(entry.descriptor for entry in opened.directory.people(PLACE))


def test_sids_are_told_by_name(opened: Opened) -> None:
    sid = opened.sids["rights-top"]
    assert opened.directory.names(frozenset({sid, "S-1-5-21-9-9-9-1"})) == {sid: "rights-top"}
    assert opened.directory.names(frozenset()) == {}


def test_a_list_that_is_written_is_there_and_the_rest_is_as_it_was(opened: Opened) -> None:
    before = opened.directory.entry(INNER)
    held = read_descriptor(before.descriptor or b"")
    ace = Ace.make(opened.sids[ACTOR], rights.WRITE_PROPERTY, object_type=rights.THUMBNAIL_PHOTO)
    opened.directory.write_dacl(INNER, added(held, ace).encode())
    now = read_descriptor(opened.directory.entry(INNER).descriptor or b"")
    assert (now.owner, now.group, now.control) == (held.owner, held.group, held.control)
    assert [one for one in now.aces if one != ace] == list(held.aces)
    assert ace in now.aces
    opened.directory.write_dacl(INNER, before.descriptor or b"")
    assert opened.directory.entry(INNER).descriptor == before.descriptor
    with pytest.raises(PersonNotFound):
        opened.directory.write_dacl(f"OU=Nowhere,{BASE}", before.descriptor or b"")


def test_what_was_written_to_a_file_is_read_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "corp.ldif"
    path.write_text(as_ldif())
    first = open_ldif_access(str(path))
    held = read_descriptor(first.entry(INNER).descriptor or b"")
    changed = added(held, Ace.make(SIDS[ACTOR], rights.WRITE_PROPERTY)).encode()
    first.write_dacl(INNER, changed)
    first.close()
    first.close()
    second = open_ldif_access(str(path))
    assert second.entry(INNER).descriptor == changed
    assert second.entry(PLACE).descriptor == descriptor()
    second.close()
    assert path.read_text() == as_ldif()
