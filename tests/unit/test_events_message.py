"""What event 8311 says, in the forms that public pages and logs show it in."""

from __future__ import annotations

import pytest

from pyupsync.diagnosis.events_message import Message, parse_message, parse_messages, parse_values
from pyupsync.diagnosis.events_names import common_name, name_key
from pyupsync.diagnosis.events_time import moment_of

PRINT = "7884622F8B800E7AFAAFD3DDF98BE8AC96D4F952"
ROOT = "The root of the certificate chain is not a trusted root authority."
# https://learn.microsoft.com/troubleshoot/sharepoint/administration/re-create-local-trusted-root-authority
KB2545744 = rf"""Description: An operation failed because the following certificate has validation errors:
\n\nSubject Name: CN=SharePoint Security Token Service, OU=SharePoint, O=Microsoft, C=US\nIssuer
Name: CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US\nThumbprint:
{PRINT}\n\nErrors:\n\n The root of the certificate chain
is not a trusted root authority.

Additionally, other areas such as search, claims authentication also do not function correctly.
"""
ON_ONE_LINE = (
    "An operation failed because the following certificate has validation errors:  Subject Name: CN=mail, OU=nothing, "
    f"O=contoso, L=Munich, S=Bavaria, C=DE Issuer Name: CN=MY-CA, DC=contoso, DC=local Thumbprint: {PRINT}  Errors:   "
    f"{ROOT}."
)


def test_the_text_of_the_knowledge_base() -> None:
    subject = "CN=SharePoint Security Token Service, OU=SharePoint, O=Microsoft, C=US"
    issuer = "CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US"
    assert parse_message(KB2545744) == Message(subject, issuer, PRINT, (ROOT,))


def test_a_message_on_one_line() -> None:
    issuer = "CN=MY-CA, DC=contoso, DC=local"
    subject = "CN=mail, OU=nothing, O=contoso, L=Munich, S=Bavaria, C=DE"
    assert parse_message(ON_ONE_LINE) == Message(subject, issuer, PRINT, (ROOT,))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", r"\n", r"\r\n"])
def test_line_ends_of_every_kind(end: str) -> None:
    lines = ["Subject Name: CN=a", "Issuer Name: CN=b", f"Thumbprint: {PRINT}", "", "Errors:", "", f" {ROOT}"]
    assert parse_message(end.join(lines)) == Message("CN=a", "CN=b", PRINT, (ROOT,))


def test_another_language_is_read_by_its_structure() -> None:
    """The words are made up: what counts is that they are not the English ones."""
    text = (
        "Ein Vorgang ist fehlgeschlagen, da das folgende Zertifikat Überprüfungsfehler aufweist:\n\n"
        "Antragsteller: CN=mysite, O=Müller, C=DE\nAussteller: CN=Ausstellende CA, C=DE\n"
        f"Fingerabdruck: {PRINT}\n\nFehler:\n\n Dem Stamm wird nicht vertraut.\n\nDanach"
    )
    expected = Message(
        "CN=mysite, O=Müller, C=DE", "CN=Ausstellende CA, C=DE", PRINT, ("Dem Stamm wird nicht vertraut.",)
    )
    assert parse_message(text) == expected


def test_a_wide_colon_is_a_colon() -> None:
    text = f"サブジェクト\uff1aCN=a\n発行者\uff1aCN=b\n拇印\uff1a{PRINT}\n\nエラー\uff1a\n\n信頼されていません。"
    assert parse_message(text) == Message("CN=a", "CN=b", PRINT, ("信頼されていません。",))


def test_a_certificate_without_a_subject_or_with_a_blotted_thumbprint() -> None:
    text = "Subject Name: \nIssuer Name: CN=b\nThumbprint: XXXX\n\nErrors:\n\n One.\n Two: three."
    assert parse_message(text) == Message("", "CN=b", "", ("One.", "Two: three."))


@pytest.mark.parametrize("text", ["", "Subject Name:", "Errors:", PRINT, f"Thumbprint: {PRINT}", "Issuer Name: CN=b"])
def test_what_is_no_such_message(text: str) -> None:
    assert parse_message(text) is None


