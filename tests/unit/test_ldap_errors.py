"""What native errors mean; those that no lab can provoke are given as servers word them."""

from __future__ import annotations

import socket
import ssl

import pytest
from ldap3.core.exceptions import LDAPOperationResult, LDAPSocketOpenError

from pyupsync.adapters.directory.ldap_address import parse_address
from pyupsync.adapters.directory.ldap_errors import result_error, translate
from pyupsync.adapters.directory.ldap_login import tls_context
from pyupsync.config import Login
from pyupsync.errors import (
    CredentialError,
    DirectoryDenied,
    DirectoryError,
    DirectoryLogonFailed,
    DirectoryRejected,
    DirectoryTooWeak,
    DirectoryUnavailable,
    DirectoryUntrusted,
    PersonNotFound,
    UsageError,
)

SERVER = "ldaps://dc1.corp.example.test"
LOGIN = Login(auth="simple", user="jürgen@corp.example.test", password="geheim-Wört")
AD_49 = "80090308: LdapErr: DSID-0C09044E, comment: AcceptSecurityContext error, data {}, v2580\0"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("525", "no such user"),
        ("52e", "password is wrong"),
        ("530", "hour"),
        ("531", "machine"),
        ("532", "password has expired"),
        ("533", "disabled"),
        ("701", "account has expired"),
        ("773", "must be changed"),
        ("775", "locked out"),
        ("80090346", "channel binding"),
    ],
)
def test_each_reason_of_a_refused_logon_has_its_own_words(data, words):
    """https://ldapwiki.com/wiki/Wiki.jsp?page=Common%20Active%20Directory%20Bind%20Errors."""
    error = result_error(49, AD_49.format(data), SERVER, LOGIN)
    assert type(error) is DirectoryLogonFailed
    assert words in error.message
    assert error.advice
    assert LOGIN.password not in str(error)


def test_bad_bindings_are_known_by_the_code_in_front_too():
    error = result_error(
        49, "80090346: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data 80090346", SERVER, LOGIN
    )
    assert "channel binding" in error.message


@pytest.mark.parametrize(
    ("code", "leaf"),
    [
        (8, DirectoryTooWeak),
        (10, DirectoryError),
        (13, DirectoryTooWeak),
        (19, DirectoryRejected),
        (21, DirectoryRejected),
        (32, PersonNotFound),
        (50, DirectoryDenied),
        (51, DirectoryUnavailable),
        (53, DirectoryError),
        (80, DirectoryError),
    ],
)
def test_each_result_is_one_leaf_with_its_number_and_the_servers_words(code, leaf):
    error = result_error(code, "00002028: said\r\nso", SERVER, LOGIN, "CN=ä,DC=x")
    assert type(error) is leaf
    assert f"LDAP result {code}: 00002028: said so." in error.message
    assert error.target == "CN=ä,DC=x"


@pytest.mark.parametrize(
    ("native", "leaf", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), DirectoryUnavailable, "not known"),
        (ConnectionRefusedError(111, "refused"), DirectoryUnavailable, "refuses"),
        (TimeoutError("timed out"), DirectoryUnavailable, "in time"),
        (ConnectionResetError(104, "reset"), DirectoryUnavailable, "lost"),
        (
            ssl.SSLCertVerificationError("certificate verify failed: self-signed certificate (_ssl.c:1006)"),
            DirectoryUntrusted,
            "self-signed",
        ),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), DirectoryUnavailable, "TLS"),
        (ValueError("unsupported hash type MD4"), CredentialError, "pycryptodome"),
        (LDAPSocketOpenError("odd"), DirectoryUnavailable, "odd"),
    ],
)
def test_each_failure_of_a_connection_is_one_leaf(native, leaf, words):
    error = translate(native, SERVER, LOGIN)
    assert type(error) is leaf
    assert words in str(error)
    assert SERVER in str(error) or leaf is CredentialError


def test_what_lies_behind_an_error_is_found():
    """ldap3 hides the failures of a host's several addresses in a list, and a result behind a later slip."""
    several = LDAPSocketOpenError("unable to open socket", [(ConnectionRefusedError(111, "no"), ("::1", 636))])
    assert "refuses" in str(translate(several, SERVER, LOGIN))
    slip = TypeError("object of type 'NoneType' has no len()")
    slip.__context__ = LDAPOperationResult(
        result=8, description="strongerAuthRequired", message="Sign or Seal are required."
    )
    assert type(translate(slip, SERVER, LOGIN)) is DirectoryTooWeak


@pytest.mark.parametrize(
    ("text", "host", "port", "base", "server"),
    [
        ("ldaps://dc1.corp.example.test", "dc1.corp.example.test", 636, "", "ldaps://dc1.corp.example.test"),
        ("LDAPS://dc1/OU=B%C3%BCro,DC=x", "dc1", 636, "OU=Büro,DC=x", "ldaps://dc1"),
        (
            "ldap+starttls://dc1:3890/OU=Sales\\, EMEA,DC=x",
            "dc1",
            3890,
            "OU=Sales\\, EMEA,DC=x",
            "ldap+starttls://dc1:3890",
        ),
        ("ldaps://[fd00::1]/", "fd00::1", 636, "", "ldaps://[fd00::1]"),
    ],
)
def test_addresses_are_taken_apart(text, host, port, base, server):
    address = parse_address(text)
    (place,) = address.places
    assert (place.host, place.port, address.base, place.server) == (host, port, base, server)


def test_an_address_may_name_several_hosts_or_none():
    several = parse_address("ldaps://dc1.corp.example,dc2.corp.example:6360,[fd00::1]/DC=corp,DC=example")
    assert [(place.host, place.port) for place in several.places] == [
        ("dc1.corp.example", 636),
        ("dc2.corp.example", 6360),
        ("fd00::1", 636),
    ]
    none = parse_address("ldaps:///OU=Staff,DC=corp,DC=example")
    assert (none.places, none.domain) == ((), "corp.example")


@pytest.mark.parametrize(
    "text",
    [
        *("ldap://dc1/DC=x", "ldaps://", "ldaps://a:0/", "ldaps://a:99999/", "ldaps://u:p@dc1/", "dc1", "ldaps:dc1"),
        *("ldaps:///", "ldaps:///OU=Staff", "ldaps://a,,b/DC=x", "ldaps://a, /DC=x", "ldaps://a b/DC=x"),
    ],
)
def test_anything_else_is_refused_and_the_good_forms_named(text):
    """Above all ldap://, which would send the password in the clear."""
    with pytest.raises(UsageError) as caught:
        parse_address(text)
    assert "ldaps://HOST" in caught.value.advice
    assert "ldap+starttls://HOST" in caught.value.advice


def test_a_ca_file_without_a_certificate_is_refused(tmp_path):
    (tmp_path / "leer.pem").write_text("nothing")
    with pytest.raises(UsageError, match="no certificate"):
        tls_context(str(tmp_path / "leer.pem"))
