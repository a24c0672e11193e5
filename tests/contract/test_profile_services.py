"""SharePoint's services of profiles when they do not simply answer: rights, gaps, faults, pages, evil XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from pyupsync.adapters.profiles.user_profile_service import NAMESPACE, UserProfileService
from pyupsync.adapters.profiles.web import WebAccess
from pyupsync.errors import ProfileDenied, ProfileError, ProfileUnreachable, UsageError
from tests.contract.https_site import Site, page, running_site
from tests.standins.profile_services import Farm, ProfileOnFarm, Version, serving

PEOPLE = (
    ProfileOnFarm(1, "CORP\\märz", "https://my/m_MThumb.jpg", "Jürgen März & Söhne"),
    ProfileOnFarm(999, "CORP\\b"),
    ProfileOnFarm(1000, "i:0#.w|corp\\c"),
    ProfileOnFarm(70000, "CORP\\d"),
)
ALL = [one.account for one in PEOPLE]
BY_INDEX = "GetUserProfileByIndex"


@pytest.fixture
def soap() -> Iterator[Callable[[Farm], UserProfileService]]:
    """Serves a farm and opens its SOAP service."""
    with ExitStack() as stack:

        def opened(farm: Farm) -> UserProfileService:
            source = UserProfileService(stack.enter_context(serving(farm)), WebAccess(timeout=5))
            stack.callback(source.close)
            return source

        yield opened


Soap = Callable[[Farm], UserProfileService]


def accounts(source: UserProfileService) -> list[str]:
    return [one.account for one in source.read()]


@pytest.mark.parametrize("version", ["2010", "2013", "SE"])
def test_every_version_is_read(soap: Soap, version: Version) -> None:
    source = soap(Farm(version, PEOPLE))
    first, *_ = source.read()
    assert (first.account, first.picture_url, first.name) == (
        PEOPLE[0].account,
        PEOPLE[0].picture_url,
        PEOPLE[0].name,
    )
    assert accounts(source) == ALL
    assert source.count() == 4


@pytest.mark.parametrize("grouping", [",", ".", "\N{NO-BREAK SPACE}"])
def test_next_values_in_the_farm_s_language(soap: Soap, grouping: str) -> None:
    assert accounts(soap(Farm(profiles=PEOPLE, grouping=grouping))) == ALL


def test_one_request_a_profile_and_one_for_the_end(soap: Soap) -> None:
    farm = Farm(profiles=PEOPLE)
    accounts(soap(farm))
    assert [operation for _, _, operation in farm.asked] == [BY_INDEX] * 5


def test_who_may_not_list_is_told_which_right_it_takes(soap: Soap) -> None:
    with pytest.raises(ProfileDenied, match="unauthorized") as caught:
        accounts(soap(Farm(profiles=PEOPLE, may_list=False)))
    assert "administrator of the User Profile service application" in caught.value.advice


def test_a_broken_profile_costs_only_itself(soap: Soap) -> None:
    found = list(soap(Farm(profiles=PEOPLE, faults=frozenset({1000}))).read())
    assert [one.account for one in found] == [ALL[0], ALL[1], "", ALL[3]]
    assert "Object reference not set" in found[2].origin
    assert "profile 1000" in found[2].origin


def test_a_service_that_breaks_for_good_is_left(soap: Soap) -> None:
    """Not asked a hundred thousand times more; those before are read."""
    farm = Farm(profiles=PEOPLE, faults=frozenset(range(1000, 70000)))
    source, read = soap(farm), []
    with pytest.raises(ProfileError, match="11 profiles in a row"):
        read.extend(one.account for one in source.read())
    assert len(farm.asked) == 2 + 11


@pytest.mark.parametrize("where", [999, 1])
def test_a_next_value_that_stays_is_an_error_and_no_end(soap: Soap, where: int) -> None:
    farm = Farm(profiles=PEOPLE, stuck=where)
    source = soap(farm)
    reading = source.read()
    with pytest.raises(ProfileError, match="does not go on after profile") as caught:
        list(reading)
    assert "of 4 profiles" in caught.value.advice
    assert len(farm.asked) < 10


def test_a_next_value_that_stays_at_the_last_is_the_end(soap: Soap) -> None:
    assert accounts(soap(Farm(profiles=PEOPLE, stuck=70000))) == ALL


def xml(inner: str, head: str = "") -> tuple[int, str, bytes]:
    envelope = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{inner}</s:Body></s:Envelope>'
    return 200, "text/xml; charset=utf-8", f"{head}{envelope}".encode()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE s [<!ENTITY l0 "{"ha" * 500}">{LAUGHS}]>'
FILE = '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
SAID = f'<GetUserProfileByIndexResponse xmlns="{NAMESPACE}"><a>{{}}</a></GetUserProfileByIndexResponse>'


@pytest.mark.parametrize(
    ("raw", "kind", "said"),
    [
        ((200, "text/html", b"<html><body>Sign in</body></html>"), ProfileDenied, "page (HTML)"),
        ((200, "text/xml", b"\r\n<!DOCTYPE html><html>Sign in</html>"), ProfileDenied, "page (HTML)"),
        ((200, "text/xml", b""), ProfileError, "broken or cut off XML"),
        ((200, "text/xml", xml(SAID)[2][:-40]), ProfileError, "broken or cut off XML"),
        ((500, "text/plain", b"Runtime Error"), ProfileError, "broken or cut off XML"),
        (xml(SAID.format("&l11;"), BOMB), ProfileError, "XML"),
        (xml(SAID.format("&x;"), FILE), ProfileError, "document type"),
        (xml("<other/>"), ProfileError, "did not answer GetUserProfileByIndex"),
        ((200, "text/xml", b"<note>hello</note>"), ProfileError, "did not answer"),
        ((403, "text/html", b"no"), ProfileDenied, "403"),
        ((404, "text/html", b"no"), ProfileError, "404"),
        ((503, "text/html", b"busy"), ProfileUnreachable, "503"),
        ((200, "text/xml", b"<a>" + b"x" * 9_000_000), ProfileError, "more than the 8,388,608 bytes"),
    ],
)
def test_what_is_no_answer_is_said(
    soap: Soap, raw: tuple[int, str, bytes], kind: type[ProfileError], said: str
) -> None:
    with pytest.raises(ProfileError, match=said.replace("(", r"\(").replace(")", r"\)")) as caught:
        accounts(soap(Farm(profiles=PEOPLE, raw={BY_INDEX: raw})))
    assert type(caught.value) is kind
    assert caught.value.advice
    assert "root:" not in str(caught.value)


def test_a_count_that_cannot_be_had_is_none(soap: Soap) -> None:
    source = soap(Farm(profiles=PEOPLE, raw={"GetUserProfileCount": (403, "text/html", b"no")}))
    assert source.count() is None
    assert accounts(source) == ALL


# A site in front of the service that does not let the request through.


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site(None) as running:
        yield running


PATH = "/_vti_bin/UserProfileService.asmx"


@pytest.mark.parametrize(
    ("status", "headers", "kind", "said"),
    [
        (401, {"www_authenticate": "NTLM"}, ProfileDenied, "not among the sites that get credentials"),
        (302, {"location": "/_login/default.aspx?ReturnUrl=x"}, ProfileDenied, "logon page"),
        (302, {"location": "/_layouts/15/AccessDenied.aspx"}, ProfileDenied, "Access Denied page"),
        (301, {"location": "https://elsewhere.invalid/x"}, ProfileError, "sends the request on to https://elsewhere"),
    ],
)
def test_a_site_that_lets_nobody_through(
    site: Site, status: int, headers: dict[str, str], kind: type[ProfileError], said: str
) -> None:
    site.pages[PATH] = page(b"<html>no</html>", status, "text/html", **headers)
    source = UserProfileService(site.url("/"), WebAccess(timeout=5))
    with pytest.raises(kind, match=said) as caught:
        list(source.read())
    assert caught.value.advice
    assert site.paths() == [PATH], "no redirect is followed"
    source.close()


def test_nobody_there() -> None:
    with running_site(None) as gone:
        address = gone.url("")
    source = UserProfileService(address, WebAccess(timeout=5))
    with pytest.raises(ProfileUnreachable, match="refuses the connection"):
        list(source.read())
    assert source.count() is None


@pytest.mark.parametrize("address", ["", "//host", "ftp://host", "https://", "https://me@host", "https://h:0x1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="names no http or https site"):
        UserProfileService(address, WebAccess())


def test_the_service_may_be_named_in_full_or_below_a_site(site: Site) -> None:
    for address in ("", "/", "/sites/hr", "/_vti_bin/UserProfileService.asmx", "/_vti_bin/userprofileservice.asmx/"):
        with pytest.raises(ProfileError, match="404"):
            list(UserProfileService(site.url(address), WebAccess(timeout=5)).read())
    assert [path.lower() for path in site.paths()] == [
        *[PATH.lower()] * 2,
        "/sites/hr" + PATH.lower(),
        *[PATH.lower()] * 2,
    ]
