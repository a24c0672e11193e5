"""The answer to an LDAP ping, as Samba gave it and as [MS-ADTS] 6.3.1.9 describes it."""

from __future__ import annotations

import base64

import pytest

from pyupsync.adapters.directory.ldap_site import site_of

SAMBA = base64.b64decode(
    "FwAAAL0RAABqxen3cAPDR55eSbbdlbVWBGNvcnAHZXhhbXBsZQR0ZXN0AMAYA2RjMcAYBENPUlAAA0RDMQAAF0RlZmF1bHQtRmlyc3QtU2l0ZS1O"
    "YW1lAMA/BQAAAP////8="
)


def ping(opcode: int, *labels: bytes) -> bytes:
    head = opcode.to_bytes(2, "little") + bytes(22)
    return head + b"".join(bytes([len(label)]) + label + (b"\0" if label else b"") for label in labels)


def test_the_clients_site_is_read_through_compression():
    assert site_of(SAMBA) == "Default-First-Site-Name"


@pytest.mark.parametrize("opcode", [23, 25])
def test_a_site_may_have_spaces_and_letters_beyond_ascii(opcode):
    labels = [b"corp", b"corp", b"dc1", b"CORP", b"DC1", b"u", b"Hub", "Zürich West".encode()]
    assert site_of(ping(opcode, *labels)) == "Zürich West"


def test_the_servers_site_is_not_the_clients():
    assert site_of(ping(23, b"corp", b"corp", b"dc1", b"CORP", b"DC1", b"u", b"Hub", b"")) == ""


@pytest.mark.parametrize("length", range(len(SAMBA) - 14))
def test_an_answer_that_is_cut_off_tells_nothing(length):
    assert site_of(SAMBA[:length]) == ""


def test_an_answer_of_another_kind_tells_nothing():
    assert site_of(ping(19, *[b"x"] * 8)) == ""
    assert site_of(SAMBA[:24] + b"\xc0\x18" * 20) == ""
