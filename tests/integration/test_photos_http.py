"""Pictures from a site that wants Kerberos, as a My Site host does: the lab's Apache, its KDC and its access log."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pyupsync.adapters.photos.http import HttpPhotos, open_http
from pyupsync.config import Login
from pyupsync.errors import (
    CredentialError,
    FetchError,
    ImageTooLarge,
    PhotoDenied,
    PhotoMissing,
    PhotoUnreachable,
    PhotoUntrusted,
)
from tests.contract.https_site import Exchange, Handler, Site, page, running_site
from tests.lab import Lab, people, pictures
from tests.lab.website import Request

CURRENT = Login()


@pytest.fixture
def opened(lab: Lab) -> Iterator[Callable[..., HttpPhotos]]:
    """Opens photo sources for the lab's site, and closes them."""
    sources: list[HttpPhotos] = []

    def open_one(login: Login = CURRENT, *, ca: Path | None = None, sites: tuple[str, ...] = ()) -> HttpPhotos:
        source = open_http(sites=sites or (lab.web_host,), login=login, ca_file=str(ca or lab.root_ca), timeout=3)
        sources.append(source)
        return source

    yield open_one
    for source in sources:
        source.close()


@pytest.fixture
def log(lab: Lab) -> Callable[[int], list[Request]]:
    """What the site was asked since the test began; waits a moment for as many lines as are expected."""
    before = len(lab.site.requests())

    def read(expected: int) -> list[Request]:
        until = time.monotonic() + 3
        while len(found := lab.site.requests()[before:]) < expected and time.monotonic() < until:
            time.sleep(0.02)
        return found

    return read


@pytest.fixture
def no_ticket(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The identity this runs under has no ticket."""
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{lab.empty_ccache()}")


@pytest.fixture
def kdc_asked(lab: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], str]:
    """What this process says to the KDC from here on, by MIT Kerberos' own trace."""
    trace = tmp_path / "trace"
    monkeypatch.setenv("KRB5_TRACE", str(trace))
    return lambda: trace.read_text(errors="replace") if trace.exists() else ""


def ordinary(count: int) -> list[people.LabPerson]:
    return [one for one in people.PEOPLE if one.case == "ordinary"][:count]


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_the_ticket_cache_opens_the_site(lab: Lab, opened: Callable[..., HttpPhotos], scheme: str) -> None:
    one = people.person("umlaut")
    fetched = opened().fetch(one.picture_url("M", scheme) + "?t=63812345")
    assert fetched.data == (lab.htdocs / "photos" / one.file("L")).read_bytes()
    assert fetched.content_type == "image/jpeg"


def logins(lab: Lab) -> dict[str, Login]:
    return {
        "keytab": Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab())),
        "keytab alone": Login(auth="kerberos", keytab=str(lab.keytab())),
        "password": Login(auth="kerberos", user=lab.principal, password=lab.password),
    }


@pytest.mark.usefixtures("no_ticket")
@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("name", ["keytab", "keytab alone", "password"])
def test_a_login_of_its_own_needs_no_ticket_cache(
    lab: Lab,
    opened: Callable[..., HttpPhotos],
    log: Callable[[int], list[Request]],
    name: str,
    scheme: str,
) -> None:
    assert opened(logins(lab)[name]).fetch(ordinary(1)[0].picture_url("M", scheme)).data
    assert [(one.status, one.user) for one in log(2)] == [(401, ""), (200, lab.principal)]


def test_after_the_first_picture_the_ticket_goes_along(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]]
) -> None:
    """One 401 for the first picture and none for the nine after it, each by a fresh ticket."""
    photos = opened()
    for one in ordinary(10):
        photos.fetch(one.picture_url())
    seen = log(11)
    assert [one.status for one in seen] == [401] + [200] * 10
    assert [one.authorization for one in seen] == [""] + ["Negotiate"] * 10
    assert {one.user for one in seen[1:]} == {lab.principal}


@pytest.mark.usefixtures("no_ticket")
def test_the_kdc_is_asked_once_for_many_pictures(
    lab: Lab, opened: Callable[..., HttpPhotos], kdc_asked: Callable[[], str], tmp_path: Path
) -> None:
    """For the user's ticket and for the site's, never for each picture; a keytab seen for the first time."""
    copy = shutil.copyfile(lab.keytab(), tmp_path / "own.keytab")
    photos = opened(Login(auth="kerberos", user=lab.principal, keytab=str(copy)))
    asked = []
    for one in ordinary(8):
        photos.fetch(one.picture_url())
        asked.append(kdc_asked().count("Sending TCP request"))
    assert 2 <= asked[0] <= 4
    assert asked[-1] == asked[0]


