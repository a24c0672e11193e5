"""Which person a profile means."""

from __future__ import annotations

import pytest

from pyupsync.errors import AccountError
from pyupsync.model import AccountKey, Domain, Outcome, Person, Profile
from pyupsync.photos.match import Matcher, parse_account

DOMAIN = Domain(dns="corp.example.test", netbios="CORP", base="DC=corp,DC=example,DC=test")
SID = "S-1-5-21-1004336348-1177238915-682003330-512"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CORP\\alice", AccountKey("sam", "alice", "CORP")),
        ("  CORP\\alice ", AccountKey("sam", "alice", "CORP")),
        ("i:0#.w|corp\\alice", AccountKey("sam", "alice", "corp")),
        ("I:0#.W|CORP\\Alice", AccountKey("sam", "Alice", "CORP")),
        ("i:0#.w|corp\\jürgen.müller", AccountKey("sam", "jürgen.müller", "corp")),
        ("i:0#.w|alice@corp.example.test", AccountKey("upn", "alice@corp.example.test")),
        ("i:0e.t|adfs|alice@corp.example.test", AccountKey("upn", "alice@corp.example.test")),
        ("i:05.t|my provider|alice@corp.example.test", AccountKey("upn", "alice@corp.example.test")),
        ("i:0#.f|membership|alice@corp.example.test", AccountKey("upn", "alice@corp.example.test")),
        ("i:0e.t|adfs|corp\\alice", AccountKey("sam", "alice", "corp")),
        ("i:0ǵ.t|adfs|alice@corp.example.test", AccountKey("upn", "alice@corp.example.test")),
        (f"i:0).w|{SID.lower()}", AccountKey("sid", SID)),
        (f"i:0^.t|adfs|{SID}", AccountKey("sid", SID)),
        (SID, AccountKey("sid", SID)),
        ("анна@corp.example.test", AccountKey("upn", "анна@corp.example.test")),
        ("a@b@corp.example.test", AccountKey("upn", "a@b@corp.example.test")),
        ("alice", AccountKey("sam", "alice")),
        ("CORP\\back\\slash", AccountKey("sam", "back\\slash", "CORP")),
        ("CORP\\paren(x)*", AccountKey("sam", "paren(x)*", "CORP")),
    ],
)
def test_every_known_form_is_read(text: str, key: AccountKey):
    """Names, UPNs, SIDs and the claims of them give the key they stand for."""
    assert parse_account(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "CORP\\",
        "\\alice",
        "@corp.example.test",
        "alice@",
        "CORP\\ali\nce",
        "c:0+.w|s-1-5-21-1-2-3-513",
        "c:0(.s|true",
        "i:0#.f|membership|alice",
        "i:0#.w|",
        "i:0#.t|adfs|",
        "membership:alice",
        "http://mysite/person",
        "S-1-",
        "S-1-5",
        "S-1-5-",
        "S-1-5-4294967296",
        "S-1-281474976710656-1",
        "S-1-5" + "-1" * 16,
        "S-1-5-٢١",
        "i:0).w|s-1-5-21-99999999999",
        "alice\0@corp.example.test",
        "CORP\\ali\ud800ce",
    ],
)
def test_anything_else_is_refused_by_name(text: str):
    """What cannot be read says so, names the text and tells what would be right."""
    with pytest.raises(AccountError) as caught:
        parse_account(text)
    assert repr(text) in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    ["S-1-5-" + "9" * 5000, f"{'ü' * 600}@corp.example.test", "CORP\\" + "x" * 100_000, "c:0(.s|" + "y" * 5000],
)
def test_a_name_longer_than_any_is_refused_in_a_short_sentence(text: str):
    """Neither digits without end nor a name that alone would fill a search reach the directory."""
    with pytest.raises(AccountError) as caught:
        parse_account(text)
    assert f"({len(text):,} characters)" in caught.value.message
    assert len(caught.value.message) < 300


def test_the_longest_name_and_the_greatest_sid_are_read():
    upn = f"{'x' * 1006}@corp.example.test"
    sid = "S-1-281474976710655" + "-4294967295" * 15
    assert parse_account(upn) == AccountKey("upn", upn)
    assert parse_account(sid) == AccountKey("sid", sid)


def person(sam: str, **more: str) -> Person:
    return Person(dn=f"CN={sam},OU=Büro,{DOMAIN.base}", guid=f"guid-{sam}", sam=sam, **more)


class Directory:
    """Finds everybody it holds, and counts how often it is asked; deciding is the matcher's."""

    def __init__(self, *people: Person) -> None:
        self.people = people
        self.asked: list[list[AccountKey]] = []

    def find(self, keys):
        self.asked.append(list(keys))
        return iter(self.people)


def verdicts(directory: Directory, *accounts: str, domain: Domain = DOMAIN):
    profiles = [Profile(account) for account in accounts]
    matched = list(Matcher(domain).match(profiles, directory.find))
    assert [profile for profile, _ in matched] == profiles
    return [verdict for _, verdict in matched]


def only_outcome(directory: Directory, account: str, **more) -> Outcome:
    (outcome,) = verdicts(directory, account, **more)
    assert isinstance(outcome, Outcome)
    assert (outcome.area, outcome.action, outcome.subject) == ("photos", "Set thumbnailPhoto", account)
    return outcome


