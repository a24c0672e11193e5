"""Requests grouped into logons: what is normal is no finding, and what is not is found, whoever else was there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyupsync import LogJob, diagnose_log, list_photo_requests
from pyupsync.cli import main
from pyupsync.diagnosis import log_codes, log_handshakes, log_tally
from pyupsync.diagnosis.log_requests import account_test, address, code_of, moment, picture_of, told
from pyupsync.errors import UsageError
from pyupsync.model import Event, Finding, Message, Outcome, Record
from pyupsync.workflows import requests_of_person
from tests.unit.iis_lines import ALICE, BOB, DENIED, FIELDS, FIRST, GRANTED, SECOND, SERVER, line, log

SERVICE = "10.1.0.66"
"""A client of which nobody knows what it does."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "u_ex250303.log"


def judged(path: Path, *lines: str, end: float | None = 3600, fields: str = FIELDS, **settings: object) -> list[Event]:
    path.write_bytes(log(lines, until=end, fields=fields))
    return list(diagnose_log(LogJob(paths=(str(path),), **settings)))


def findings(events: Iterable[Event]) -> list[Finding]:
    return [event for event in events if isinstance(event, Finding)]


def causes(events: Iterable[Event]) -> list[tuple[str, str]]:
    return [(one.status, one.facts["cause"]) for one in findings(events)]


def asked(*answers: tuple[str, str, str], begin: float = 0, **values: str) -> list[str]:
    return [line(begin + number, answer, **values) for number, answer in enumerate(answers)]


@pytest.mark.parametrize(
    "answers",
    [
        (GRANTED,),
        (FIRST, GRANTED),
        (FIRST, SECOND, GRANTED),
        (FIRST, ("401", "1", "0"), GRANTED),
        (FIRST, ("401", "0", "0"), GRANTED),
        (FIRST, ("401", "1", "590610"), ("304", "0", "0")),
        (FIRST, ("401", "1", "-2146893042"), GRANTED, GRANTED, GRANTED),
        (FIRST, FIRST, SECOND, SECOND, GRANTED, GRANTED),
        (GRANTED, FIRST, SECOND, ("206", "0", "0")),
    ],
    ids=lambda answers: " ".join("/".join(answer) for answer in answers),
)
def test_what_is_granted_in_the_end_is_normal(answers: Sequence[tuple[str, str, str]], path: Path) -> None:
    """NTLM's three, Kerberos' two, a ticket that comes along at once, a connection that has logged on already."""
    assert findings(judged(path, *asked(*answers))) == []


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ((FIRST, SECOND), "NoCredentialsSent"),
        ((FIRST,), "NoCredentialsSent"),
        ((SECOND,), "NoCredentialsSent"),
        ((FIRST, ("401", "1", "-2146893042")), "NoCredentialsSent"),
        ((FIRST, DENIED), "LogonDenied"),
        ((FIRST, ("401", "1", "-2146893044")), "LogonDenied"),
        ((FIRST, SECOND, ("401", "1", "1326")), "WrongPassword"),
        ((FIRST, ("401", "3", "5")), "AccessDenied"),
        ((FIRST, ("401", "7", "0")), "UrlRefused"),
        ((FIRST, ("401", "1", "4711")), "LogonFailed"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join("/".join(answer) for answer in value),
)
def test_what_is_never_granted_has_its_cause(answers: Sequence[tuple[str, str, str]], cause: str, path: Path) -> None:
    events = judged(path, *asked(*answers, c_ip=SERVICE))
    assert causes(events) == [("error", cause)]