def test_threads_share_the_login(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]]
) -> None:
    photos = opened(logins(lab)["keytab"])
    wanted = ordinary(40)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: photos.fetch(one.picture_url()).data, wanted))
    assert found == [(lab.htdocs / "photos" / one.file("L")).read_bytes() for one in wanted]
    assert sum(one.status == 401 for one in log(41)) <= 4


def test_without_a_large_thumbnail_the_medium_one_is_fetched(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]]
) -> None:
    photos, one = opened(), people.person("medium_only")
    photos.fetch(ordinary(1)[0].picture_url())
    assert photos.fetch(one.picture_url() + "?t=1").data == (lab.htdocs / "photos" / one.file("M")).read_bytes()
    assert [(seen.path.rpartition("/")[2], seen.status) for seen in log(4)][2:] == [
        (one.file("L"), 404),
        (one.file("M") + "?t=1", 200),
    ]


def test_nobodys_picture_is_missing_and_the_error_page_is_no_attack(
    lab: Lab, opened: Callable[..., HttpPhotos]
) -> None:
    """A 404 carries no proof of the server; taking that for an attack would hide what happened."""
    photos = opened()
    for _ in range(2):
        with pytest.raises(PhotoMissing, match="404"):
            photos.fetch(people.person("missing").picture_url())
    with pytest.raises(FetchError, match="status 500"):
        photos.fetch(people.person("error_page").picture_url())


@pytest.mark.parametrize("sites", [(), ("mysite.corp.example.test", "other.corp.example.test")])
def test_no_credentials_cross_a_redirect_to_another_host(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]], sites: tuple[str, ...]
) -> None:
    """Neither with the first request nor when the other host asks; not even when both are named."""
    with pytest.raises(PhotoDenied, match="other") as caught:
        opened(sites=sites).fetch(people.person("redirect").picture_url())
    seen = log(3)
    assert [(one.host, one.status, one.authorization) for one in seen] == [
        (lab.web_host, 401, ""),
        (lab.web_host, 302, "Negotiate"),
        (lab.other_host, 401, ""),
    ]
    assert caught.value.advice


def test_a_host_that_is_not_named_is_never_given_a_ticket(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]]
) -> None:
    photos = opened(sites=("sharepoint.corp.example.test",))
    assert photos.fetch(f"https://{lab.web_host}/open/open.jpg").data == pictures.portrait(0)
    with pytest.raises(PhotoDenied, match="not among the sites") as caught:
        photos.fetch(ordinary(1)[0].picture_url())
    assert caught.value.advice == f"Name it: --site {lab.web_host}"
    assert [one.authorization for one in log(2)] == ["", ""]


