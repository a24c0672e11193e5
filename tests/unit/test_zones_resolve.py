"""What decides a site's zone by the documents: policy, Enhanced Security Configuration, rules, the logon setting."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pyupsync.model import Finding
from pyupsync.zones.findings import check_site
from pyupsync.zones.policy import covers
from pyupsync.zones.resolve import Resolution, resolve
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import POLICIES, SETTINGS, read_snapshot
from tests.standins.registry import Data, MemoryRegistry

Keys = Mapping[str, Mapping[str, Data]]
SID = "HKEY_USERS\\S-1-5-21-1-2-3-1105"
MY = "https://my.contoso.com"
ENTRY: Keys = {"map:Domains\\contoso.com\\my": {"https": 1}}


def registry_of(account: Keys | None = None, machine: Keys | None = None, root: str = SID) -> MemoryRegistry:
    """Keys by short paths: ``map:`` the zone map, ``zones:`` the zones, ``policy:`` the policies, ``set:`` the rest."""
    below = {
        "map": f"{SETTINGS}\\ZoneMap",
        "zones": f"{SETTINGS}\\Zones",
        "policy": POLICIES,
        "set": SETTINGS,
        "root": "Software",
    }
    keys: dict[str, Mapping[str, Data]] = {}
    for top, given in ((root, account or {}), ("HKEY_LOCAL_MACHINE", machine or {})):
        for path, values in given.items():
            kind, _, rest = path.partition(":")
            keys[f"{top}\\{below[kind]}\\{rest}".rstrip("\\")] = values
    return MemoryRegistry(keys)


def answer(url: str, account: Keys | None = None, machine: Keys | None = None) -> Resolution:
    return resolve(read_snapshot(registry_of(account, machine), SID), url)


def said(url: str, account: Keys | None = None, machine: Keys | None = None) -> tuple[int, str]:
    found = answer(url, account, machine)
    return found.zone, found.confidence


def test_another_account_s_entries_count_for_nothing() -> None:
    registry = registry_of(ENTRY, root="HKEY_CURRENT_USER")
    assert resolve(read_snapshot(registry, SID), MY).zone == 3
    assert resolve(read_snapshot(registry, "HKEY_CURRENT_USER"), MY).zone == 1


def test_an_empty_registry_has_rules_only() -> None:
    assert said(MY) == (3, "oracle-checked")
    assert said("http://mysite") == (1, "documented")
    assert said("http://10.0.0.1") == (3, "documented")
    assert answer(MY).deciding == "the rule for sites without an entry"


def test_the_deciding_entry_is_named() -> None:
    found = answer(MY + ":8443/person.aspx?accountname=x", ENTRY)
    assert found.in_intranet
    assert found.zone_name == "Local intranet"
    assert found.deciding == f"{SID}\\{SETTINGS}\\ZoneMap\\Domains\\contoso.com\\my\\https"


OPTIONS = "--registry hive:NTUSER.DAT --account S-1-5-21-1-2-3-1105"


def check(url: str, account: Keys | None = None, machine: Keys | None = None) -> Finding:
    snapshot = read_snapshot(registry_of(account, machine), SID)
    return check_site(resolve(snapshot, url), snapshot, OPTIONS)


ESC_KEY = "root:Microsoft\\Active Setup\\Installed Components\\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}"


@pytest.mark.parametrize(
    ("account", "machine", "state", "expected"),
    [
        ({}, {}, "off", (1, "oracle-checked")),
        ({"map:": {"IEHarden": 0}}, {"map:": {"IEHarden": 1}}, "off", (1, "oracle-checked")),
        ({"map:": {"IEHarden": 1}}, {}, "on", (3, "documented")),
        ({"map:": {"IEHarden": "1"}}, {}, "off", (1, "oracle-checked")),
        ({}, {"map:": {"IEHarden": 1}}, "unknown", (1, "unknown")),
        ({}, {ESC_KEY: {"IsInstalled": 1}}, "unknown", (1, "unknown")),
        ({}, {ESC_KEY: {"IsInstalled": 1}, "map:": {"IEHarden": 0}}, "off", (1, "oracle-checked")),
        ({"map:EscDomains\\contoso.com\\my": {"https": 1}}, {"map:": {"IEHarden": 1}}, "unknown", (1, "documented")),
    ],
)
def test_enhanced_security(account: Keys, machine: Keys, state: str, expected: tuple[int, str]) -> None:
    """The account's IEHarden decides which tree counts; where it may be either, only agreement is sure."""
    snapshot = read_snapshot(registry_of({**account, **ENTRY}, machine), SID)
    assert snapshot.esc == state
    found = resolve(snapshot, MY)
    assert (found.zone, found.confidence) == expected


