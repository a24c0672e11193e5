"""What every ``PersonDirectory`` must do: the LDIF one and two of them together always, the LDAP one on the lab."""

from __future__ import annotations

import secrets
import struct

import pytest

from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.adapters.directory.ldap_entries import dn_key
from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.config import Login
from pyupsync.errors import DirectoryRejected, PersonNotFound
from pyupsync.model import AccountKey, PhotoFacts, Sighting
from pyupsync.photos.several import SeveralDirectories
from tests.lab import names, people
from tests.lab.ldif import add_record

ODD = ("mueller", "иванова", "yamada", "groß.ö", "obrien", "paren(x)", "star", "back", "comma", "quote", "disabled")
LIMIT = 102_400
OTHERS = "".join(
    add_record(f"CN={name},DC=fabrikam,DC=test", {"objectClass": "user", "sAMAccountName": name})
    for name in ("fabian", "zoltan")
)
"""Those of another domain."""


def people_as_ldif() -> str:
    """The lab's people, its domain and one computer, without any picture."""
    base, config = names.BASE, f"CN=Configuration,{names.BASE}"
    cross = {"objectClass": "crossRef", "nCName": base, "nETBIOSName": names.NETBIOS}
    computer = {"objectClass": ["user", "computer"], "sAMAccountName": "DC1$"}
    records = [
        add_record(base, {"objectClass": "domainDNS"}),
        add_record(f"CN={names.NETBIOS},CN=Partitions,{config}", cross),
        add_record(f"CN=DC1,OU=Domain Controllers,{base}", computer),
    ]
    for number, one in enumerate(people.in_directory()):
        sid = b"\1\4" + (5).to_bytes(6, "big") + struct.pack("<4I", 21, 7, 7, 1000 + number)
        upn = one.second_upn or one.user_principal_name
        entry = one.entry(None).replace("\n\n", "\n")
        head, _, tail = entry.partition("userPrincipalName::")
        rest = tail.partition("\n")[2]
        extra = add_record("x", {"userPrincipalName": upn, "objectSid": sid}).partition("\n")[2]
        records.append(f"{head}{rest}{extra}")
    return "".join(records)


@pytest.fixture(params=["ldif", "several", pytest.param("ldap", marks=pytest.mark.lab)])
def directory(request, tmp_path):
    if request.param != "ldap":
        file = tmp_path / "leute.ldif"
        file.write_text(people_as_ldif(), encoding="utf-8")
        opened = open_ldif(str(file))
        if request.param == "several":
            other = tmp_path / "others.ldif"
            other.write_text(add_record("DC=fabrikam,DC=test", {"objectClass": "domainDNS"}) + OTHERS, encoding="utf-8")
            opened = SeveralDirectories([open_ldif(str(other)), opened])
    else:
        lab = request.getfixturevalue("lab")
        request.getfixturevalue("fresh_photos")
        login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
        opened = open_ldap(lab.directory_address, login=login, ca_file=str(lab.root_ca), timeout=10)
    yield opened
    opened.close()


def find(directory, *keys):
    return list(directory.find(keys))


def one(directory, sam):
    (found,) = find(directory, AccountKey("sam", sam))
    return found


def test_the_domain_has_both_names_and_the_base(directory):
    domain = directory.domains[-1]
    assert (domain.dns, domain.netbios, domain.base) == (names.DNS_DOMAIN, names.NETBIOS, names.BASE)


@pytest.mark.parametrize("sam", ODD)
def test_a_person_is_found_whatever_the_name_holds(directory, sam):
    """Parentheses, asterisks, backslashes, commas, quotes and letters beyond ASCII, in names and in DNs."""
    known, found = people.person(sam), one(directory, sam)
    assert dn_key(found.dn) == dn_key(known.dn)
    assert (found.sam, found.upn, found.name) == (sam, known.user_principal_name, known.cn)
    assert found.disabled is known.disabled