def test_the_login_page_comes_through_as_what_it_is(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    """What is no picture is told by its bytes, later; the source says what the site calls it."""
    fetched = opened().fetch(people.person("login_page").picture_url())
    assert fetched.content_type == "text/html"
    assert fetched.data == pictures.login_page()


def test_an_empty_picture_is_empty(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    assert opened().fetch(people.person("empty").picture_url()).data == b""


def test_an_endless_answer_is_stopped(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(ImageTooLarge):
        opened().fetch(lab.photo_url("endless.lua"))


def test_a_slow_answer_is_given_up(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(PhotoUnreachable, match="within 3 seconds"):
        opened().fetch(lab.photo_url("slow.lua"))


@pytest.mark.parametrize("authority", ["untrusted_ca", "root_ca"])
def test_an_untrusted_chain_is_said_before_any_ticket_is_sent(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[int], list[Request]], authority: str
) -> None:
    """Another root, and the right root of a site that leaves its subordinate authority out."""
    host = lab.web_host if authority == "untrusted_ca" else lab.incomplete_host
    photos = opened(ca=getattr(lab.pki, authority), sites=(host,))
    picture = ordinary(1)[0].file("L")
    with pytest.raises(PhotoUntrusted, match=f"{host} is not trusted") as caught:
        photos.fetch(lab.photo_url(picture, host=host))
    assert "--ca-file" in caught.value.advice
    assert [one for one in log(0) if picture in one.path] == []  # a slow answer to a test before is logged at its end


def test_the_whole_chain_mends_it(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    photos = opened(ca=lab.ca_bundle, sites=(lab.incomplete_host,))
    assert photos.fetch(lab.photo_url(ordinary(1)[0].file("L"), host=lab.incomplete_host)).data


@pytest.mark.usefixtures("no_ticket")
def test_without_a_ticket_the_way_to_get_one_is_said(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(PhotoDenied, match=f"no ticket for HTTP/{lab.web_host}") as caught:
        opened().fetch(ordinary(1)[0].picture_url())
    assert "kinit" in caught.value.advice


def test_an_expired_ticket_is_said(
    lab: Lab, opened: Callable[..., HttpPhotos], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{lab.expired_ticket()}")
    with pytest.raises(PhotoDenied, match="expired") as caught:
        opened().fetch(ordinary(1)[0].picture_url())
    assert "kinit" in caught.value.advice


def test_a_name_without_spn_is_said(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    """By its address the site is asked over http (the certificate would do as well), and no service has that name."""
    address = lab.addresses.web
    with pytest.raises(PhotoDenied, match=f"no ticket for HTTP/{address}") as caught:
        opened(sites=(address,)).fetch(lab.photo_url(ordinary(1)[0].file("L"), "http", address))
    assert "SPN" in caught.value.advice


def test_a_wrong_password_is_said_at_once_and_not_shown(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(CredentialError, match="password") as caught:
        opened(Login(auth="kerberos", user=lab.principal, password="falsch-Geheimnis"))
    assert "Geheimnis" not in f"{caught.value!r} {caught.value}"


def test_a_host_that_nobody_knows_is_said(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    with pytest.raises(PhotoUnreachable, match=r"nosuchhost\.invalid is not known"):
        opened().fetch("https://nosuchhost.invalid/photos/a_MThumb.jpg")


def test_no_ticket_is_written_into_a_log(
    lab: Lab, opened: Callable[..., HttpPhotos], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened().fetch(ordinary(1)[0].picture_url())
    assert "YII" not in caplog.text, "a Kerberos token in Base64 begins so"
    assert "Negotiate " not in caplog.text


# Servers that do not do their part of Negotiate: on the site's own host, so that there is a ticket for them.


@pytest.fixture
def impostor(lab: Lab) -> Iterator[Site]:
    """A server over http under the photo site's name, on a port of its own."""
    with running_site(None, lab.addresses.web) as site:
        yield site


def answering(status: int, offer: str) -> Handler:
    """Asks for Negotiate; once a ticket comes, answers with a status and a WWW-Authenticate of its own."""

    def handle(exchange: Exchange) -> None:
        if exchange.headers.get("Authorization", "").startswith("Negotiate "):
            exchange.answer(status, b"picture", **({"www_authenticate": offer} if offer else {}))
        else:
            exchange.answer(401, b"who are you?", www_authenticate="Negotiate")

    return handle


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ((200, ""), (PhotoUntrusted, "did not prove who it is")),
        ((200, "Negotiate AAAAAAAA"), (PhotoUntrusted, "not the site's own")),
        ((200, "Negotiate A"), (PhotoUntrusted, "not the site's own")),
        ((401, "Negotiate"), (PhotoDenied, "refused the Kerberos ticket")),
        ((401, "Negotiate AAAAAAAA"), (PhotoDenied, "refused the Kerberos ticket")),
        ((403, ""), (PhotoDenied, "does not let this account read")),
        ((404, ""), (PhotoMissing, "no picture")),
    ],
)
def test_a_server_that_takes_the_ticket_must_keep_to_the_exchange(
    lab: Lab,
    opened: Callable[..., HttpPhotos],
    impostor: Site,
    answer: tuple[int, str],
    wanted: tuple[type[FetchError], str],
) -> None:
    impostor.pages["/a.jpg"] = answering(*answer)
    kind, said = wanted
    with pytest.raises(kind, match=said) as caught:
        opened().fetch(impostor.url("/a.jpg", lab.web_host))
    assert type(caught.value) is kind
    assert caught.value.advice
    assert len(impostor.requests) == 2


def test_a_site_that_offers_no_kerberos_is_said(lab: Lab, opened: Callable[..., HttpPhotos], impostor: Site) -> None:
    impostor.pages["/a.jpg"] = page(b"who are you?", 401, www_authenticate='NTLM, Basic realm="My Site"')
    with pytest.raises(PhotoDenied, match="it offers Basic, NTLM") as caught:
        opened().fetch(impostor.url("/a.jpg", lab.web_host))
    assert "Negotiate" in caught.value.advice
    assert impostor.authorizations() == [""]
