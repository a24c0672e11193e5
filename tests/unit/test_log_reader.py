"""Logs of IIS from files: formats, fields, packing, what is torn."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pyupsync.adapters.logs import blocks
from pyupsync.adapters.logs.iis import IisLogs
from pyupsync.adapters.logs.naming import in_order, is_log, other_format
from pyupsync.adapters.logs.w3c import W3cLog
from pyupsync.errors import LogMissing, LogUnreadable, LogUnsupported
from pyupsync.model import LogClosed, LoggedLines, LoggedRequest, LogItem, LogOpened, LogRefused
from tests.unit.iis_lines import ALICE, BOB, FIELDS, FIRST, GRANTED, SECOND, head, line, log


def read(*paths: Path | str, every: bool = False, **times: str) -> list[LogItem]:
    return list(IisLogs([str(path) for path in paths], every=every, **times).read())


def requests(items: list[LogItem]) -> list[LoggedRequest]:
    return [request for item in items if isinstance(item, LoggedLines) for request in item.requests()]


def of(kind: type, items: list[LogItem]) -> list:
    return [item for item in items if isinstance(item, kind)]


def parsed(data: bytes, *, every: bool = False) -> tuple[list[LoggedRequest], LogClosed]:
    reader = W3cLog("x.log", io.BytesIO(data), every=every)
    found = [request for parts in reader.read() for part in parts for request in part.requests()]
    return found, reader.closed()


def test_a_line_s_fields_are_those_that_the_log_names() -> None:
    [request], closed = parsed(log([line(1, FIRST, cs_username="CONTOSO\\bob")]))
    assert (request.date, request.time) == ("2025-03-03", "08:00:01")
    assert (request.cs_uri_stem, request.cs_username, request.c_ip) == (ALICE, "CONTOSO\\bob", "10.1.0.7")
    assert (request.sc_status, request.sc_substatus, request.sc_win32_status) == FIRST
    assert (request.s_sitename, request.cs_host, request.forwarded) == ("-", "-", "-")
    assert request.line.startswith("2025-03-03 08:00:01 10.0.0.5 GET /User+Photos/")
    assert (closed.until, closed.torn, closed.undecodable, closed.missing) == ("2025-03-03 09:00:00", 0, 0, ())


def test_every_field_of_http_sys_in_its_order() -> None:
    """https://learn.microsoft.com/windows/win32/http/w3c-logging, with a field added by hand."""
    fields = (
        "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip "
        "cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes "
        "cs-bytes time-taken X-Forwarded-For"
    )
    [request], _ = parsed(
        log(
            [
                line(
                    1,
                    GRANTED,
                    fields=fields,
                    s_sitename="W3SVC1",
                    cs_host="mysite.contoso.com",
                    X_Forwarded_For="10.1.1.1,+10.2.2.2",
                )
            ],
            fields=fields,
        )
    )
    assert (request.s_sitename, request.cs_host, request.forwarded) == (
        "W3SVC1",
        "mysite.contoso.com",
        "10.1.1.1,+10.2.2.2",
    )


def test_fields_change_in_mid_file_with_and_without_the_lines_above() -> None:
    """Other columns, as many as before: only ``#Fields`` tells."""
    other = FIELDS.replace("cs(Referer)", "cs-host")
    fewer = "date time c-ip cs-uri-stem sc-status"
    data = (
        log([line(1, FIRST)], until=None)
        + head(other).encode()
        + line(2, FIRST, fields=other, cs_host="mysite").encode()
        + f"#Fields: {fewer}\r\n".encode()
        + line(3, FIRST, fields=fewer).encode()
        + f"#Fields: {FIELDS}\r\n".encode()
        + line(4, GRANTED).encode()
    )
    found, closed = parsed(data)
    assert [(one.cs_host, one.sc_win32_status) for one in found] == [
        ("-", "5"),
        ("mysite", "5"),
        ("-", "-"),
        ("-", "0"),
    ]
    assert closed.torn == 0


@pytest.mark.parametrize("size", [64, 257, 1 << 17])
def test_wherever_a_block_ends_the_requests_are_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a ``#Fields`` that begins otherwise lies between, so that it is not looked for in every block."""
    undated = "time c-ip cs-uri-stem sc-status"
    chance = random.Random(7)
    data = b""
    expected = []
    for number in range(200):
        fields = chance.choice([FIELDS, undated, FIELDS.replace("cs(Referer) ", "")])
        data += head(fields, "2025-03-04").encode()
        for count in range(chance.randrange(4)):
            picture = chance.random() < 0.7
            data += line(number * 4 + count, FIRST, fields=fields, cs_uri_stem=BOB if picture else "/a.js").encode()
            expected += [("2025-03-04" if fields == undated else "2025-03-03", BOB)] if picture else []
    monkeypatch.setattr(blocks, "SIZE", size)
    found, closed = parsed(data)
    assert [(one.date, one.cs_uri_stem) for one in found] == expected
    assert closed.torn == 0
    assert closed.size == len(data)