@pytest.mark.parametrize("sam", ODD)
def test_upn_and_sid_and_another_case_lead_to_the_same_person(directory, sam):
    person = one(directory, sam)
    assert find(directory, AccountKey("sam", sam.upper() if "ß" not in sam else sam)) == [person]
    assert find(directory, AccountKey("upn", person.upn.swapcase() if "ß" not in sam else person.upn)) == [person]
    assert find(directory, AccountKey("sid", person.sid)) == [person]


def test_a_protected_person_is_known_as_such(directory):
    assert one(directory, "protected").protected
    assert not one(directory, "mueller").protected


def test_everyone_who_may_be_meant_is_found_and_choosing_is_left_to_others(directory):
    """Two people hold the UPN; an implicit UPN is another way to one of them."""
    twins = [person for person in people.in_directory() if "Twin" in person.surname]
    upn = next(person.second_upn for person in twins if person.second_upn)
    found = find(directory, AccountKey("upn", upn))
    assert {person.sam for person in found} == {person.sam for person in twins}
    implicit = f"mueller@{names.DNS_DOMAIN.upper()}"
    assert [person.sam for person in find(directory, AccountKey("upn", implicit))] == ["mueller"]


@pytest.mark.parametrize("value", ["*", "p000*", "x)(sAMAccountName=*", "mueller)", "\\2a", "nobody", " "])
def test_no_name_works_as_a_pattern(directory, value):
    assert find(directory, AccountKey("sam", value)) == []
    assert find(directory, AccountKey("upn", f"{value}@{names.DNS_DOMAIN}")) == []


def test_nobody_is_found_by_a_sid_that_is_none_or_anothers(directory):
    assert find(directory, AccountKey("sid", "S-1-5-99999999999"), AccountKey("sid", "S-1-5-21-1-2-3-4")) == []


@pytest.mark.parametrize(
    "key",
    [
        AccountKey("sid", "S-1-5-" + "9" * 5000),
        AccountKey("sid", "S-1-5" + "-1" * 200),
        AccountKey("sid", "nobody"),
        AccountKey("sam", "\ud800"),
        AccountKey("sam", "nul\0"),
        AccountKey("sam", ""),
        AccountKey("sam", "x" * 1024),
        AccountKey("upn", "\udfff@corp.example.test"),
        AccountKey("upn", "ü" * 500 + "@corp.example.test"),
        AccountKey("upn", "@"),
    ],
    ids=lambda key: f"{key.kind} {key.value[:8]!a}",
)
def test_a_key_that_nobody_can_have_finds_nobody_and_ends_nothing(directory, key):
    """Whoever else is asked for in the same breath is found."""
    assert [found.sam for found in find(directory, key, AccountKey("sam", "mueller"))] == ["mueller"]


def test_no_keys_find_nobody(directory):
    assert find(directory) == []


def test_computers_are_no_people(directory):
    assert find(directory, AccountKey("sam", "DC1$")) == []


def test_each_person_comes_once_however_many_keys_mean_them(directory):
    """More keys than go into one search, everybody named twice and out of order."""
    everyone = people.in_directory()
    keys = [AccountKey("sam", person.sam, names.NETBIOS) for person in everyone]
    keys += [AccountKey("upn", f"{person.sam}@{names.DNS_DOMAIN}") for person in reversed(everyone)]
    found = find(directory, *keys, *(AccountKey("sam", f"nobody{number}") for number in range(150)))
    assert sorted(person.sam for person in found) == sorted(person.sam for person in everyone)


@pytest.mark.parametrize("sam", ["mueller", "quote", "comma", "иванова"])
def test_a_picture_is_written_replaced_and_removed(directory, sam):
    dn = one(directory, sam).dn
    first, second = secrets.token_bytes(700), secrets.token_bytes(20_000)
    for photo in (first, second, None, None, first):
        directory.write_photo(dn, photo)
        assert directory.read_photo(dn) == photo
        assert one(directory, sam).photo == (PhotoFacts.of(photo) if photo else None)


