"""SharePoint's services of profiles when they do not simply answer: rights, gaps, faults, pages, evil XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pyupsync.adapters.profiles.people_manager import PeopleManager
from pyupsync.adapters.profiles.user_profile_service import NAMESPACE, UserProfileService
from pyupsync.adapters.profiles.web import WebAccess
from pyupsync.config import Manners
from pyupsync.errors import ProfileDenied, ProfileError, ProfileUnreachable, UsageError
from tests.contract.https_site import Exchange, Site, page, running_site
from tests.standins.profile_services import Farm, ProfileOnFarm, Version, serving

ONCE = Manners(retries=0)
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
            source = UserProfileService(stack.enter_context(serving(farm)), WebAccess(timeout=5, manners=ONCE))
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


# The REST service, and asking by name.


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Callable[..., PeopleManager]]:
    """Serves a farm and opens its REST service for a list of accounts."""
    with ExitStack() as stack:

        def opened(farm: Farm, *listed: str) -> PeopleManager:
            path = tmp_path / "accounts.txt"
            path.write_text("# the staff\n\n" + "\n".join(listed or ALL), encoding="utf-8")
            source = PeopleManager(
                stack.enter_context(serving(farm)), str(path), WebAccess(timeout=5, workers=3, manners=ONCE)
            )
            stack.callback(source.close)
            return source

        yield opened


Rest = Callable[..., PeopleManager]


@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("version", ["2013", "SE"])
def test_verbose_and_light_json_are_read(rest: Rest, version: Version, light: bool) -> None:
    source = rest(Farm(version, PEOPLE, light=light))
    found = list(source.read())
    assert [(one.account, one.picture_url, one.name) for one in found] == [
        (one.account, one.picture_url, one.name) for one in PEOPLE
    ]
    assert source.count() == 4
    assert found[0].origin == "accounts.txt, line 3"


def test_names_are_asked_for_as_claims_and_escaped(rest: Rest) -> None:
    farm = Farm(profiles=(ProfileOnFarm(1, "CORP\\o'brien"), ProfileOnFarm(2, "anna&b#c@corp.test")))
    assert [one.account for one in rest(farm, "CORP\\O'Brien", "anna&b#c@corp.test").read()] == [
        "CORP\\o'brien",
        "anna&b#c@corp.test",
    ]
    literals = sorted(path.partition("?@v=")[2].partition("&$select=")[0] for _, path, _ in farm.asked)
    assert literals == ["'anna%26b%23c%40corp.test'", "'i%3A0%23.w%7Ccorp%5Co%27%27brien'"]


@pytest.mark.parametrize("light", [False, True])
def test_an_account_without_profile_is_said_and_not_taken_for_one_without_picture(rest: Rest, light: bool) -> None:
    """Its picture in the directory must not be cleared for a list's mistake."""
    found = list(rest(Farm(profiles=PEOPLE, light=light), "CORP\\nobody", ALL[1]).read())
    assert [one.account for one in found] == ["", ALL[1]]
    assert found[0].origin == "accounts.txt, line 3: " + found[0].origin.rpartition(": ")[2]
    assert "has no profile of CORP\\nobody" in found[0].origin


@pytest.mark.parametrize("light", [False, True])
def test_a_profile_the_rest_service_fails_on_costs_only_itself(rest: Rest, light: bool) -> None:
    found = list(rest(Farm(profiles=PEOPLE, faults=frozenset({999}), light=light)).read())
    assert [one.account for one in found] == [ALL[0], "", *ALL[2:]]
    assert "Object reference not set" in found[1].origin


@pytest.mark.parametrize(
    ("raw", "kind", "said"),
    [
        ((200, "text/html; charset=utf-8", b"<html>Sign in</html>"), ProfileDenied, "page .HTML."),
        ((403, "application/json", b"{}"), ProfileDenied, "403"),
        ((503, "text/html", b"busy"), ProfileUnreachable, "503"),
    ],
)
def test_what_everybody_would_meet_ends_the_reading(
    rest: Rest, raw: tuple[int, str, bytes], kind: type[ProfileError], said: str
) -> None:
    farm = Farm(profiles=PEOPLE, raw={"rest": raw})
    with pytest.raises(kind, match=said) as caught:
        list(rest(farm, *(f"CORP\\user{number}" for number in range(500))).read())
    assert caught.value.advice
    assert len(farm.asked) < 20, "nobody goes on asking"


@pytest.mark.parametrize("data", [b'{"d":{"AccountName":', b"[]", b"", b"{}" * 2, b"[" * 100_000])
def test_broken_json_is_one_account_s_until_it_is_everybody_s(rest: Rest, data: bytes) -> None:
    farm = Farm(profiles=PEOPLE, raw={"rest": (200, "application/json;odata=verbose", data)})
    assert [one.account for one in rest(farm).read()] == [""] * 4
    with pytest.raises(ProfileError, match=r"JSON|did not answer"):
        list(rest(farm, *(f"CORP\\user{number}" for number in range(500))).read())


def test_2010_has_no_rest_service(rest: Rest) -> None:
    found = list(rest(Farm("2010", PEOPLE), ALL[0]).read())
    assert "404" in found[0].origin


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(ProfileError, match=r"none\.txt"):
        PeopleManager("http://h", "none.txt", WebAccess())
    with pytest.raises(ProfileError, match=r"none\.txt"):
        UserProfileService("http://h", WebAccess(), "none.txt")


def test_soap_by_name_tells_whom_the_farm_does_not_know(tmp_path: Path) -> None:
    listed = tmp_path / "accounts.txt"
    listed.write_text(f"CORP\\nobody\n{ALL[0]}\n", encoding="utf-8")
    farm = Farm("2010", PEOPLE, may_list=False)
    with serving(farm) as address:
        source = UserProfileService(address, WebAccess(timeout=5, manners=ONCE), str(listed))
        found = list(source.read())
        source.close()
    assert [one.account for one in found] == ["", ALL[0]]
    assert "CORP\\nobody could not be found" in found[0].origin
    assert {operation for _, _, operation in farm.asked} == {"GetUserProfileByName"}


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
    source = UserProfileService(site.url("/"), WebAccess(timeout=5, manners=ONCE))
    with pytest.raises(kind, match=said) as caught:
        list(source.read())
    assert caught.value.advice
    assert site.paths() == [PATH], "no redirect is followed"
    source.close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again_as_it_wishes(site: Site, status: int) -> None:
    """It answers at the third attempt; the end of the list then is an empty answer."""
    inner = f'<GetUserProfileByIndexResponse xmlns="{NAMESPACE}" />'

    def handle(exchange: Exchange) -> None:
        if len(site.requests) < 3:
            exchange.answer(status, b"busy", "text/html", retry_after="0")
        else:
            exchange.answer(*(xml(inner)[0], xml(inner)[2], "text/xml"))

    site.pages[PATH] = handle
    source = UserProfileService(site.url(""), WebAccess(timeout=5))
    assert list(source.read()) == []
    assert site.paths() == [PATH] * 3
    source.close()


def test_nobody_there() -> None:
    with running_site(None) as gone:
        address = gone.url("")
    source = UserProfileService(address, WebAccess(timeout=5, manners=ONCE))
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
            list(UserProfileService(site.url(address), WebAccess(timeout=5, manners=ONCE)).read())
    assert [path.lower() for path in site.paths()] == [
        *[PATH.lower()] * 2,
        "/sites/hr" + PATH.lower(),
        *[PATH.lower()] * 2,
    ]