@pytest.mark.parametrize(
    "stem",
    [
        "/Fotos/Profilbilder/contoso_alice_LThumb.jpg",
        "/User%20Photos/Profile%20Pictures/contoso_alice_MThumb.jpg",
        "/p/CONTOSO_ALICE_STHUMB.JPG",
        "/p/contoso_alice_lthumb.jpg",
        "/p/contoso_alice_LthUmB.JpG",
        "/p/contoso%5Falice%5FLThumb%2Ejpg",
        "/p/contoso%5falice%5fLThumb%2EJPG",
    ],
)
def test_a_picture_is_found_in_any_case_and_any_folder(stem: str) -> None:
    found, _ = parsed(log([line(1, FIRST, cs_uri_stem="/_layouts/15/init.js"), line(2, FIRST, cs_uri_stem=stem)]))
    assert [one.cs_uri_stem for one in found] == [stem]


def test_every_line_is_a_request_where_that_is_asked() -> None:
    found, _ = parsed(log([line(1, FIRST, cs_uri_stem="/"), line(2, FIRST)]), every=True)
    assert [one.cs_uri_stem for one in found] == ["/", ALICE, "/"]


def test_torn_lines_and_lines_that_are_no_utf_8_are_counted() -> None:
    data = log([line(1, FIRST)], until=None)
    data += line(2, FIRST).encode()[:-60] + b"\r\n"  # cut off in its middle
    data += b"\0" * 70_000 + line(3, FIRST).encode()  # what a system that stopped leaves
    data += line(4, GRANTED, cs_username="CONTOSO\\m").encode().replace(b"CONTOSO\\m", b"CONTOSO\\m\xfcller")
    data += line(5, FIRST).encode()[: line(5, FIRST).index("LThumb") + 12]  # being written: no fields, no line end
    found, closed = parsed(data)
    assert [one.time for one in found] == ["08:00:01", "08:00:03", "08:00:04"]
    assert found[-1].cs_username == "CONTOSO\\m\\xfcller"
    assert (closed.torn, closed.undecodable) == (2, 1)


def test_a_last_line_that_is_being_written_hides_no_end() -> None:
    """The server writes in blocks, whatever line they end in."""
    data = log([line(n, FIRST) for n in range(2000)], until=3600) + line(3601, FIRST).encode()[:30]
    _, closed = parsed(data)
    assert closed.until == "2025-03-03 09:00:00"


def test_lines_before_the_first_fields_are_torn() -> None:
    """A log that was cut at its beginning and goes on in another."""
    found, closed = parsed(line(0, FIRST).encode() + log([line(1, FIRST)]))
    assert ([one.time for one in found], closed.torn) == (["08:00:01"], 1)


def test_a_line_without_an_end_takes_no_memory_without_one() -> None:
    data = log([line(1, FIRST)], until=None) + b"x" * (5 << 20) + b"\r\n" + line(2, FIRST).encode()
    reader = W3cLog("x.log", io.BytesIO(data))
    assert len([request for parts in reader.read() for part in parts for request in part.requests()]) == 2
    assert len(reader._blocks.data) < 2 << 20


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, SRV, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /D, -,",
            "the IIS format",
        ),
        (
            b'172.21.13.45 - Microsoft\\fred [08/Apr/2001:17:39:04 -0800] "GET /s.dll?x HTTP/1.0" 200 3401\r\n',
            "the NCSA format",
        ),
        (log([line(1, FIRST)]).decode().encode("utf-16"), "UTF-16"),
        (line(1, FIRST).encode(), "no #Fields"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "no #Fields"),
    ],
)
def test_another_format_is_named(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "u_ex250303.log"
    path.write_bytes(data)
    [refused] = of(LogRefused, read(path))
    assert isinstance(refused.error, LogUnsupported)
    assert said in refused.error.message
    assert refused.error.advice


def test_a_log_without_lines_or_with_zeros_alone_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "u_ex250301.log").write_bytes(b"")
    (tmp_path / "u_ex250302.log").write_bytes(b"\0" * 65536)
    (tmp_path / "u_ex250303.log").write_bytes(head().encode())
    items = read(tmp_path)
    assert not of(LogRefused, items)
    assert [closed.until for closed in of(LogClosed, items)] == ["", "", ""]


def test_fields_that_matter_and_are_not_there_are_told() -> None:
    fields = "date time cs-uri-stem c-ip sc-status"
    _, closed = parsed(log([line(1, FIRST, fields=fields)], fields=fields))
    assert closed.missing == ("cs(user-agent)", "sc-substatus", "sc-win32-status")


