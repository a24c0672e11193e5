"""URL to place in the zone map: the grammar as a table, its refusals, and what holds for every host name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyupsync.errors import SiteError, SiteTooWide, SiteUnsupported
from pyupsync.zones import steps
from pyupsync.zones.declared import declared
from pyupsync.zones.names import address_in, covers_hosts_below
from pyupsync.zones.sites import place_of

PLACES = [
    ("http://portal.contoso.com", "http", "contoso.com\\portal"),
    ("https://portal.contoso.com/", "https", "contoso.com\\portal"),
    ("https://erp.corp.contoso.com/sites/a?b=*#c", "https", "contoso.com\\erp.corp"),
    ("HTTPS://My.Contoso.COM:8443/person.aspx", "https", "contoso.com\\my"),
    ("http://contoso.com", "http", "contoso.com"),
    ("http://mysite", "http", "mysite"),
    ("http://MySite:80/", "http", "mysite"),
    ("http://sp_2019", "http", "sp_2019"),
    ("http://portal.contoso.com.", "http", "contoso.com\\portal"),
    ("http://portal.contoso.co.uk", "http", "contoso.co.uk\\portal"),
    ("http://contoso.co.uk", "http", "contoso.co.uk"),
    ("http://a.b.co.uk", "http", "b.co.uk\\a"),
    ("http://fb.me", "http", "fb.me"),
    ("http://my.fb.me", "http", "my.fb.me"),
    ("http://portal.contoso.com.au", "http", "com.au\\portal.contoso"),
    ("http://portal.abc.de", "http", "abc.de\\portal"),
    ("http://portal.ab.dev", "http", "ab.dev\\portal"),
    ("https://m%79.contoso.com", "https", "contoso.com\\my"),
    ("https://bücher.contoso.com", "https", "contoso.com\\xn--bcher-kva"),
    ("https://BÜCHER.Contoso.com", "https", "contoso.com\\xn--bcher-kva"),
    ("https://xn--bcher-kva.contoso.com", "https", "contoso.com\\xn--bcher-kva"),
    ("https://人事。contoso.com", "https", "contoso.com\\xn--3kq4d"),
    ("file://server/share", "file", "server"),
    ("\\\\server.corp.contoso.com\\share\\x", "file", "contoso.com\\server.corp"),
    ("file:\\\\server.corp.contoso.com\\share", "file", "contoso.com\\server.corp"),  # as SetZoneMapping, ms537143
    ("http://4-9.contoso.com", "http", "contoso.com\\4-9"),
]


@pytest.mark.parametrize(("url", "scheme", "path"), PLACES)
def test_a_host_has_one_place(url: str, scheme: str, path: str) -> None:
    place = place_of(url)
    assert (place.kind, place.scheme, place.path, place.url) == ("domain", scheme, path, url)


def test_an_ipv4_address_is_a_range() -> None:
    place = place_of("http://10.0.0.17:8080/my")
    assert (place.kind, place.host, place.path, place.site) == ("range", "10.0.0.17", "10.0.0.17", "http://10.0.0.17")


REFUSED = [
    ("http://*.contoso.com", SiteTooWide, "wildcard"),
    ("*://portal.contoso.com", SiteTooWide, "wildcard"),
    ("http://*.server.example.com", SiteTooWide, "wildcard"),
    ("http://*", SiteTooWide, "wildcard"),
    ("http://com", SiteTooWide, "top-level domain"),
    ("http://de/", SiteTooWide, "top-level domain"),
    ("http://[fe80::1]/", SiteUnsupported, "IPv6"),
    ("http://[::1%25eth0]:80/", SiteUnsupported, "IPv6"),
    ("ftp://portal.contoso.com", SiteUnsupported, "scheme ftp"),
    ("ldap://portal.contoso.com", SiteUnsupported, "scheme ldap"),
    (r"\\server@SSL\DavWWWRoot\my", SiteUnsupported, "WebDAV path .*stands for https://server"),
    (r"\\my.contoso.com@ssl@8443\x", SiteUnsupported, "WebDAV path .*stands for https://my.contoso.com"),
    (r"\\server@8080", SiteUnsupported, "WebDAV path .*stands for http://server"),
    ("file://server@SSL/DavWWWRoot", SiteUnsupported, "WebDAV path .*stands for https://server"),
    (r"\\alice@server\share", SiteError, "user name"),
    (r"\\alice:s3cret@SSL\share", SiteError, "user name"),
    (r"\\server@SSL@\share", SiteError, "user name"),
    ("https://server@SSL/my", SiteError, "user name"),
    ("portal.contoso.com", SiteError, "is no URL"),
    ("", SiteError, "is no URL"),
    ("http://", SiteError, "no host name"),
    ("http:///path", SiteError, "no host name"),
    ("http://.", SiteError, "no host name"),
    ("file:///C:/x", SiteError, "a file of one computer"),
    ("file://C:/x", SiteError, "a file of one computer"),
    ("file:///c|/x", SiteError, "a file of one computer"),
    ("file:///x", SiteError, "no host name"),
    ("http://10.0.0.1-20", SiteTooWide, "a range"),
    ("https://10.0-1.0.1:8443/", SiteTooWide, "a range"),
    ("http://10.0.*.*", SiteTooWide, "wildcard"),
    ("http://a..b.contoso.com", SiteError, "no part of a host name"),
    ("http://portal.contoso.com..", SiteError, "no part of a host name"),
    ("http://-a.contoso.com", SiteError, "no part of a host name"),
    ("http://a b.contoso.com", SiteError, "is no URL"),
    ("http://a%20b.contoso.com", SiteError, "no part of a host name"),
    ("http://a%5Cb.contoso.com", SiteError, "no part of a host name"),
    ("http://portal.contoso.com\\@evil.example", SiteError, "user name"),
    ("http://a\\b.contoso.com", SiteError, "no part of a host name"),
    ("http://" + "a" * 64 + ".contoso.com", SiteError, "no part of a host name"),
    ("http://" + "a." * 130 + "com", SiteError, "253"),
    ("http://portal.contoso.com:x/", SiteError, "is no URL"),
    ("http://portal.contoso.com:99999/", SiteError, "is no URL"),
    ("http://3232235777/", SiteError, "different ways"),
    ("http://10.0.0.300/", SiteError, "different ways"),
    ("http://010.0.0.1/", SiteError, "different ways"),
    ("http://0x7f.1", SiteError, "different ways"),
    ("http://0x7f000001", SiteError, "different ways"),
    ("http://\u2028.com", SiteError, "is no URL"),
    ("http://xn--\u00fc.com", SiteError, "international"),
]


@pytest.mark.parametrize(("url", "kind", "words"), REFUSED)
def test_what_has_no_place_is_refused_with_the_reason(url: str, kind: type[SiteError], words: str) -> None:
    with pytest.raises(SiteError, match=words) as caught:
        place_of(url)
    assert type(caught.value) is kind
    assert caught.value.advice


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://alice:s3cret@portal.contoso.com", "https://…@portal.contoso.com"),
        ("https://alice:s3cret%40portal.contoso.com/x", "https://…@portal.contoso.com"),
        ("alice:s3cret@*", "…@*"),
        ("x://a:s3cret@[::1]", "x://…@[::1]"),
        ("https:\\\\alice:s3cret@portal", "…@portal"),
        ("alice:s3cret://x@portal", "…@portal"),
        ("https://alice:s3cret/x@portal", "…@portal"),
        ("https://alice:s3cret?x@portal", "…@portal"),
        ("https://alice:s3cret#x%40portal", "…@portal"),
        ("https:///alice:s3cret@portal", "…@portal"),
        ("https://alice:s3cret\uff20portal", "…@portal"),
    ],
)
def test_credentials_in_a_url_are_refused_and_never_repeated(url: str, shown: str) -> None:
    """Neither by the error nor by the outcome that a job makes of it."""
    with pytest.raises(SiteError) as caught:
        place_of(url)
    assert caught.value.target == shown
    _, [outcome] = declared([url], [], steps.ADD)
    assert (outcome.target, outcome.subject) == (shown, shown)
    assert "s3cret" not in f"{caught.value} {caught.value!r} {outcome!r}"


LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(lambda label: label[2:4] != "--")
HOST = st.lists(LABEL, min_size=2, max_size=6).map(".".join).filter(lambda host: not host.split(".")[-1][-1].isdigit())


@given(HOST, st.sampled_from(["http", "https"]))
def test_the_place_is_that_host_and_nothing_else(host: str, scheme: str) -> None:
    """Subkey and domain key put together are the host again; the split is at the second or third label from the end."""
    place = place_of(f"{scheme}://{host}:8080/path")
    assert ".".join(part for part in (place.subkey, place.domain_key) if part) == host == place.host
    assert place.scheme == scheme
    labels = host.split(".")
    two_and_two = len(labels[-1]) == len(labels[-2]) == 2
    assert len(place.domain_key.split(".")) == min(len(labels), 3 if two_and_two else 2)


@given(HOST)
def test_spelling_makes_no_difference(host: str) -> None:
    same = {place_of(url).site for url in (f"http://{host}", f"HTTP://{host.upper()}.:80/x", f"http://{host}?q#f")}
    assert same == {f"http://{host}"}


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://{text}.contoso.com/"):
        try:
            place = place_of(url)
        except SiteError:
            continue
        assert place.host.isascii()
        assert "*" not in place.path


@pytest.mark.parametrize(
    ("key", "covers"),
    [
        ("example.com", True),
        ("contoso.co.uk", True),
        ("contoso.com.au", True),
        ("portal", False),
        ("fb.me", False),
        ("co.uk", False),
        ("com.au", False),
        ("www.example.com", False),
        ("a.b.example.com", False),
    ],
)
def test_which_domain_keys_hold_for_hosts_below(key: str, covers: bool) -> None:
    assert covers_hosts_below(key) is covers


@pytest.mark.parametrize(
    ("pattern", "inside"),
    [
        ("10.0.0.17", True),
        ("10.0.0.18", False),
        ("10.0.0.1-20", True),
        ("10.0.0.18-20", False),
        ("10.0.*.*", True),
        ("10-11.0.0.*", True),
        ("*.*.*.*", True),
        ("10.0.0", False),
        ("10.0.0.x", False),
        ("", False),
        ("10.0.0.17.1", False),
    ],
)
def test_ranges(pattern: str, inside: bool) -> None:
    assert address_in("10.0.0.17", pattern) is inside