def test_writes_that_were_handed_over_settle_each_with_its_own_result(directory):
    """One that is refused between two that are not; to one entry the last one counts."""
    dn, other, nobody = one(directory, "mueller").dn, one(directory, "quote").dn, f"CN=Niemand,{names.STAFF}"
    first, second = secrets.token_bytes(700), secrets.token_bytes(20_000)
    writes = [directory.send_photo(*write) for write in ((dn, first), (nobody, first), (other, first), (dn, second))]
    for write in (writes[0], writes[2], writes[3]):
        write.result()
        assert write.wait(0)
        assert not write.cancel()
    with pytest.raises(PersonNotFound) as caught:
        writes[1].result()
    assert caught.value.target == nobody
    assert (directory.read_photo(dn), directory.read_photo(other)) == (second, first)


def test_the_schemas_limit_holds_to_the_byte(directory):
    dn, largest = one(directory, "mueller").dn, secrets.token_bytes(LIMIT)
    directory.write_photo(dn, largest)
    for refused in (largest + b"\0", b""):
        with pytest.raises(DirectoryRejected) as caught:
            directory.write_photo(dn, refused)
        assert caught.value.target == dn
    assert directory.read_photo(dn) == largest


def test_an_entry_that_is_not_there_is_said_to_be_missing(directory):
    dn = f"CN=Niemand,{names.STAFF}"
    with pytest.raises(PersonNotFound) as reading:
        directory.read_photo(dn)
    with pytest.raises(PersonNotFound) as writing:
        directory.write_photo(dn, b"x")
    assert (reading.value.target, writing.value.target) == (dn, dn)


def test_pictures_that_are_not_wanted_are_unread_only_where_changes_can_be_seen(directory):
    key = AccountKey("sam", "mueller")
    directory.write_photo(one(directory, "mueller").dn, b"a picture")
    (person,) = directory.find([key], photos=False)
    assert person.photo_read is (person.seen is None)
    assert person.photo == (PhotoFacts.of(b"a picture") if person.photo_read else None)
    assert one(directory, "mueller").photo_read
    assert one(directory, "mueller").seen == person.seen


def test_people_are_looked_at_again_with_their_pictures(directory):
    everyone = {person.guid: person for person in find(directory, *(AccountKey("sam", sam) for sam in ODD))}
    photo = secrets.token_bytes(3000)
    directory.write_photo(one(directory, "comma").dn, photo)
    wanted = [*everyone, "00000000-0000-4000-8000-000000000000", "CN=Niemand,DC=nowhere", "", *everyone]
    found = {person.guid: (person, data) for person, data in directory.look(wanted)}
    assert found.keys() == everyone.keys()
    assert {guid: person.dn for guid, (person, _) in found.items()} == {
        guid: person.dn for guid, person in everyone.items()
    }
    person, data = found[one(directory, "comma").guid]
    assert (data, person.photo) == (photo, PhotoFacts.of(photo))
    assert list(directory.look([])) == []


def test_what_was_seen_tells_whose_picture_has_not_moved(directory):
    """A directory that sees nobody says so of nobody."""
    moved, same = one(directory, "mueller"), one(directory, "comma")
    if moved.seen is None:
        assert directory.unmoved({moved.guid: Sighting("x", 1)}) == {}
        return
    assert one(directory, "mueller").seen == moved.seen
    directory.write_photo(moved.dn, b"another picture")
    assert one(directory, "mueller").seen != moved.seen
    asked = {moved.guid: moved.seen, same.guid: same.seen, "00000000-0000-4000-8000-000000000000": same.seen}
    assert directory.unmoved(asked) == {same.guid: same.seen}
    elsewhere = Sighting("another domain controller", same.seen.usn)
    assert directory.unmoved({same.guid: elsewhere}) == {}


def test_closing_twice_does_no_harm(directory):
    directory.close()
    directory.close()