def _zipped(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W3SVC1/u_ex250303.log", data)
        archive.writestr("W3SVC1/readme.txt", "no log")
    return made.getvalue()


PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("u_ex250303.log", bytes),
    ("u_ex250303.log.gz", gzip.compress),
    ("u_ex250303.log.bz2", lambda data: bz2.compress(data, 1)),
    ("u_ex250303.log.xz", lzma.compress),
    ("march.zip", _zipped),
    ("u_ex250303_x.log", gzip.compress),
]


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_packed_logs_are_read_by_what_they_are(name: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(pack(log([line(1, FIRST), line(2, SECOND), line(3, GRANTED)])))
    for path in (tmp_path, tmp_path / name):
        items = read(path)
        assert [one.sc_status for one in requests(items)] == ["401", "401", "200"]
        assert not of(LogRefused, items)


@pytest.mark.parametrize(("name", "pack"), PACKED[1:5])
def test_a_packed_log_that_ends_early_is_read_up_to_there(
    name: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    chance = random.Random(1)
    lines = [line(n, FIRST, cs_uri_query=f"t={chance.randrange(1 << 60)}") for n in range(9000)]
    packed = pack(log(lines))
    (tmp_path / name).write_bytes(packed[: len(packed) // 2])
    items = read(tmp_path / name)
    if name.endswith("zip"):  # its list of contents is at its end
        assert isinstance(of(LogRefused, items)[0].error, LogUnreadable)
    else:
        [closed] = of(LogClosed, items)
        assert closed.ended
        assert 0 < len(requests(items)) < 9000


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "7z"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(99), "RAR"),
        (b"\x28\xb5\x2f\xfd" + bytes(99), "zstd"),
        (b"MSCF" + bytes(99), "cabinet"),
        (bytes(257) + b"ustar" + bytes(999), "tar"),
    ],
)
def test_what_is_packed_in_another_way_is_named(data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "u_ex250303.log.7z"
    path.write_bytes(data)
    [refused] = of(LogRefused, read(path))
    assert isinstance(refused.error, LogUnsupported)
    assert kind in refused.error.message


def test_folders_are_looked_through_place_by_place_in_order_of_time(tmp_path: Path) -> None:
    """Two sites; names that sort otherwise than their times; the same log named twice is read once."""
    for site, names in (("W3SVC2", ("u_extend10", "u_extend2")), ("W3SVC1", ("u_ex250302", "u_ex250301"))):
        (tmp_path / site).mkdir()
        for day, name in enumerate(reversed(names)):
            (tmp_path / site / f"{name}.log").write_bytes(log([line(86400 * day, FIRST)], until=86400 * day + 9))
    opened = of(LogOpened, read(tmp_path, tmp_path / "W3SVC1", tmp_path / "W3SVC1" / "u_ex250301.log"))
    assert [Path(one.path).name for one in opened] == [
        "u_ex250301.log",
        "u_ex250302.log",
        "u_extend2.log",
        "u_extend10.log",
    ]
    assert [one.last for one in opened] == [False, True, False, True]
    assert [Path(one.place).name for one in opened] == ["W3SVC1", "W3SVC1", "W3SVC2", "W3SVC2"]


def test_files_beyond_the_time_asked_for_are_not_opened(tmp_path: Path) -> None:
    for day in range(4):
        (tmp_path / f"u_ex25030{day}.log").write_bytes(log([line(86400 * day, FIRST)], until=86400 * day + 9))
    opened = of(LogOpened, read(tmp_path, since="2025-03-04 12:00:00", until="2025-03-05 23:00:00"))
    assert [Path(one.path).name for one in opened] == ["u_ex250301.log", "u_ex250302.log"]


def test_other_formats_of_a_folder_are_told_once_a_kind(tmp_path: Path) -> None:
    for name in ("u_in250303.log", "u_in250304.log", "u_nc250303.log", "ra250303.ibl"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "u_ex250303.log").write_bytes(log([line(1, FIRST)]))
    (tmp_path / "notes.log").write_bytes(b"no log of IIS")
    refused = of(LogRefused, read(tmp_path))
    assert [one.named for one in refused] == [False, False, False]
    said = " ".join(one.error.message for one in refused)
    assert all(kind in said for kind in ("IIS format", "NCSA format", "binary format"))


def test_where_there_is_no_log_that_is_said(tmp_path: Path) -> None:
    items = read(tmp_path, tmp_path / "none.log")
    assert [type(one.error) for one in of(LogRefused, items)] == [LogMissing, LogMissing]


def test_a_pattern_is_resolved_here(tmp_path: Path) -> None:
    """Windows' command line leaves that to programs."""
    (tmp_path / "u_ex250303.log").write_bytes(log([line(1, FIRST)]))
    assert len(requests(read(tmp_path / "u_ex*.log"))) == 1


def test_an_archive_with_a_password_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    data = bytearray(_zipped(log([line(1, FIRST)])))
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flag] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    (tmp_path / "damaged.zip").write_bytes(b"PK\x03\x04" + bytes(99))
    refused = of(LogRefused, read(tmp_path / "locked.zip", tmp_path / "damaged.zip"))
    assert [type(one.error) for one in refused] == [LogUnreadable, LogUnreadable]


def test_names() -> None:
    assert all(
        map(is_log, ("u_ex250303.log", "ex250303.log", "u_ex25030312_x.log", "extend12.log", "u_ex1.log.gz", "a.zip"))
    )
    assert not any(map(is_log, ("u_in250303.log", "httperr1.log", "extra.log", "example.log", "readme.txt")))
    assert other_format("nc250303.log") == "the NCSA format"
    assert other_format("inetsv12.log") == "the IIS format"
    assert sorted(["extend10.log", "extend9.log"], key=in_order) == ["extend9.log", "extend10.log"]
