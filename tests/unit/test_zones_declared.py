"""The sites of a job: those named and those of the farm, each place once, with where it came from."""

from __future__ import annotations

import pytest

from pyupsync.errors import ServiceAccountError
from pyupsync.model import FarmUrl, Finding, ServiceAccount
from pyupsync.zones import steps
from pyupsync.zones.declared import NAMED, declared, service_account, site_record, with_origin
from pyupsync.zones.holding import entries_for
from pyupsync.zones.resolve import Resolution
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import POLICIES, SETTINGS, read_snapshot
from tests.standins.registry import MemoryRegistry

MAPPED, HOST = "alternate access mapping", "My Site host"
USER = "HKEY_CURRENT_USER"
MAP = f"{USER}\\{SETTINGS}\\ZoneMap"
FARM = [
    FarmUrl("https://mysite.contoso.com", "Default", "My Sites", MAPPED),
    FarmUrl("http://MYSITE", "Intranet", "My Sites", MAPPED),
    FarmUrl("https://MySite.contoso.com:443/my", "", "", HOST),
    FarmUrl("https://mysite.contoso.com.:8443", "Extranet", "Büro", MAPPED),
]


def test_two_addresses_of_one_place_are_one_site_with_all_that_is_said_of_it() -> None:
    sites, refused = declared([], FARM, steps.ADD)
    assert not refused
    assert [site.place.site for site in sites] == ["https://mysite.contoso.com", "http://mysite"]
    assert sites[0].facts == {
        "farmZone": "Default, Extranet",
        "webApplication": "My Sites, Büro",
        "origin": f"{MAPPED}, {HOST}",
    }


def test_what_is_named_comes_first_and_is_said_to_be_named() -> None:
    sites, _ = declared(["http://mysite:8080/x", "http://erp"], FARM, steps.ADD)
    assert [site.place.site for site in sites] == ["http://mysite", "http://erp", "https://mysite.contoso.com"]
    assert sites[0].place.url == "http://mysite:8080/x"
    assert sites[0].facts["origin"] == f"{NAMED}, {MAPPED}"
    assert sites[1].facts == {"farmZone": "", "webApplication": "", "origin": NAMED}


def test_an_address_without_a_place_fails_once_and_alone_and_shows_no_credentials() -> None:
    six = FarmUrl("http://[::1]", "Custom", "Alt", MAPPED)
    sites, refused = declared(["http://me:pw@host"], [six, six, *FARM], steps.REMOVE)
    assert len(sites) == 2
    assert [(one.code, one.action, one.subject, one.status) for one in refused] == [
        ("SiteRefused", steps.REMOVE, "http://…@host", "failed"),
        ("SiteUnsupported", steps.REMOVE, "http://[::1]", "skipped"),
    ]
    assert "pw" not in repr(refused)


def test_a_record_tells_both_kinds_of_zones_and_a_finding_gets_the_origin() -> None:
    site = declared([], FARM, steps.ADD)[0][0]
    now = Resolution(site.place, 3, "a rule", "documented", "Why.", sends_credentials=False)
    record = site_record(site, now)
    assert record.kind == "zoneSite"
    assert record.facts["farmZone"] == "Default, Extranet"
    assert (record.facts["zone"], record.facts["zoneName"]) == (3, "Internet")
    finding = with_origin(Finding("intranetZone", "ok", "x", "e", "Actual.", facts={"zone": 1}), site)
    assert finding.actual.startswith("Actual. ")
    assert "Default, Extranet zone" in finding.actual
    assert finding.facts == {"zone": 1, **site.facts}


def test_of_a_named_site_nothing_is_told_of_a_farm() -> None:
    site = declared(["http://erp"], [], steps.ADD)[0][0]
    assert with_origin(Finding("intranetZone", "ok", "x", "e", "Actual."), site).actual == "Actual."


def test_the_service_account_is_the_first_and_a_farm_without_one_is_said() -> None:
    first = ServiceAccount("C\\a", "User Profile Synchronization service")
    assert service_account("farm:x", [first, ServiceAccount("C\\b", "farm")]) == first
    with pytest.raises(ServiceAccountError, match="farm:x tells no account") as caught:
        service_account("farm:x", [])
    assert caught.value.advice


def held(url: str) -> list[tuple[str, str]]:
    """Of a registry with an entry of each kind, those that hold for a site, as ``site scheme``."""
    keys = {
        f"{MAP}\\Domains\\contoso.com": {"*": 2},
        f"{MAP}\\Domains\\contoso.com\\mysite": {"https": 1, "http": 1},
        f"{MAP}\\EscDomains\\Mysite.Contoso.com": {"https": 1},
        f"{MAP}\\Ranges\\Range1": {":Range": "10.0.0.1-9", "http": 1},
        f"{MAP}\\Ranges\\Range2": {":Range": "10.0.1.1", "http": 1},
        f"HKEY_LOCAL_MACHINE\\{SETTINGS}\\ZoneMap\\Domains\\mysite.contoso.com": {"https": 1, "file": 1},
        f"HKEY_LOCAL_MACHINE\\{POLICIES}\\ZoneMapKey": {"https://erp": "1", "http://erp": "1"},
    }
    found = entries_for(read_snapshot(MemoryRegistry(keys), USER), [place_of(url)])
    return [(one.tree, f"{one.site} {one.scheme}".rstrip()) for one in found]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://mysite.contoso.com",
            [
                ("Domains", "mysite.contoso.com https"),
                ("EscDomains", "Mysite.Contoso.com https"),
                ("Domains", "mysite.contoso.com https"),
            ],
        ),
        ("file://mysite.contoso.com", [("Domains", "contoso.com *"), ("Domains", "mysite.contoso.com file")]),
        ("https://erp.contoso.com", [("Domains", "contoso.com *")]),
        ("http://10.0.0.5", [("Ranges", "10.0.0.1-9 http")]),
        ("https://10.0.0.5", []),
        ("https://erp", [("ZoneMapKey", "https://erp")]),
    ],
)
def test_the_entries_that_hold_for_a_site_are_listed_with_those_that_its_own_key_hides(url, expected) -> None:
    assert held(url) == expected
