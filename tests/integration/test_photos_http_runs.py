"""What happens in the middle of a run against the lab's site: tickets that end, logons that are kept, a busy site."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import gssapi
import pytest

from pyupsync.adapters.photos.http import HttpPhotos, open_http
from pyupsync.config import Login, Manners
from pyupsync.errors import CredentialError, PhotoBusy, PhotoDenied, PhotoMissing
from tests.contract.https_site import Exchange, Site, running_site
from tests.lab import Lab, people
from tests.lab.kerberos import ticket_from_keytab
from tests.lab.website import Request


@pytest.fixture
def opened(lab: Lab) -> Iterator[Callable[..., HttpPhotos]]:
    """Opens photo sources for the lab's site, and closes them."""
    sources: list[HttpPhotos] = []

    def open_one(login: Login | None = None, retries: int = 0) -> HttpPhotos:
        source = open_http(
            sites=(lab.web_host,),
            login=login or Login(),
            ca_file=str(lab.root_ca),
            timeout=10,
            manners=Manners(retries=retries),
        )
        sources.append(source)
        return source

    yield open_one
    for source in sources:
        source.close()


@pytest.fixture
def log(lab: Lab) -> Callable[[], list[Request]]:
    """What the site was asked since the test began."""
    before = len(lab.site.requests())
    return lambda: lab.site.requests()[before:]


def pictures_of(lab: Lab, count: int) -> list[str]:
    return [one.picture_url() for one in people.PEOPLE if one.case == "ordinary"][:count]


@pytest.fixture
def end_tickets(lab: Lab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[HttpPhotos], None]:
    """Gives a source real credentials that have ended, as they would after ten hours.

    Samba's KDC gives no service ticket for one that lasts less than minutes: a short run cannot see its own end.
    """
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{lab.empty_ccache()}")

    def end(photos: HttpPhotos) -> None:
        cache = ticket_from_keytab(tmp_path / "ended", lab.principal, lab.keytab(), lab.env(), lifetime="1s")
        credentials = gssapi.Credentials(usage="initiate", store={"ccache": f"FILE:{cache}"})
        time.sleep(1.1)
        negotiator = photos._logins._negotiator
        assert negotiator is not None
        negotiator._credentials = credentials

    return end


@pytest.mark.parametrize("kind", ["keytab", "password"])
def test_tickets_that_end_in_mid_run_are_renewed(
    lab: Lab,
    opened: Callable[..., HttpPhotos],
    end_tickets: Callable[[HttpPhotos], None],
    log: Callable[[], list[Request]],
    kind: str,
) -> None:
    secret = {"keytab": str(lab.keytab())} if kind == "keytab" else {"password": lab.password}
    photos = opened(Login(auth="kerberos", user=lab.principal, **secret))
    first, second, third = pictures_of(lab, 3)
    assert photos.fetch(first).data
    end_tickets(photos)
    assert photos.fetch(second).data
    assert photos.fetch(third).data
    assert [one.status for one in log()] == [401, 200, 200, 200]


def test_a_login_that_no_longer_works_is_tried_once_and_not_for_every_picture(
    lab: Lab,
    opened: Callable[..., HttpPhotos],
    end_tickets: Callable[[HttpPhotos], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The account of a changed password would be locked by a run of thousands."""
    photos = opened(Login(auth="kerberos", user=lab.principal, password=lab.password))
    first, *others = pictures_of(lab, 4)
    assert photos.fetch(first).data
    end_tickets(photos)
    negotiator = photos._logins._negotiator
    assert negotiator is not None
    negotiator._login = replace(negotiator._login, password="no longer this one")
    trace = tmp_path / "trace"
    monkeypatch.setenv("KRB5_TRACE", str(trace))
    asked = []
    for url in others:
        with pytest.raises(CredentialError, match="password or the keytab's key is wrong"):
            photos.fetch(url)
        asked.append(trace.read_text().count("Sending TCP request"))
    assert asked[0] > 0
    assert asked == [asked[0]] * 3


def test_a_logon_that_the_server_keeps_is_not_sent_again(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[], list[Request]]
) -> None:
    """mod_auth_gssapi with GssapiConnectionBound, and IIS by default, say so: Persistent-Auth: true."""
    photos = opened()
    for url in pictures_of(lab, 5):
        assert photos.fetch(url.replace("/photos/", "/kept/")).data
    assert [(one.status, one.authorization) for one in log()] == [(401, ""), (200, "Negotiate")] + [(200, "")] * 4


def test_a_kept_logon_is_not_that_of_another_connection(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[], list[Request]]
) -> None:
    photos = opened()
    first, second, third = (url.replace("/photos/", "/kept/") for url in pictures_of(lab, 3))
    photos.fetch(first)
    lab.web_server.stop()
    lab.web_server.start()
    for url in (second, third):
        assert photos.fetch(url).data
    assert [(one.status, one.authorization) for one in log()][2:] == [(200, "Negotiate"), (200, "")]


def test_a_picture_is_asked_for_by_apaches_own_validators(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[], list[Request]]
) -> None:
    one = next(one for one in people.PEOPLE if one.case == "ordinary")
    os.utime(lab.htdocs / "photos" / one.file("L"), (1_700_000_000, 1_700_000_000))
    photos, url = opened(), one.picture_url()
    first = photos.fetch(url)
    again = photos.fetch(url, first.validators)
    assert first.validators.etag
    assert first.validators.last_modified
    assert (again.not_modified, again.data) == (True, b"")
    assert [(seen.status, seen.size > 0) for seen in log()][1:] == [(200, True), (304, False)]


def test_a_busy_site_is_left_alone_as_it_asks_and_then_given_up(
    lab: Lab, opened: Callable[..., HttpPhotos], log: Callable[[], list[Request]]
) -> None:
    begun = time.monotonic()
    with pytest.raises(PhotoBusy, match=r"(429|503).*asked 3 times.*left alone for 1 seconds"):
        opened(retries=2).fetch(lab.photo_url("busy.lua"))
    assert time.monotonic() - begun >= 2
    assert [one.status in {429, 503} for one in log()][1:] == [True] * 3


# A server under the site's own name, over http, so that there is a ticket for it.


def test_a_ticket_that_is_refused_in_mid_run_is_renewed_once(lab: Lab, opened: Callable[..., HttpPhotos]) -> None:
    tickets: list[str] = []

    def forgetful(exchange: Exchange) -> None:
        """Has no such picture; but after the first ticket it forgets that it knew who asks, twice."""
        tickets.append(exchange.headers.get("Authorization", ""))
        if tickets[-1] and len(tickets) not in {3, 5, 6}:
            exchange.answer(404, b"")
        else:
            exchange.answer(401, b"who are you?", www_authenticate="Negotiate")

    with running_site(None, lab.addresses.web) as site:
        site.pages["/a.jpg"] = forgetful
        photos, url = opened(), _url(site, lab)
        for kind in (PhotoMissing, PhotoMissing, PhotoDenied):
            with pytest.raises(kind):
                photos.fetch(url)
    assert [bool(ticket) for ticket in tickets] == [False, True, True, True, True, True]
    assert len(set(tickets)) == 6, "no ticket is sent twice"


def _url(site: Site, lab: Lab) -> str:
    return site.url("/a.jpg", lab.web_host)