@pytest.mark.parametrize(
    ("values", "settings"),
    [
        ({"c_ip": SERVER}, {}),
        ({"c_ip": "127.0.0.1"}, {}),
        ({"c_ip": "::1"}, {}),
        ({"c_ip": f"::ffff:{SERVER}"}, {}),
        ({"c_ip": "fe80::1%11", "s_ip": "fe80::1"}, {}),
        ({"c_ip": "10.0.0.6"}, {"server_address": ("10.0.0.6",)}),
    ],
)
def test_a_server_that_refuses_itself_is_the_loopback_check(
    values: dict[str, str], settings: dict[str, object], path: Path
) -> None:
    [finding] = findings(judged(path, *asked(FIRST, DENIED, **values), **settings))
    assert finding.facts["cause"] == "LoopbackCheck"
    assert "BackConnectionHostNames" in finding.advice
    assert causes(judged(path, *asked(FIRST, SECOND, **values), **settings)) == [("error", "NoCredentialsSent")]


# facts of the domain, as the headers of Windows have them
CODES = [
    "64 40 ERROR_NETNAME_DELETED",
    "1326 52E ERROR_LOGON_FAILURE",
    "1330 532 ERROR_PASSWORD_EXPIRED",
    "1331 533 ERROR_ACCOUNT_DISABLED",
    "1907 773 ERROR_PASSWORD_MUST_CHANGE",
    "1909 775 ERROR_ACCOUNT_LOCKED_OUT",
    "2148074240 80090300 SEC_E_INSUFFICIENT_MEMORY",
    "2148074241 80090301 SEC_E_INVALID_HANDLE",
    "2148074242 80090302 SEC_E_UNSUPPORTED_FUNCTION",
    "2148074243 80090303 SEC_E_TARGET_UNKNOWN",
    "2148074244 80090304 SEC_E_INTERNAL_ERROR",
    "2148074245 80090305 SEC_E_SECPKG_NOT_FOUND",
    "2148074248 80090308 SEC_E_INVALID_TOKEN",
    "2148074252 8009030C SEC_E_LOGON_DENIED",
    "2148074253 8009030D SEC_E_UNKNOWN_CREDENTIALS",
    "2148074254 8009030E SEC_E_NO_CREDENTIALS",
    "2148074255 8009030F SEC_E_MESSAGE_ALTERED",
    "2148074257 80090311 SEC_E_NO_AUTHENTICATING_AUTHORITY",
    "2148074263 80090317 SEC_E_CONTEXT_EXPIRED",
    "2148074272 80090320 SEC_E_INCOMPLETE_CREDENTIALS",
    "2148074274 80090322 SEC_E_WRONG_PRINCIPAL",
    "2148074276 80090324 SEC_E_TIME_SKEW",
    "2148074277 80090325 SEC_E_UNTRUSTED_ROOT",
    "2148074279 80090327 SEC_E_CERT_UNKNOWN",
    "2148074280 80090328 SEC_E_CERT_EXPIRED",
    "2148074289 80090331 SEC_E_ALGORITHM_MISMATCH",
    "2148074306 80090342 SEC_E_KDC_UNKNOWN_ETYPE",
    "2148074309 80090345 SEC_E_DELEGATION_REQUIRED",
    "2148074310 80090346 SEC_E_BAD_BINDINGS",
]


@pytest.mark.parametrize("row", CODES)
def test_every_code_has_a_cause_of_its_own_signed_or_not(row: str, path: Path) -> None:
    number, hexadecimal, name = row.split()
    code = int(number)
    assert code == int(hexadecimal, 16)
    assert log_codes.WIN32[code].name == name
    signed = str(code - (1 << 32) if code >= 1 << 31 else code)
    for text in (number, signed):
        [finding] = findings(judged(path, *asked(FIRST, ("401", "1", text), c_ip=SERVICE)))
        assert (finding.facts["cause"], finding.facts["codeName"]) == (log_codes.WIN32[code].cause, name)
        assert finding.facts["answer"] == f"401.1 {number}"
        assert finding.advice


def test_causes_are_distinct() -> None:
    """All but those of one meaning."""
    own = [reason.cause for code, reason in log_codes.WIN32.items() if code not in {590610, 1328, 1329}]
    assert len(set(own)) == len(own)