@pytest.mark.parametrize(
    "account", ["corp\\ALICE", "corp.example.test\\alice", "alice", "ALICE@CORP.example.test", SID]
)
def test_a_person_is_found_by_each_name_whatever_the_case(account: str):
    """NetBIOS or DNS domain, sAMAccountName, implicit UPN and SID all lead to the person."""
    alice = person("alice", sid=SID)
    assert verdicts(Directory(person("bob"), alice), account) == [alice]


def test_upper_and_lower_case_are_the_same_beyond_ascii_but_sharp_s_is_a_letter_of_its_own():
    """Comparison is by simple upper case, as in Active Directory."""
    olga = person("groß.ö")
    assert verdicts(Directory(olga), "CORP\\GROß.Ö") == [olga]
    assert only_outcome(Directory(olga), "CORP\\gross.ö").code == "PersonNotFound"


def test_an_explicit_upn_wins_over_an_implicit_one():
    """bob's userPrincipalName is what alice's implicit one would be: the profile means bob."""
    alice, bob = person("alice", upn="a.l@example.test"), person("bob", upn="alice@corp.example.test")
    assert verdicts(Directory(alice, bob), "alice@corp.example.test") == [bob]


def test_an_implicit_upn_needs_the_domain_of_the_directory():
    """alice@elsewhere.test is nobody here, though there is an alice."""
    assert only_outcome(Directory(person("alice")), "alice@elsewhere.test").code == "PersonNotFound"


def test_nobody_found_is_a_failure_that_names_the_base():
    outcome = only_outcome(Directory(), "CORP\\gone")
    assert (outcome.status, outcome.code, outcome.target) == ("failed", "PersonNotFound", "CORP\\gone")
    assert DOMAIN.base in outcome.reason


def test_two_people_with_one_upn_are_never_chosen_between():
    """Both entries are named."""
    one, two = person("twin", upn="twin@example.test"), person("twin.old", upn="Twin@example.test")
    outcome = only_outcome(Directory(one, two), "twin@example.test")
    assert (outcome.status, outcome.code) == ("failed", "PersonAmbiguous")
    assert one.dn in outcome.reason
    assert two.dn in outcome.reason


def test_an_account_of_another_domain_is_skipped_and_not_even_searched():
    directory = Directory(person("alice"))
    outcome = only_outcome(directory, "FABRIKAM\\alice")
    assert (outcome.status, outcome.code) == ("skipped", "OtherDomain")
    assert directory.asked == []


def test_where_the_netbios_name_is_unknown_the_first_dns_label_stands_for_it():
    unknown = Domain(DOMAIN.dns, "", DOMAIN.base)
    alice = person("alice")
    assert verdicts(Directory(alice), "CORP\\alice", domain=unknown) == [alice]
    assert only_outcome(Directory(alice), "FABRIKAM\\alice", domain=unknown).code == "OtherDomain"


def test_an_unreadable_account_fails_alone():
    """The others of its batch are matched."""
    alice = person("alice")
    broken, found = verdicts(Directory(alice), "c:0(.s|true", "CORP\\alice")
    assert (broken.status, broken.code) == ("failed", "AccountUnreadable")
    assert found == alice


@pytest.mark.parametrize(
    "profile",
    [
        Profile("CORP\\ali\ud800ce", "https://my/a.jpg", origin="people.jsonl, line 7"),
        Profile("CORP\\alice", "https://my/\udfff.jpg", origin="people.jsonl, line 7"),
        Profile("CORP\\alice", "https://my/a.jpg", "Alice \udc00", origin="people.jsonl, line 7"),
    ],
)
def test_half_a_surrogate_pair_fails_its_row_and_takes_nobodys_place(profile: Profile):
    """JSON can spell one (\\ud800); the outcome can be written anywhere, and the next row finds the person."""
    alice = person("alice")
    (_, torn), (_, found) = Matcher(DOMAIN).match([profile, Profile("CORP\\alice")], Directory(alice).find)
    assert isinstance(torn, Outcome)
    assert (torn.status, torn.code) == ("failed", "ProfileUnreadable")
    assert "people.jsonl, line 7" in torn.reason
    assert f"{torn.subject}{torn.target}{torn.reason}{torn.advice}".encode()
    assert found == alice


def test_a_person_met_again_in_a_later_batch_is_skipped_with_the_account_that_came_first():
    """The memory is the run's, not the batch's."""
    alice, matcher = person("alice"), Matcher(DOMAIN)
    find = Directory(alice).find
    assert [verdict for _, verdict in matcher.match([Profile("CORP\\alice", origin="line 2")], find)] == [alice]
    ((_, again),) = matcher.match([Profile("alice@corp.example.test", origin="line 9")], find)
    assert (again.status, again.code, again.target) == ("skipped", "PersonTwice", alice.dn)
    for said in ("CORP\\alice", "line 2", "line 9"):
        assert said in again.reason


def test_one_search_serves_a_whole_batch_and_asks_for_each_key_once():
    directory = Directory(person("alice"), person("bob"))
    verdicts(directory, "CORP\\alice", "CORP\\bob", "CORP\\alice")
    assert directory.asked == [[AccountKey("sam", "alice", "CORP"), AccountKey("sam", "bob", "CORP")]]


def test_a_disabled_person_is_matched_like_any_other():
    dora = Person(dn="CN=dora", guid="g", sam="dora", disabled=True)
    assert verdicts(Directory(dora), "CORP\\dora") == [dora]
