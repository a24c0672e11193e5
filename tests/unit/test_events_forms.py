"""What is written in any form is read from it, whatever the names and however many events there are."""

from __future__ import annotations

import codecs
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyupsync.adapters.events.files import EventFile
from pyupsync.diagnosis.events_group import all_understood
from pyupsync.errors import EventsError
from pyupsync.model import CertificateEvent
from tests.standins.events import ENCODINGS, FORMS, Refusal, pasted, uls, xml

ROOT = "The root of the certificate chain is not a trusted root authority."
MOMENT = datetime(2011, 5, 13, 10, 58, 12)  # noqa: DTZ001 - logs are written in the server's own time
ONE = Refusal("CN=mysite.contoso.com, O=Contoso", "CN=Contoso CA, C=US", "78" * 20, (ROOT,), MOMENT)

values = st.text("aZ09 .-&'<>$äß山+`", min_size=1, max_size=30).map(lambda text: " ".join(text.split()) or "x")
names = st.lists(st.tuples(st.sampled_from(["CN", "OU", "O", "DC", "L"]), values), min_size=1, max_size=5).map(
    lambda parts: ", ".join(f"{kind}={value}" for kind, value in parts)
)
refusals = st.builds(
    Refusal,
    names,
    names,
    st.binary(min_size=20, max_size=20).map(lambda data: data.hex().upper()),
    st.sampled_from([(ROOT,), (ROOT, "NotTimeValid: A required certificate is not within its validity period.")]),
    st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(lambda when: when.replace(microsecond=0)),  # noqa: DTZ001
)


def read(path: Path, text: str, encoding: str = "utf-8") -> list[CertificateEvent]:
    data = text.encode(encoding)
    path.write_bytes(data)
    return [found for event in EventFile(str(path)).read() for found in all_understood(event)]


@pytest.mark.parametrize("form", FORMS)
@given(events=st.lists(refusals, min_size=1, max_size=4), encoding=st.sampled_from(ENCODINGS))
@settings(max_examples=25, deadline=None)
def test_every_form_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, form: str, events: list[Refusal], encoding: str
) -> None:
    found = read(tmp_path_factory.getbasetemp() / "log", FORMS[form](events), encoding)
    assert sorted(map(told, found)) == sorted(map(told, events))  # a message in fewer lines ends before a longer one


def told(one: CertificateEvent | Refusal) -> tuple[str, ...]:
    moment = one.moment and one.moment.replace(tzinfo=None)
    return one.subject, one.issuer, one.thumbprint, " ".join(one.errors), str(moment)


@pytest.mark.parametrize("form", FORMS)
def test_other_events_are_left_out(tmp_path: Path, form: str) -> None:
    other = Refusal("CN=8311", "CN=b", "AB" * 20, (ROOT,), MOMENT, event_id=6398)
    found = read(tmp_path / "log", FORMS[form]([other, ONE]))
    assert [one.thumbprint for one in found if not form.startswith("pasted")] in ([ONE.thumbprint], [])
    assert found[-1].thumbprint == ONE.thumbprint


def test_a_broken_event_costs_itself_only(tmp_path: Path) -> None:
    text = xml([ONE, ONE, ONE]).replace("<System>", "<System><broken", 1)
    assert len(read(tmp_path / "log", text)) == 2
    torn = xml([ONE, ONE])
    assert len(read(tmp_path / "log", torn[: len(torn) // 2 + 200])) == 1


def test_an_entity_is_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("very secret", encoding="utf-8")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + xml([ONE], root=False).replace(ROOT, "&x;")
    assert "secret" not in str(read(tmp_path / "log", text))


def test_a_tag_cut_between_two_pieces_is_found(tmp_path: Path) -> None:
    for shift in range(12):
        filler = " " * (262_144 - 6 + shift)
        assert len(read(tmp_path / "log", f"<Events>{filler}"[: 262_144 - 6 + shift] + xml([ONE], root=False))) == 1


def test_names_in_windows_own_code_page_keep_their_letters(tmp_path: Path) -> None:
    one = Refusal("CN=Müller", "CN=Straße, C=DE", "AB" * 20, (ROOT,), MOMENT)
    assert read(tmp_path / "log", FORMS["csv"]([one]), "cp1252")[0].issuer == "CN=Straße, C=DE"


def test_parts_of_a_long_message_are_put_together_though_the_end_is_missing(tmp_path: Path) -> None:
    long = Refusal("CN=" + "a" * 900, "CN=b", "AB" * 20, (ROOT,), MOMENT)
    lines = uls([long, ONE], part=700).splitlines(keepends=True)
    assert [one.subject for one in read(tmp_path / "log", "".join(lines))] == [ONE.subject, long.subject]
    without = [line for line in lines if "*" not in line]
    assert [one.subject for one in read(tmp_path / "log", "".join(without))] == [ONE.subject]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ElfFile\x00" + bytes(4000), "wevtutil qe"),
        (b"PK\x03\x04" + bytes(30), "packed"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", ""),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "log.evtx"
    path.write_bytes(data)
    if words:
        with pytest.raises(EventsError, match=words):
            list(EventFile(str(path)).read())
    else:
        assert list(EventFile(str(path)).read()) == []


def test_a_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(EventsError):
            list(EventFile(str(path)).read())


def test_a_pasted_event_counts_once(tmp_path: Path) -> None:
    """Event Viewer copies it as text and as XML."""
    assert len(read(tmp_path / "log", pasted([ONE]))) == 1


def test_a_log_of_sharepoint_s_whose_messages_have_line_ends_of_their_own(tmp_path: Path) -> None:
    one, other = uls([ONE]), uls([Refusal("CN=b", "CN=c", "AB" * 20, (ROOT,), MOMENT)]).partition("\n")[2]
    for label in ("Subject Name:", "Issuer Name:", "Thumbprint:", "Errors:"):
        one = one.replace(label, f"\r\n{label}")
    found = read(tmp_path / "log", one + other)
    assert [(item.thumbprint, item.errors) for item in found] == [(ONE.thumbprint, (ROOT,)), ("AB" * 20, (ROOT,))]


@pytest.mark.parametrize("end", ["_x000D__x000A_", "\n", "\\n"])
def test_xml_that_has_no_events_is_read_as_text(tmp_path: Path, end: str) -> None:
    """What Export-Clixml has written of an event, or a saved page that shows one."""
    lines = ["An operation failed.", "", f"Subject Name: {ONE.subject}", f"Issuer Name: {ONE.issuer}"]
    message = end.join([*lines, f"Thumbprint: {ONE.thumbprint}", "", "Errors:", "", ROOT])
    text = f'<Objs Version="1.1.0.1"><Obj><I32 N="Id">8311</I32><S N="Message">{message}</S></Obj></Objs>'
    [found] = read(tmp_path / "log", text)
    assert (found.subject, found.issuer, found.thumbprint) == (ONE.subject, ONE.issuer, ONE.thumbprint)
    assert found.errors == (ROOT,)