def test_a_finding_tells_who_when_where_and_whose(path: Path) -> None:
    fields = FIELDS.replace("cs(Referer)", "cs-host")
    lines = []
    for number, person in enumerate(("anna", "bert", "carl", "dora", "emil", "fritz", "gerd")):
        stem = f"/Fotos/Profilbilder/contoso_{person}_LThumb.jpg"
        values = {"cs_uri_stem": stem, "c_ip": SERVICE, "cs_User_Agent": "FIM+Sync", "cs_host": "mysite.contoso.com"}
        lines += [
            line(number * 100 + step, answer, fields=fields, **values) for step, answer in enumerate((FIRST, SECOND))
        ]
    [finding] = findings(judged(path, *lines, fields=fields))
    assert finding.subject == f"{SERVICE} (FIM Sync)"
    assert finding.actual.startswith(
        "7 logons of 14 requests at mysite.contoso.com:443 from 2025-03-03T08:00:00Z to 2025-03-03T08:10:01Z ended in "
        "401.1 2148074254 (SEC_E_NO_CREDENTIALS)."
    )
    assert (
        "Pictures of contoso_anna, contoso_bert, contoso_carl, contoso_dora, contoso_emil and 2 more." in finding.actual
    )
    facts = finding.facts
    assert (facts["handshakes"], facts["requests"], facts["first"]) == (7, 14, "2025-03-03T08:00:00Z")
    assert facts["accounts"].split(", ")[-1] == "contoso_gerd"
    assert facts["evidence"].split("\n") == [text.strip() for text in lines[:3]]


def test_a_refusal_that_is_granted_right_after_is_a_remark(path: Path) -> None:
    """As NTLM after a ticket that the server cannot decrypt; a client that was gone and came again is none."""
    [finding] = findings(judged(path, *asked(FIRST, DENIED, GRANTED, c_ip=SERVICE)))
    assert (finding.status, finding.facts["recovered"]) == ("warning", True)
    assert "granted right afterwards" in finding.actual
    assert findings(judged(path, *asked(FIRST, ("401", "1", "64"), GRANTED))) == []


def test_a_browser_that_leaves_a_page_is_a_remark(path: Path) -> None:
    """It gets pictures otherwise; where it is refused as often as not, it is an error."""
    granted = asked(FIRST, SECOND, GRANTED, GRANTED, begin=10)
    assert causes(judged(path, *asked(FIRST, cs_uri_stem=BOB), *granted)) == [("warning", "HandshakeAbandoned")]
    often = asked(FIRST, cs_uri_stem=BOB) + asked(FIRST, begin=500, cs_uri_stem=BOB)
    assert causes(judged(path, *asked(FIRST, GRANTED), *often)) == [("error", "NoCredentialsSent")]


def test_two_names_of_one_site_are_told_apart_by_host_or_port(path: Path) -> None:
    """One is in the client's Intranet zone and the other is not: the granted ones excuse nothing."""
    fields = FIELDS.replace("cs(Referer)", "cs-host")
    good = [line(n, GRANTED, fields=fields, cs_host="mysite") for n in range(20)]
    bad = [line(30, FIRST, fields=fields, cs_host="mysite.contoso.com")]
    [finding] = findings(judged(path, *good, *bad, fields=fields))
    assert (finding.status, finding.facts["host"]) == ("error", "mysite.contoso.com")
    lines = [*(line(n, GRANTED, s_port="80") for n in range(20)), line(30, FIRST, s_port="443")]
    assert [one.facts["port"] for one in findings(judged(path, *lines))] == ["443"]