def test_the_values_of_a_message_that_was_not_rendered() -> None:
    assert parse_values(("CN=a", "CN=b", PRINT.lower(), ROOT)) == Message("CN=a", "CN=b", PRINT, (ROOT,))
    assert parse_values(("", "CN=b", PRINT)) == Message("", "CN=b", PRINT, ())
    assert parse_values(("CN=a", "CN=b")) is None


def test_values_are_better_than_another_language_on_one_line() -> None:
    text = f"Fehler. Antragsteller: CN=a Aussteller: CN=b Fingerabdruck: {PRINT} Fehler: Nicht vertraut."
    assert parse_message(text, ("CN=a", "CN=b", PRINT, "Nicht vertraut.")) == Message(
        "CN=a", "CN=b", PRINT, ("Nicht vertraut.",)
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05/13/2011 10:58:12.09*", "2011-05-13T10:58:12.090000"),
        ("5/1/2011 3:58:12 PM", "2011-05-01T15:58:12"),
        ("5/1/2011 12:00:01 AM", "2011-05-01T00:00:01"),
        ("01/05/2011 13:58:12", "2011-05-01T13:58:12"),
        ("01.05.2011 13:58", "2011-05-01T13:58:00"),
        ("2011-05-01T10:58:12.1234567Z", "2011-05-01T10:58:12.123456+00:00"),
        ("2011-05-01T10:58:12+02:00", "2011-05-01T08:58:12+00:00"),
        ("31.02.2011 13:58", None),
        ("yesterday", None),
    ],
)
def test_times_as_windows_and_sharepoint_write_them(text: str, moment: str | None) -> None:
    found = moment_of(text)
    assert (found and found.isoformat()) == moment


def test_dotnets_spelling_of_a_name_and_rfc_4514s_are_one_name() -> None:
    dotnet = 'CN=a  b, O="Contoso, ""Inc."" ", S=Bavaria, E=x@y, OID.2.5.4.5=7'
    assert name_key(dotnet) == name_key(r"CN=A b,O=Contoso\, \"Inc.\" ,ST=bavaria,1.2.840.113549.1.9.1=x@y,2.5.4.5=7")
    assert name_key("CN=a, O=b") != name_key("O=b, CN=a")
    assert name_key("no name at all") == name_key("No  name at all")
    assert common_name(dotnet) == "a b"
    assert not common_name("O=b")


def test_several_messages_of_one_line_are_several_certificates() -> None:
    other = PRINT[::-1]
    text = f"{ON_ONE_LINE} {ON_ONE_LINE.replace(PRINT, other)}"
    assert [(one.thumbprint, one.errors) for one in parse_messages(text)] == [(PRINT, (ROOT,)), (other, (ROOT,))]
    headed = parse_messages(f"Description: {ON_ONE_LINE}", ("CN=a", "CN=b", PRINT))
    assert [one.issuer for one in headed] == ["CN=MY-CA, DC=contoso, DC=local"]
    assert parse_messages("Nothing of that kind.") == []


def test_a_message_that_is_one_value_of_an_event_that_nobody_rendered() -> None:
    [message] = parse_messages("", ("8311", ON_ONE_LINE))
    assert message.thumbprint == PRINT


def test_another_language_on_one_line_gives_the_thumbprint() -> None:
    text = (
        "Ein Vorgang ist fehlgeschlagen, das Zertifikat hat Fehler:  Antragstellername: CN=mysite.contoso.com, "
        f"O=Contoso Ausstellername: CN=Contoso CA, DC=contoso Fingerabdruck: {PRINT}  Fehler:   Nicht vertraut."
    )
    [message] = parse_messages(text)
    assert (message.thumbprint, message.errors) == (PRINT, ("Nicht vertraut.",))
    assert message.subject.startswith("CN=mysite.contoso.com, O=Contoso")
    assert message.issuer.startswith("CN=Contoso CA, DC=contoso")