def test_under_enhanced_security_a_name_without_a_dot_needs_an_entry() -> None:
    hard: Keys = {"map:": {"IEHarden": 1, "IntranetName": 1}}
    assert said("http://mysite", hard) == (3, "documented")
    assert said("http://mysite", {**hard, "map:EscDomains\\mysite": {"http": 1}}) == (1, "documented")


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, (1, "documented")),
        ({"IntranetName": 1}, (1, "documented")),
        ({"IntranetName": 0}, (3, "documented")),
        ({"IntranetName": 0, "AutoDetect": 0}, (3, "documented")),
        ({"IntranetName": 0, "AutoDetect": 1}, (1, "unknown")),
    ],
)
def test_the_rule_for_names_without_a_dot(rules: Mapping[str, Data], expected: tuple[int, str]) -> None:
    assert said("http://mysite", {"map:": rules}) == expected


def test_whether_ranges_count_under_enhanced_security_is_not_known() -> None:
    """KB 182569 tells of EscDomains only."""
    entry: Keys = {"map:Ranges\\Range1": {":Range": "10.0.0.17", "http": 1}}
    url = "http://10.0.0.17"
    assert said(url, entry) == (1, "documented")
    assert said(url, {**entry, "map:": {"IEHarden": 1}}) == (1, "unknown")
    assert said(url, {"map:": {"IEHarden": 1}}) == (3, "documented")
    assert check(url, {**entry, "map:": {"IEHarden": 1}}).status == "warning"


def test_an_entry_stands_before_the_rule() -> None:
    assert said("http://mysite", {"map:Domains\\mysite": {"http": 3}}) == (3, "oracle-checked")


def test_shares_have_a_rule_of_their_own() -> None:
    assert said("\\\\server\\share", {"map:": {"UNCAsIntranet": 0}}) == (3, "documented")
    assert said("\\\\server\\share") == (1, "documented")


@pytest.mark.parametrize("proxy", [{"ProxyEnable": 1}, {"AutoConfigURL": "http://wpad/wpad.dat"}])
def test_a_proxy_makes_names_with_dots_doubtful(proxy: Mapping[str, Data]) -> None:
    """Sites that bypass the proxy are in the Local intranet zone, and which do is not read here."""
    assert said(MY, {"set:": proxy}) == (3, "unknown")
    assert said(MY, {"set:": proxy, "map:": {"ProxyByPass": 0}}) == (3, "oracle-checked")
    assert said(MY, {"set:": proxy, **ENTRY}) == (1, "oracle-checked")


def test_both_sides_disagreeing_is_said() -> None:
    found = answer(MY, ENTRY, {"map:Domains\\contoso.com\\my": {"https": 4}})
    assert (found.zone, found.confidence) == (1, "unknown")
    assert "which of them wins is not documented" in found.why


ONLY_MACHINE: Keys = {"policy:": {"Security_HKLM_only": 1}}


def test_only_machine_settings() -> None:
    assert said(MY, ENTRY, ONLY_MACHINE) == (3, "documented")
    assert said(MY, {}, {**ONLY_MACHINE, **ENTRY}) == (1, "documented")
    assert said(MY, ENTRY, {"policy:": {"Security_HKLM_only": 0}}) == (1, "oracle-checked")


LINE: Keys = {"policy:ZoneMapKey": {MY: "1"}}
OTHER_LINE: Keys = {"policy:ZoneMapKey": {"*.contoso.com": "2"}}