def test_the_client_is_the_one_that_a_load_balancer_passed_on(path: Path) -> None:
    fields = f"{FIELDS} X-Forwarded-For"
    balanced = {"fields": fields, "c_ip": "10.0.0.1"}
    lines = [
        line(0, FIRST, X_Forwarded_For="10.1.0.1", **balanced),
        line(0, FIRST, X_Forwarded_For="10.1.0.2,+10.0.0.1", **balanced),
        line(1, GRANTED, X_Forwarded_For="10.1.0.1", **balanced),
    ]
    assert [one.facts["client"] for one in findings(judged(path, *lines, fields=fields))] == ["10.1.0.2"]


def test_a_logon_at_the_end_of_the_log_is_not_judged(path: Path) -> None:
    lines = asked(FIRST, SECOND, c_ip=SERVICE)
    events = judged(path, *lines, end=30)
    assert findings(events) == []
    [record] = [event for event in events if isinstance(event, Record)]
    assert record.facts["underWay"] == 1
    assert causes(judged(path, *lines, end=62)) == [("error", "NoCredentialsSent")]
    assert causes(judged(path, *lines, end=30, window=10)) == [("error", "NoCredentialsSent")]


def test_a_logon_that_takes_longer_than_the_window_is_two(path: Path) -> None:
    slow = [line(0, FIRST, c_ip=SERVICE), line(100, GRANTED, c_ip=SERVICE)]
    assert causes(judged(path, *slow)) == [("error", "NoCredentialsSent")]
    assert causes(judged(path, *slow, window=120)) == []


def test_logs_of_two_servers_are_two_places(tmp_path: Path) -> None:
    """Their times overlap; what is granted by one does not end what another refused."""
    for name, answers in (("WFE1", (FIRST, SECOND)), ("WFE2", (FIRST, SECOND, GRANTED))):
        (tmp_path / name).mkdir()
        values = {"s_ip": {"WFE1": "10.0.0.5", "WFE2": "10.0.0.6"}[name]}
        (tmp_path / name / "u_ex250303.log").write_bytes(log(asked(*answers, **values)))
    [finding] = findings(diagnose_log(LogJob(paths=(str(tmp_path),))))
    assert finding.facts["server"] == "10.0.0.5"


def test_a_logon_may_go_on_in_the_next_file(tmp_path: Path) -> None:
    (tmp_path / "u_ex250303.log").write_bytes(log([line(0, FIRST)], until=None))
    (tmp_path / "u_ex250304.log").write_bytes(log([line(1, SECOND), line(2, GRANTED)]))
    assert findings(diagnose_log(LogJob(paths=(str(tmp_path),)))) == []


def test_answers_that_are_no_picture_are_remarks(path: Path) -> None:
    others = [("404", "0", "2"), ("500", "0", "0"), ("503", "0", "0"), ("302", "0", "0"), ("403", "4", "5")]
    events = judged(path, *asked(*others))
    assert sorted(causes(events)) == [
        ("error", "AccessForbidden"),
        ("warning", "PictureNotFound"),
        ("warning", "Redirected"),
        ("warning", "ServerFailed"),
    ]


def test_where_the_log_has_no_codes_no_cause_is_guessed(path: Path) -> None:
    fields = "date time cs-uri-stem c-ip cs(User-Agent) sc-status"
    events = judged(path, line(0, FIRST, fields=fields), fields=fields)
    assert causes(events) == [("warning", "LogFieldsMissing"), ("error", "LogonUnfinished")]


LOGONS = st.sampled_from([(GRANTED,), (FIRST, GRANTED), (FIRST, SECOND, GRANTED), (FIRST, SECOND, ("304", "0", "0"))])
FAULTS = st.sampled_from(
    [
        ((FIRST,), "NoCredentialsSent"),
        ((FIRST, SECOND), "NoCredentialsSent"),
        ((FIRST, DENIED), "LogonDenied"),
        ((FIRST, SECOND, ("401", "1", "-2146893022")), "SpnOnWrongAccount"),
        ((FIRST, ("401", "3", "5")), "AccessDenied"),
    ]
)
PEOPLE = st.sampled_from([ALICE, BOB, "/Fotos/Profilbilder/contoso_carl_sthumb.JPG", "/p/contoso%5Fdora%5FLThumb.jpg"])
CLIENT = st.tuples(st.sampled_from(["10.1.0.7", "10.1.0.8", "10.2.0.9"]), st.sampled_from(["Edge", "Office+16"]))


