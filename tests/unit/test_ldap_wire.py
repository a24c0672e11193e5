"""Modify requests and their answers as bytes; ldap3's own encoder and decoder are the measure."""

from __future__ import annotations

import socket
import threading

import pytest
from ldap3 import MODIFY_REPLACE
from ldap3.operation.modify import modify_operation
from ldap3.protocol.rfc4511 import LDAPMessage, MessageID, ProtocolOp
from pyasn1.codec.ber import decoder, encoder

from pyupsync.adapters.directory.ldap_wire import Answer, Answers, replace_request

DN = "CN=Jürgen Müller\\, Dr.,OU=Büro,DC=corp,DC=example"


def by_ldap3(number: int, dn: str, values: list[bytes]) -> bytes:
    changes = {"thumbnailPhoto": [(MODIFY_REPLACE, values)]}
    request = modify_operation(dn, changes, auto_encode=False, validator=None, check_names=False)
    message = LDAPMessage()
    message["messageID"] = MessageID(number)
    message["protocolOp"] = ProtocolOp().setComponentByName("modifyRequest", request)
    return bytes(encoder.encode(message))


@pytest.mark.parametrize("number", [1, 127, 128, 255, 256, 32767, 32768, 2**31 - 1])
def test_a_request_is_what_ldap3_would_send_whatever_its_number(number):
    assert replace_request(number, DN, "thumbnailPhoto", [b"x"]) == by_ldap3(number, DN, [b"x"])


@pytest.mark.parametrize("size", [0, 1, 50, 126, 127, 128, 129, 255, 256, 20_000, 65_535, 65_536, 102_400])
def test_a_request_is_what_ldap3_would_send_whatever_its_size(size):
    assert replace_request(7, DN, "thumbnailPhoto", [b"\xff" * size]) == by_ldap3(7, DN, [b"\xff" * size])


def test_a_request_without_values_removes():
    request = replace_request(7, DN, "thumbnailPhoto", [])
    assert request == by_ldap3(7, DN, [])
    decoded, rest = decoder.decode(request, asn1Spec=LDAPMessage())
    assert rest == b""
    assert len(decoded["protocolOp"]["modifyRequest"]["changes"][0]["modification"]["vals"]) == 0


def element(tag: int, content: bytes, *, padded: bool = False) -> bytes:
    """One element; ``padded`` spells its length in four bytes, as Active Directory does."""
    size = len(content)
    if not padded and size < 128:
        return bytes([tag, size]) + content
    return bytes([tag, 0x84]) + size.to_bytes(4, "big") + content


def response(number: int, code: int, text: str = "", *, tag: int = 0x67, padded: bool = False) -> bytes:
    said = element(4, text.encode())
    result = element(tag, element(10, bytes([code])) + element(4, b"") + said, padded=padded)
    return element(0x30, element(2, number.to_bytes(4, "big")) + result, padded=padded)


@pytest.fixture
def wire():
    """Both ends of a connection: what is read from the first was sent into the second."""
    near, far = socket.socketpair()
    near.settimeout(5)
    yield near, far
    near.close()
    far.close()


@pytest.mark.parametrize("padded", [False, True])
def test_answers_are_read_however_they_are_cut(wire, padded):
    near, far = wire
    whole = response(300, 0, padded=padded) + response(2, 50, "00002098: SecErr", padded=padded)

    def trickle() -> None:
        for byte in whole:
            far.send(bytes([byte]))

    sender = threading.Thread(target=trickle)
    sender.start()
    answers = Answers(near)
    assert [answers.next(), answers.next()] == [Answer(300, 0, ""), Answer(2, 50, "00002098: SecErr")]
    sender.join()


def test_several_answers_in_one_piece_are_several(wire):
    near, far = wire
    far.send(b"".join(response(number, 0) for number in range(1, 5)))
    answers = Answers(near)
    assert [answers.next().number for _ in range(4)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", ConnectionResetError),
        (response(1, 0)[:-1], ConnectionResetError),
        (response(0, 52, "going down", tag=0x78), ConnectionResetError),
        (b"\x30\x03\x02\x01", ConnectionResetError),
        (b"\x30\x03\x02\x01\x01", ConnectionAbortedError),
        (b"\x30\x05\x02\x01\x01\x67\x7f", ConnectionAbortedError),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" * 8, ConnectionAbortedError),
    ],
    ids=["closed", "cut off", "notice of disconnection", "less than a message", "no operation", "too short", "no LDAP"],
)
def test_what_is_no_answer_is_a_lost_connection(wire, sent, error):
    near, far = wire
    far.send(sent)
    far.shutdown(socket.SHUT_WR)
    with pytest.raises(error):
        Answers(near).next()
