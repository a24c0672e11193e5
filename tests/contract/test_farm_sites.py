"""What every ``FarmSites`` must do: a farm asked through a child PowerShell, and a file that holds the same."""

from __future__ import annotations

from contextlib import ExitStack
from typing import get_args

import pytest

from pyupsync.adapters.farm.json_file import FarmFile
from pyupsync.adapters.farm.sharepoint import open_sharepoint_sites
from pyupsync.model import FarmUrl, ServiceAccount, UrlOrigin, UrlZone
from pyupsync.wiring import open_farm, save_farm_file
from tests.standins.sharepoint import environment

MAPPED, HOSTED = "alternate access mapping", "host-named site collection"
PORTAL = "Portal Köln"
MAPPINGS = [
    ("https://portal.contoso.com", "Default", PORTAL),
    ("http://portal", "Intranet", PORTAL),
    ("https://mysite.contoso.com", "Default", "My Sites"),
    ("http://mysite.contoso.com", "Default", "My Sites"),
    ("http://mysite", "Intranet", "My Sites"),
    ("https://mysite", "Intranet", "My Sites"),
    ("http://teams.contoso.com", "Default", "Teams"),
    ("https://teams.contoso.com", "Internet", "Teams"),
    ("https://extranet.contoso.com:8443", "Default", "Extranet"),
    ("https://partner.fabrikam.example", "Extranet", "Extranet"),
    ("https://wfe1", "Default", "Host-named sites"),
    ("http://wfe1:8080", "Custom", "Host-named sites"),
]
ACCOUNTS = [
    ServiceAccount("CONTOSO\\svc-farm", "User Profile Synchronization service"),
    ServiceAccount("CONTOSO\\svc-user-ü", "User Profile service application"),
    ServiceAccount("CONTOSO\\svc-farm", "farm"),
]


@pytest.fixture(scope="module")
def asked(pwsh, tmp_path_factory):
    """The farm of this server, in a child PowerShell that all tests share."""
    folder = tmp_path_factory.mktemp("Farm ü")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name, value in environment(folder, pwsh).items():
            patch.setenv(name, value)
        yield open_sharepoint_sites("auto", stack, timeout=60)


@pytest.fixture(params=[pytest.param("sharepoint", marks=pytest.mark.pwsh), "file", "saved"])
def sites(request, tmp_path):
    """A farm of five web applications; ``file`` is written by hand here, ``saved`` by what the farm itself said."""
    if request.param == "sharepoint":
        return request.getfixturevalue("asked")
    path = str(tmp_path / "Färm.json")
    if request.param == "saved":
        farm = request.getfixturevalue("asked")
        save_farm_file(path, farm.urls(), farm.accounts())
        assert [file.name for file in tmp_path.iterdir()] == ["Färm.json"]
    else:
        save_farm_file(path, expected(), ACCOUNTS)
    with ExitStack() as stack:
        return open_farm(f"farm:{path}", stack)


def expected() -> list[FarmUrl]:
    """Each address with its zone, its web application and what says so."""
    found = [FarmUrl(url, zone, name, MAPPED) for url, zone, name in MAPPINGS]
    defaults = [0, 2, 6, 8, 10]
    found += [FarmUrl(MAPPINGS[n][0], "Default", MAPPINGS[n][2], "web application") for n in defaults]
    found.append(FarmUrl("https://mysite.contoso.com:443", "Default", "My Sites", "My Site host"))
    hosted = [
        ("https://marketing.contoso.com", "Default"),
        ("http://marketing", "Intranet"),
        ("https://projekte.contoso.com", "Default"),
    ]
    return found + [FarmUrl(url, zone, "Host-named sites", HOSTED) for url, zone in hosted]


def test_every_address_is_told_with_its_zone_and_origin(sites) -> None:
    """Twelve mappings, five web applications, the My Site host, two host-named sites of which one has two addresses."""
    assert list(sites.urls()) == expected()
    assert list(sites.urls()) == list(sites.urls()), "asking twice gives the same"


def test_what_is_told_is_of_the_known_kinds(sites) -> None:
    urls = sites.urls()
    assert {one.origin for one in urls} == set(get_args(UrlOrigin))
    assert {one.zone for one in urls} | {""} == set(get_args(UrlZone))
    assert {one.url.partition(":")[0] for one in urls} == {"http", "https"}
    assert not [one.url for one in urls if one.url.endswith("/") or "personal" in one.url]


def test_central_administration_is_left_out(sites) -> None:
    assert not [one for one in sites.urls() if "Central" in one.web_application or "app1" in one.url]


def test_the_account_that_fetches_pictures_comes_first(sites) -> None:
    assert list(sites.accounts()) == ACCOUNTS


def test_a_file_is_read_anew_by_each_that_opens_it(tmp_path) -> None:
    path = str(tmp_path / "farm.json")
    for urls in (expected(), []):
        save_farm_file(path, urls, ACCOUNTS)
        assert list(FarmFile(path).urls()) == urls
