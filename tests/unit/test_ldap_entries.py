"""Attribute values to people, keys to filters, DNs to their parts."""

from __future__ import annotations

import pytest

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.model import AccountKey

BASE = "DC=corp,DC=example,DC=test"


@pytest.mark.parametrize("text", ["S-1-5-18", "S-1-5-21-1004336348-1177238915-682003330-4294967295"])
def test_a_sid_is_the_same_there_and_back(text):
    assert entries.sid_text(entries.sid_bytes(text)) == text


def test_numbers_that_fit_no_sid_match_nobody():
    assert entries.sid_bytes("S-1-5-4294967296") == b""
    assert entries.sid_text(b"short") == ""


@pytest.mark.parametrize("text", ["S-1-5-" + "9" * 5000, "S-1-5" + "-1" * 16, "S-1-x", "S-1-", "", "S-1-5-²"])
def test_what_is_no_sid_matches_nobody(text):
    assert entries.sid_bytes(text) == b""


def test_half_a_surrogate_pair_is_in_nobodys_name():
    keys = [AccountKey("sam", "a\ud800"), AccountKey("upn", "b\udfff@corp.example.test"), AccountKey("sam", "c")]
    assert entries.filter_for(keys, "corp.example.test").endswith("(|(objectSid=)(sAMAccountName=c)))")


@pytest.mark.parametrize("number", [b"9" * 5000, b"--2", b"", b"x"])
def test_a_number_that_is_none_counts_as_not_set(number):
    person = entries.person_of("CN=ä", {"useraccountcontrol": [number], "admincount": [number]})
    assert (person.disabled, person.protected) == (False, False)


def test_the_octets_of_a_guid_come_in_windows_order():
    """objectGUID's first three groups are little-endian ([MS-DTYP] 2.3.4.2)."""
    person = entries.person_of("CN=ä", {"objectguid": [bytes(range(16))]})
    assert person.guid == "03020100-0504-0706-0809-0a0b0c0d0e0f"


def test_without_a_guid_the_dn_stands_for_it():
    person = entries.person_of("CN=Äpfel", {"samaccountname": [b"a"], "cn": ["Äpfel".encode()]})
    assert (person.guid, person.name, person.disabled, person.photo) == ("cn=äpfel", "Äpfel", False, None)


def test_nothing_in_a_name_can_leave_its_place_in_a_filter():
    """RFC 4515: parentheses, asterisks, backslashes, NUL and everything beyond ASCII are escaped octet by octet."""
    keys = [AccountKey("sam", "a)(*\\\0ü"), AccountKey("upn", "x@CORP.example.test"), AccountKey("upn", "y@else.test")]
    assert entries.filter_for(keys, "corp.example.test") == (
        "(&(objectCategory=person)(objectClass=user)(|(sAMAccountName=a\\29\\28\\2a\\5c\\00\\c3\\bc)"
        "(userPrincipalName=x@CORP.example.test)(sAMAccountName=x)(userPrincipalName=y@else.test)))"
    )


@pytest.mark.parametrize(
    "other",
    [f"cn=comfort\\2C carl,ou=Sales\\, EMEA, {BASE.lower()}", f"CN=Comfort\\, Carl,OU=Sales\\2c EMEA,{BASE}"],
)
def test_two_spellings_of_a_dn_are_one(other):
    assert entries.dn_key(f"CN=Comfort\\, Carl,OU=Sales\\, EMEA,{BASE}") == entries.dn_key(other)


def test_the_parts_of_a_dn_respect_escaped_commas():
    dn = f"CN=Comfort\\, Carl\\\\,OU=Sales\\, EMEA,{BASE}"
    assert entries.parent(dn) == f"OU=Sales\\, EMEA,{BASE}"
    assert entries.domain_dn(dn) == BASE
    assert entries.dns_name(dn) == "corp.example.test"
    assert entries.domain_dn("CN=x,O=y") == ""


@pytest.mark.parametrize(
    "other",
    ["cn=Ünal,dc=X", "CN = ünal , DC = x", " CN=Ünal,DC=x ", "CN=\\c3\\9cnal,DC=x", "CN=\\Ünal,DC=x", "CN=Ünal,\nDC=x"],
)
def test_plain_and_odd_spellings_of_a_dn_are_the_same(other):
    assert entries.dn_key(other) == entries.dn_key("CN=Ünal,DC=x")
    assert entries.dn_key(other) != entries.dn_key("CN=Ünal\\,DC=x")