@pytest.mark.parametrize(
    ("account", "machine", "expected"),
    [
        (LINE, {}, (1, "documented")),
        ({}, LINE, (1, "documented")),
        (LINE, LINE, (1, "documented")),
        (LINE, OTHER_LINE, (2, "unknown")),
        (LINE, {"policy:ZoneMapKey": {"x.example": "1"}}, (1, "unknown")),
        (LINE, ONLY_MACHINE, (1, "unknown")),
        ({"policy:ZoneMapKey": {"x.example": "1"}}, {}, (3, "documented")),
        ({"policy:ZoneMapKey": {"x.example": "1"}, **ENTRY}, {}, (3, "unknown")),
        ({"policy:ZoneMapKey": {"*.my.contoso.com": "1"}}, {}, (3, "unknown")),
        ({"policy:ZoneMapKey": {MY: "intranet"}}, {}, (3, "documented")),
        ({"policy:": {"ListBox_Support_ZoneMapKey": 0}, **LINE}, {}, (3, "oracle-checked")),
    ],
)
def test_lists_of_policy(account: Keys, machine: Keys, expected: tuple[int, str]) -> None:
    """One list that names the site is documented; what several policies do together is not."""
    assert said(MY, account, machine) == expected


@pytest.mark.parametrize(
    ("line", "url", "holds"),
    [
        ("my.contoso.com", MY, True),
        ("MY.CONTOSO.COM", MY, True),
        ("https://my.contoso.com/", MY, True),
        ("https://my.contoso.com:8443/x", MY, True),
        ("http://my.contoso.com", MY, False),
        ("*://my.contoso.com", MY, True),
        ("*.contoso.com", MY, True),
        ("https://*.contoso.com", MY, True),
        ("contoso.com", MY, True),
        ("*.contoso.com", "https://contoso.com", None),
        ("*.my.contoso.com", "https://x.my.contoso.com", None),
        ("my", MY, False),
        ("my.contoso.com:8443", MY, True),
        ("notcontoso.com", MY, False),
        ("10.0.0.17", "http://10.0.0.17", True),
        ("10.0.0.1-20", "http://10.0.0.17", True),
        ("http://10.0.0.1-10", "http://10.0.0.17", False),
        ("\\\\server\\share", "file://server", True),
        ("\\\\server", "http://server", False),
        ("file:\\\\server\\share", "\\\\server\\x", True),
        ("", MY, None),
    ],
)
def test_what_a_line_of_a_list_holds_for(line: str, url: str, holds: bool | None) -> None:
    assert covers(line, place_of(url)) is holds


ZONE1 = "zones:1"
POLICY1 = "policy:Zones\\1"


@pytest.mark.parametrize(
    ("account", "machine", "sends", "where"),
    [
        ({}, {}, True, ""),
        ({ZONE1: {"1A00": 0x20000}}, {}, True, SID),
        ({ZONE1: {"1A00": 0}}, {}, True, SID),
        ({ZONE1: {"1A00": 0x10000}}, {}, False, SID),
        ({ZONE1: {"1a00": 0x30000}}, {}, False, SID),
        ({ZONE1: {"1A00": 7}}, {}, None, SID),
        ({ZONE1: {"1A00": "0"}}, {}, True, ""),
        ({ZONE1: {"1A00": 0}}, {ZONE1: {"1A00": 0x10000}}, True, SID),
        ({}, {ZONE1: {"1A00": 0x10000}}, False, "HKEY_LOCAL_MACHINE"),
        ({ZONE1: {"1A00": 0}, POLICY1: {"1A00": 0x10000}}, {}, False, f"{SID}\\{POLICIES}"),
        ({POLICY1: {"1A00": 0}}, {POLICY1: {"1A00": 0x30000}}, False, f"HKEY_LOCAL_MACHINE\\{POLICIES}"),
    ],
)
def test_whether_the_client_logs_on(account: Keys, machine: Keys, sends: bool | None, where: str) -> None:
    """1A00 of the zone (KB 182569); policy stands before preference, and the default is only in the Local intranet."""
    found = answer(MY, {**account, **ENTRY}, machine)
    assert found.sends_credentials is sends
    assert found.logon.startswith(where)
    assert bool(found.logon) is bool(where)


def test_outside_the_intranet_it_logs_on_only_when_told_to() -> None:
    assert answer(MY).sends_credentials is False
    assert answer(MY, {"zones:3": {"1A00": 0}}).sends_credentials is True
    assert answer(MY, {"zones:3": {"1A00": 0x20000}}).sends_credentials is False


