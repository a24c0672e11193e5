"""Searches and their entries as bytes; ldap3's own encoder and decoder are the measure."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from ldap3 import DEREF_ALWAYS, SUBTREE
from ldap3.operation.search import search_operation
from ldap3.protocol.rfc2696 import paged_search_control
from ldap3.protocol.rfc4511 import Controls, LDAPMessage, MessageID, ProtocolOp
from pyasn1.codec.ber import encoder

from pyupsync.adapters.directory.ldap_ber import element, number
from pyupsync.adapters.directory.ldap_entries import ACCOUNTS, ATTRIBUTES, PEOPLE, filter_for, filter_for_guids
from pyupsync.adapters.directory.ldap_query import PAGE, WINDOW, Search, filter_bytes, run_searches
from pyupsync.model import AccountKey

BASE = "OU=Büro,DC=corp,DC=example"
KEYS = [
    AccountKey("sam", "alice", "CORP"),
    AccountKey("sam", "*)(o'neil\\", "CORP"),
    AccountKey("upn", "jürgen@corp.example"),
    AccountKey("sid", "S-1-5-21-1-2-3-1104"),
    AccountKey("sid", "S-1-x"),
]
FILTERS = [
    "(objectClass=*)",
    "(!(cn=x))",
    "(cn=)",
    f"(&{PEOPLE}(adminCount=1))",
    filter_for(KEYS, "corp.example"),
    filter_for(KEYS * 40, "corp.example", ACCOUNTS),
    filter_for_guids(["6f1d6d4e-8b1f-4c62-8b54-6d1c3f3a0001", "none"]),
]


def by_ldap3(message_id: int, wanted: str, cookie: bytes = b"") -> bytes:
    names = list(ATTRIBUTES)
    asked = search_operation(BASE, wanted, SUBTREE, DEREF_ALWAYS, names, 0, 0, False, None, None)
    message = LDAPMessage()
    message["messageID"] = MessageID(message_id)
    message["protocolOp"] = ProtocolOp().setComponentByName("searchRequest", asked)
    message["controls"] = Controls().setComponentByPosition(0, paged_search_control(False, PAGE, cookie or None))
    return bytes(encoder.encode(message))


def search(wanted: str = "(cn=x)") -> Search[tuple[str, object]]:
    return Search(BASE, wanted, ATTRIBUTES, lambda dn, values: (dn, values))


@pytest.mark.parametrize("wanted", FILTERS)
def test_a_request_is_what_ldap3_would_send(wanted):
    assert search(wanted).request(300) == by_ldap3(300, wanted)


def test_a_request_for_the_next_page_bears_the_cookie():
    one = search()
    one.cookie = b"\0\xffcookie"
    assert one.request(301) == by_ldap3(301, "(cn=x)", one.cookie)


@pytest.mark.parametrize("text", ["", "cn=x", "(cn=x", "(&(cn=x)", "(cn>=x)x", "(cn=x))", "(cn=x)(cn=y)"])
def test_what_is_no_filter_is_never_sent(text):
    with pytest.raises(ValueError, match=r"no filter|unpack"):
        filter_bytes(text)


class Server:
    """The far end of a connection, whose near end stands in for the one that ldap3 has bound."""

    def __init__(self) -> None:
        self.socket, self.far = socket.socketpair()
        self.socket.settimeout(5)
        self.server = self
        self._numbers: Iterator[int] = iter(range(1, 1000))

    def next_message_id(self) -> int:
        return next(self._numbers)

    def say(self, *messages: bytes) -> None:
        self.far.sendall(b"".join(messages))


@pytest.fixture
def server():
    server = Server()
    yield server
    server.socket.close()
    server.far.close()


def entry(message_id: int, dn: bytes, **values: list[bytes]) -> bytes:
    held = b"".join(
        element(
            b"\x30", element(b"\x04", name.encode()) + element(b"\x31", b"".join(element(b"\x04", v) for v in some))
        )
        for name, some in values.items()
    )
    return element(b"\x30", number(message_id) + element(b"\x64", element(b"\x04", dn) + element(b"\x30", held)))


def done(
    message_id: int, code: int = 0, text: str = "", cookie: bytes | None = None, *, critical: bool = False
) -> bytes:
    result = element(b"\x0a", bytes([code])) + element(b"\x04", b"") + element(b"\x04", text.encode())
    message = number(message_id) + element(b"\x65", result)
    if cookie is not None:
        value = element(b"\x04", element(b"\x30", number(0) + element(b"\x04", cookie)))
        flag = b"\x01\x01\xff" if critical else b""
        other = element(b"\x30", element(b"\x04", b"1.2.3"))
        paged = element(b"\x30", element(b"\x04", b"1.2.840.113556.1.4.319") + flag + value)
        message += element(b"\xa0", other + paged)
    return element(b"\x30", message)


@pytest.mark.parametrize("critical", [False, True])
def test_entries_of_searches_that_are_under_way_together_go_to_their_own_and_pages_are_asked_for_to_the_last(
    server, critical
):
    first, second = search("(cn=1)"), search("(cn=2)")
    reference = element(b"\x30", number(1) + element(b"\x73", element(b"\x04", b"ldap://other/")))
    server.say(
        entry(2, b"CN=B", cn=[b"b"]),
        entry(1, b"CN=A", Cn=[b"a", b""], thumbnailPhoto=[b"\xff" * 70_000]),
        done(2, cookie=b"", critical=critical),
        reference,
        done(1, cookie=b"more", critical=critical),
        entry(3, b"CN=J\xc3\xbc"),
        done(3, cookie=b"", critical=critical),
    )
    run_searches(server, [first, second])
    assert first.found == [("CN=A", {"cn": [b"a", b""], "thumbnailphoto": [b"\xff" * 70_000]}), ("CN=Jü", {})]
    assert second.found == [("CN=B", {"cn": [b"b"]})]
    sent = server.far.recv(1 << 16)
    first.cookie = b"more"
    assert sent == by_ldap3(1, "(cn=1)") + by_ldap3(2, "(cn=2)") + by_ldap3(3, "(cn=1)", b"more")


def test_a_search_that_is_refused_leaves_the_others_their_answers(server):
    first, second = search(), search()
    server.say(done(1, 11, "too much", cookie=b"x"), entry(2, b"CN=B"), done(2))
    run_searches(server, [first, second])
    assert (first.answer.code, first.answer.text, first.found) == (11, "too much", [])
    assert (second.answer.code, second.found) == (0, [("CN=B", {})])


def test_no_more_searches_are_under_way_than_the_window_holds(server):
    searches = [search(f"(cn={number})") for number in range(WINDOW + 2)]
    runner = threading.Thread(target=run_searches, args=(server, searches))
    runner.start()
    server.far.settimeout(5)
    asked = b"".join(by_ldap3(n + 1, f"(cn={n})") for n in range(WINDOW))
    got = b""
    while len(got) < len(asked):
        got += server.far.recv(1 << 16)
    assert got == asked
    for message_id in range(1, WINDOW + 3):
        server.say(done(message_id))
    runner.join(5)
    assert [one.answer.code for one in searches] == [0] * len(searches)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"\x30\x05hello", "no LDAP"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "closed the connection"),
        (entry(1, b"CN=A")[:-3] + b"\x30\x7f\x04", "no LDAP"),
        (done(9), "no LDAP"),
        (element(b"\x30", number(0) + element(b"\x78", done(0, 52, "bye")[7:])), "takes its leave"),
    ],
)
def test_what_is_no_answer_breaks_the_connection_off(server, said, error):
    server.say(said)
    server.far.shutdown(socket.SHUT_WR)
    with pytest.raises(OSError, match=error):
        run_searches(server, [search()])