@st.composite
def crowds(draw: st.DrawFn) -> list[list[str]]:
    """Logons of many clients, each in its order and all among each other, cut into files; no two ask at once."""
    streams = [
        [(answer, client, stem) for answer in answers]
        for answers, client, stem in draw(st.lists(st.tuples(LOGONS, CLIENT, PEOPLE), min_size=1, max_size=12))
    ]
    return _woven(draw, streams)


def _woven(draw: st.DrawFn, streams: list[list[tuple[tuple[str, str, str], tuple[str, str], str]]]) -> list[list[str]]:
    """In an order that keeps each stream's, with at most a second between two lines."""
    waiting = [list(stream) for stream in streams]
    lines, at = [], 0
    busy: dict[object, int] = {}
    while any(waiting):
        able = [n for n, left in enumerate(waiting) if left and busy.get(left[0][1:], n) == n]
        chosen = draw(st.sampled_from(able))
        answer, (address_, agent), stem = waiting[chosen].pop(0)
        busy[(address_, agent), stem] = chosen
        if not waiting[chosen]:
            del busy[(address_, agent), stem]
        at += draw(st.integers(0, 1))
        lines.append(line(at, answer, c_ip=address_, cs_User_Agent=agent, cs_uri_stem=stem))
    cuts = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=3)))
    return [lines[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


def _written(folder: Path, files: list[list[str]]) -> LogJob:
    for old in folder.iterdir():
        old.unlink()
    for number, lines in enumerate(files):
        data = log(lines, until=3600 if number == len(files) - 1 else None)
        if number % 2:
            (folder / f"u_ex2503{number:02}.log.gz").write_bytes(gzip.compress(data, 1))
        else:
            (folder / f"u_ex2503{number:02}.log").write_bytes(data)
    return LogJob(paths=(str(folder),))


@given(files=crowds())
def test_logons_among_each_other_and_over_rotated_files_are_no_finding(
    files: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    job = _written(_folder(tmp_path_factory), files)
    assert findings(diagnose_log(job)) == []


@st.composite
def crowds_with_a_fault(draw: st.DrawFn) -> tuple[list[list[str]], str]:
    answers, cause = draw(FAULTS)
    streams = [
        [(answer, client, stem) for answer in sequence]
        for sequence, client, stem in draw(st.lists(st.tuples(LOGONS, CLIENT, PEOPLE), min_size=1, max_size=10))
    ]
    stem = draw(PEOPLE)
    streams.append([(answer, (SERVICE, "Edge"), stem) for answer in answers])
    return _woven(draw, streams), cause


@given(crowd=crowds_with_a_fault())
def test_the_one_client_with_a_fault_is_found_and_no_other(
    crowd: tuple[list[list[str]], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    files, cause = crowd
    job = _written(_folder(tmp_path_factory), files)
    found = findings(diagnose_log(job))
    assert [(one.status, one.facts["cause"], one.facts["client"]) for one in found] == [("error", cause, SERVICE)]


_FOLDERS: list[Path] = []


def _folder(factory: pytest.TempPathFactory) -> Path:
    if not _FOLDERS:
        _FOLDERS.append(factory.mktemp("W3SVC1"))
    return _FOLDERS[0]


def test_memory_does_not_grow_with_the_clients(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what is kept there is one finding for all others, and the oldest logons are not judged."""
    monkeypatch.setattr(log_tally, "MOST", 5)
    lines = [line(n * 70, FIRST, c_ip=f"10.3.0.{n}") for n in range(9)]
    found = findings(judged(path, *lines))
    assert (found[0].facts["client"], found[0].facts["handshakes"]) == ("", 4)
    assert len(found) == 6
    monkeypatch.setattr(log_handshakes, "MOST_OPEN", 3)
    events = judged(path, *(line(1, FIRST, c_ip=f"10.3.0.{n}") for n in range(9)))
    assert len(findings(events)) == 3
    assert events[-1].facts["underWay"] == 6


def test_time_client_account_and_path_choose(path: Path) -> None:
    lines = [*asked(FIRST, c_ip=SERVICE), *asked(FIRST, begin=100, c_ip="10.1.0.9", cs_uri_stem=BOB)]
    lines += asked(FIRST, begin=200, c_ip="10.1.0.10", cs_uri_stem="/_layouts/15/userphoto.aspx")

    def clients(**settings: object) -> list[str]:
        return [one.facts["client"] for one in findings(judged(path, *lines, **settings))]

    assert clients() == [SERVICE, "10.1.0.9"]
    assert clients(since="2025-03-03T08:01:00") == ["10.1.0.9"]
    assert clients(until="2025-03-03T09:01+01:00") == [SERVICE]
    assert clients(since="2025-03-04") == []
    assert clients(until="2025-03-03") == [SERVICE, "10.1.0.9"]
    assert clients(client=("10.1.0.9", "::1")) == ["10.1.0.9"]
    assert clients(account=("CONTOSO\\bob",)) == ["10.1.0.9"]
    assert clients(account=("bob@contoso.com", "i:0#.w|contoso\\alice")) == [SERVICE, "10.1.0.9"]
    assert clients(pattern=("*/UserPhoto.aspx",)) == ["10.1.0.10"]
    assert clients(pattern=("*",)) == [SERVICE, "10.1.0.9", "10.1.0.10"]


def test_a_logon_that_ends_right_after_the_time_is_granted(path: Path) -> None:
    lines = [line(0, FIRST), line(20, SECOND), line(21, GRANTED)]
    assert findings(judged(path, *lines)) == []
    job = LogJob(paths=(str(path),), until="2025-03-03T08:00:10")
    assert findings(diagnose_log(job)) == []


def test_requests_are_listed_as_they_are(path: Path) -> None:
    path.write_bytes(log([line(0, FIRST), line(1, SECOND), line(2, GRANTED, cs_username="CONTOSO\\bob")]))
    records = [one for one in list_photo_requests(LogJob(paths=(str(path),))) if isinstance(one, Record)]
    assert [one.kind for one in records] == ["photoRequest"] * 3
    facts = records[1].facts
    assert (facts["time"], facts["status"], facts["substatus"], facts["win32"]) == (
        "2025-03-03T08:00:01Z",
        401,
        1,
        2148074254,
    )
    assert (facts["account"], facts["size"]) == ("contoso_alice", "L")
    assert facts["path"] == "/User Photos/Profile Pictures/contoso_alice_LThumb.jpg"
    assert facts["agent"] == "Mozilla/5.0 (Windows NT 10.0)"
    assert records[2].facts["user"] == "CONTOSO\\bob"
    assert facts["file"] == str(path)


def test_what_is_said_of_one_person(path: Path) -> None:
    lines = [line(n, FIRST, c_ip=SERVICE) for n in range(0, 700, 100)]
    lines += [line(900, GRANTED, c_ip="10.1.0.7"), line(901, FIRST, cs_uri_stem=BOB)]
    path.write_bytes(log(lines))
    said = requests_of_person(LogJob(paths=(str(path),)), "CONTOSO\\alice")
    assert (said.cause, said.requests, said.granted) == ("NoCredentialsSent", 8, 1)
    assert said.last_granted == "2025-03-03T08:15:00Z"
    assert len(said.refusals) == 5
    assert said.refusals[-1] == lines[6].strip()
    assert said.refused_by == (SERVICE,)
    assert requests_of_person(LogJob(paths=(str(path),)), "nobody").requests == 0
    [unread] = requests_of_person(LogJob(paths=(f"{path}.gone",)), "alice").unread
    assert "no file or folder" in unread


def test_the_command_line_exits_with_3_where_something_is_found(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(log(asked(FIRST, SECOND, c_ip=SERVICE)))
    assert main(["diagnose", "log", str(path)]) == 3
    out = capsys.readouterr().out
    assert out.startswith(f"error     {SERVICE} (Mozilla/5.0 (Windows NT 10.0))  1 logon of 2 requests")
    assert out.endswith("1 fault\n")
    assert main(["diagnose", "log", str(path), "--client", "10.1.0.7", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (summary["faults"], summary["exit_code"]) == (0, 0)
    assert main(["diagnose", "log", str(path), "--requests", "--account", "alice"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["diagnose", "log", str(path) + ".gone"]) == 1
    assert "LogMissing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"paths": ()}, "No log"),
        ({"paths": "u_ex1.log"}, "must be a list"),
        ({"since": "yesterday"}, "no time"),
        ({"since": "2025-03-04", "until": "2025-03-03"}, "after the time"),
        ({"client": ("wfe1",)}, "no IP address"),
        ({"server_address": ("wfe1",)}, "no IP address"),
        ({"window": 0}, "from 1 to 3600"),
    ],
)
def test_what_is_no_question_is_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        LogJob(**{"paths": ("x",), **settings})


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "u_in250303.log").write_bytes(b"x")
    (tmp_path / "u_ex250303.log.gz").write_bytes(gzip.compress(log(line(n, GRANTED) for n in range(9000)))[:-5000])
    events = list(diagnose_log(LogJob(paths=(str(tmp_path), str(tmp_path / "u_in250303.log")))))
    said = [event.text for event in events if isinstance(event, Message)]
    assert any("IIS format" in text for text in said)
    assert any("ends early" in text for text in said)
    assert [event.code for event in events if isinstance(event, Outcome)] == ["LogUnsupported"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", 0),
        ("2148074254", 2148074254),
        ("-2146893042", 2148074254),
        ("-", None),
        ("", None),
        ("x", None),
        ("-0", 0),
    ],
)
def test_codes(text: str, code: int | None) -> None:
    assert code_of(text) == code


def test_small_readings() -> None:
    assert told(moment("2025-03-03", "23:59:59.5") or 0) == "2025-03-03T23:59:59Z"
    assert [moment(*pair) for pair in (("-", "08:00:00"), ("2025-02-30", "08:00:00"), ("2025-03-03", "24:00:00"))] == [
        None
    ] * 3
    assert picture_of("/a/x_y_LThumb.jpg") == ("x_y", "L")
    assert picture_of("/a/x_LThumb_jpg.jpg") is None
    assert address("[::FFFF:10.0.0.1]") == "10.0.0.1"
    assert address("host") == "host"
    test = account_test(["alice"])
    assert [test(name) for name in ("contoso_alice", "alice", "contoso_malice", "contoso_alice_b")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("10.5.5.5:5001", "10.5.5.5:5002"), ("[2001:db8::1]:5001", "[2001:db8::1]:5002"), ("2001:db8::1", "2001:db8::1")],
)
def test_a_proxy_that_passes_on_the_port_is_no_other_client_with_each_connection(
    first: str, second: str, path: Path
) -> None:
    fields = f"{FIELDS} X-Forwarded-For"
    lines = [
        line(0, FIRST, fields=fields, X_Forwarded_For=first),
        line(1, GRANTED, fields=fields, X_Forwarded_For=second),
    ]
    assert findings(judged(path, *lines, fields=fields)) == []


def test_a_proxy_on_the_server_itself_is_no_loopback(path: Path) -> None:
    """The client's logon is denied, and the client is elsewhere."""
    fields = f"{FIELDS} X-Forwarded-For"
    elsewhere = {"fields": fields, "c_ip": SERVER, "X_Forwarded_For": "10.5.5.5:5001"}
    lines = [line(0, FIRST, **elsewhere), line(1, DENIED, **elsewhere)]
    [finding] = findings(judged(path, *lines, fields=fields))
    assert (finding.facts["cause"], finding.facts["client"]) == ("LogonDenied", "10.5.5.5")
    itself = [line(0, DENIED, fields=fields, c_ip="10.0.0.9", X_Forwarded_For=SERVER)]
    assert causes(judged(path, *itself, fields=fields)) == [("error", "LoopbackCheck")]


@pytest.mark.parametrize("answer", [("401", "0", "0"), ("401", "0", "5"), ("401", "2", "5")], ids="/".join)
def test_who_is_named_and_refused_has_sent_credentials(answer: tuple[str, str, str], path: Path) -> None:
    """SharePoint answers 401 itself to an account that IIS has let in; the client then begins anew."""
    once = [line(0, FIRST), line(0, SECOND), line(1, answer, cs_username="0#.w|contoso\\svc_ups")]
    again = [line(2, FIRST), line(2, SECOND)]
    assert causes(judged(path, *once)) == [("error", "AccessDenied")]
    assert causes(judged(path, *once, *again)) == [("error", "AccessDenied")]
    assert findings(judged(path, *once, line(3, GRANTED))) == []


@pytest.mark.parametrize(
    ("status", "cause"), [("301", "Redirected"), ("307", "Redirected"), ("400", "RequestRefused"), ("304", "")]
)
def test_other_answers_without_a_picture_are_remarks(status: str, cause: str, path: Path) -> None:
    assert causes(judged(path, line(0, (status, "0", "0")))) == ([("warning", cause)] if cause else [])


def test_a_handshake_over_midnight_and_a_rotation_in_the_second_is_one(tmp_path: Path) -> None:
    late = 16 * 3600 - 1
    first, second = tmp_path / "u_ex250303.log", tmp_path / "u_ex250304.log"
    first.write_bytes(log([line(late, FIRST), line(late, SECOND)], until=None))
    second.write_bytes(log([line(late + 1, GRANTED)], until=late + 3600))
    assert findings(diagnose_log(LogJob(paths=(str(tmp_path),)))) == []


def test_zeros_at_the_end_of_a_log_hide_no_verdict(path: Path) -> None:
    """A server that lost its power leaves them, more than what is looked through for the last time."""
    path.write_bytes(log([line(0, FIRST), line(0, SECOND)]) + bytes(70_000))
    assert causes(diagnose_log(LogJob(paths=(str(path),)))) == [("error", "NoCredentialsSent")]


def test_what_is_packed_twice_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "u_ex250303.log.gz"
    path.write_bytes(gzip.compress(gzip.compress(log([line(0, FIRST)]))))
    [outcome] = [one for one in diagnose_log(LogJob(paths=(str(path),))) if isinstance(one, Outcome)]
    assert "packed once more inside" in outcome.reason


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("1327", "AccountRestricted"),
        ("1328", "AccountRestricted"),
        ("1329", "AccountRestricted"),
        ("1385", "LogonTypeDenied"),
        ("1793", "AccountExpired"),
    ],
)
def test_accounts_that_may_not_log_on(code: str, cause: str, path: Path) -> None:
    [finding] = findings(judged(path, *asked(FIRST, SECOND, ("401", "1", code))))
    assert (finding.facts["cause"], finding.facts["codeName"][:6]) == (cause, "ERROR_")


def test_what_a_browser_asks_beforehand_is_no_refused_picture(path: Path) -> None:
    assert findings(judged(path, line(0, FIRST, cs_method="OPTIONS"))) == []
    assert causes(judged(path, line(0, FIRST, cs_method="OPTIONS"), line(0, SECOND))) == [
        ("error", "NoCredentialsSent")
    ]