def test_with_only_machine_settings_the_account_s_logon_setting_is_void() -> None:
    machine = {**ONLY_MACHINE, **ENTRY}
    assert answer(MY, {ZONE1: {"1A00": 0x10000}}, machine).sends_credentials is True
    assert answer(MY, {}, {**machine, ZONE1: {"1A00": 0x30000}}).sends_credentials is False


def test_a_check_says_what_to_do() -> None:
    good = check(MY, ENTRY)
    assert (good.status, good.advice, good.subject) == ("ok", "", MY)
    outside = check(MY)
    assert (outside.status, outside.advice) == ("error", f"pyupsync zones add {MY} {OPTIONS}")
    asking = check(MY, {**ENTRY, ZONE1: {"1A00": 0x10000}})
    assert asking.status == "error"
    assert "0x20000" in asking.advice
    assert ZONE1.replace("zones:", "Zones\\") in asking.advice
    unsure = check(MY, ENTRY, {"map:Domains\\contoso.com\\my": {"https": 4}})
    assert unsure.status == "warning"
    assert unsure.advice


ELSEWHERE: Keys = {"map:Domains\\contoso.com\\my": {"https": 4}}
WIDE_RANGE: Keys = {"map:Ranges\\Range1": {":Range": "10.0.0.1-20", "http": 4}}


@pytest.mark.parametrize(
    ("url", "account", "machine", "mend", "words"),
    [
        (MY, ENTRY, {}, "", ()),
        (MY, {}, {}, "add", (f"pyupsync zones add {MY} {OPTIONS}",)),
        (MY, ELSEWHERE, {}, "force", (f"zones add {MY} --force {OPTIONS}", "to the Restricted sites zone already")),
        ("http://contoso.com", {}, {}, "force", (f"http://contoso.com --force {OPTIONS}", "every host below")),
        ("http://10.0.0.17", WIDE_RANGE, {}, "entry", ("Restricted sites", "forcing does not help", "Ranges\\Range1")),
        ("http://10.0.0.17", {}, WIDE_RANGE, "force", (f"zones add http://10.0.0.17 --force {OPTIONS}",)),
        (MY, ENTRY, ONLY_MACHINE, "policy", ("Use only machine settings", "HKEY_LOCAL_MACHINE")),
        (MY, ENTRY, OTHER_LINE, "policy", ('Change its line "*.contoso.com" to "1"',)),
        (MY, {}, {"policy:ZoneMapKey": {"x.example": "1"}}, "policy", (f'Add the line "{MY}" with the value "1"',)),
        (MY, {**ENTRY, ZONE1: {"1A00": 0x30000}}, {}, "logon", ("1A00",)),
        (MY, ENTRY, ELSEWHERE, "check", ("on the server itself",)),
        ("http://mysite", {"map:": {"IEHarden": 1}, "map:Domains\\mysite": {"http": 1}}, {}, "add", (OPTIONS,)),
    ],
)
def test_what_mends_a_site_is_what_would_work(
    url: str, account: Keys, machine: Keys, mend: str, words: tuple[str, ...]
) -> None:
    """The command as far as one helps; where policy makes an entry void, what the policy must say instead."""
    found = check(url, account, machine)
    assert (found.facts or {})["mend"] == mend
    assert all(text in found.advice for text in words)
    assert ("pyupsync zones add" in found.advice) is (mend in {"add", "force"})


@pytest.mark.parametrize("url", ["https://bücher.contoso.com", "https://my.contoso.com."])
def test_a_spelling_that_windows_may_take_otherwise_is_doubtful(url: str) -> None:
    assert said(url, {"map:Domains\\contoso.com": {"*": 1}}) == (1, "unknown")


@pytest.mark.parametrize("zone", [5, 0xFFFFFFFF])
def test_a_zone_that_is_none_of_the_five_is_nothing_sure(zone: int) -> None:
    assert said(MY, {"map:Domains\\contoso.com\\my": {"https": zone}}) == (zone, "unknown")


@pytest.mark.parametrize(("side", "named"), [(0, "User Configuration"), (1, "Computer Configuration")])
def test_the_list_that_is_named_is_the_one_that_says_so(side: int, named: str) -> None:
    lists: list[Keys] = [{"policy:ZoneMapKey": {"x.example": "1"}} for _ in range(2)]
    lists[side] = {"policy:ZoneMapKey": {MY: "1"}}
    assert f"({named}) says so" in answer(MY, *lists).why
