"""Logs read by a process of its own say what they say when they are read here, whatever becomes of the process."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import signal
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pyupsync.adapters.logs import apart, iis
from pyupsync.adapters.logs.apart import Apart
from pyupsync.adapters.logs.columns import LineCounts
from pyupsync.adapters.logs.finding import LogFile
from pyupsync.adapters.logs.here import End, Piece
from pyupsync.adapters.logs.iis import IisLogs
from pyupsync.adapters.logs.lines import picture_lines
from pyupsync.config import LogJob
from pyupsync.model import LogClosed, LoggedLines, LogItem, LogRefused
from pyupsync.wiring import logs as wiring
from tests.unit.iis_lines import FIELDS, FIRST, GRANTED, SECOND, head, line, log


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs of every kind, and so few bytes of them are large."""
    monkeypatch.setattr(iis, "LARGE", 1)
    other = FIELDS.replace("cs(Referer)", "cs-host")
    torn = line(2, FIRST).encode()[:-60] + b"\r\n" + line(3, FIRST).encode().replace(b"alice", b"\xe4lice")
    several = log([line(1, FIRST)], until=None) + torn + head(other).encode() + line(4, GRANTED, fields=other).encode()
    (tmp_path / "u_ex250303.log").write_bytes(several)
    (tmp_path / "u_ex250304.log.gz").write_bytes(gzip.compress(log([line(5, SECOND)] * 3000)))
    (tmp_path / "u_ex250305.log.gz").write_bytes(gzip.compress(log([line(6, SECOND)] * 3000))[:-400])
    (tmp_path / "u_ex250306.log.bz2").write_bytes(bz2.compress(b"nothing that is known\r\n"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("W3SVC1/u_ex250307.log", log([line(7, FIRST), line(8, GRANTED)]))
    (tmp_path / "old.zip").write_bytes(packed.getvalue())
    return tmp_path


def _plain(item: LogItem) -> object:
    if isinstance(item, LogRefused):
        return (type(item.error), str(item.error), item.error.target, item.named)
    return list(item.requests()) if isinstance(item, LoggedLines) else item


def read(paths: Sequence[str], python: str) -> list[object]:
    return [_plain(item) for item in IisLogs(paths, python=python).read()]


def one_log(path: Path, size: int) -> LogFile:
    path.write_bytes(log([line(1, FIRST)] * (size // len(line(1, FIRST)))))
    return LogFile(str(path), "", path.stat().st_size, named=True)


def test_another_process_tells_the_same_of_every_log(folder: Path) -> None:
    here = read([str(folder)], "")
    assert read([str(folder)], sys.executable) == here
    closed = [item for item in here if isinstance(item, LogClosed)]
    assert sum(one.torn for one in closed) == 1
    assert sum(one.undecodable for one in closed) == 1
    assert any(one.ended for one in closed)
    assert sum(len(item) for item in here if isinstance(item, list)) > 3000


def test_a_process_is_started_for_large_logs_alone_and_not_for_every_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    class Noted(Apart):
        def __init__(self, python: str) -> None:
            started.append(python)
            super().__init__(python)

    monkeypatch.setattr(iis, "Apart", Noted)
    list(IisLogs([str(folder)], every=True, python=sys.executable).read())
    list(IisLogs([str(folder)]).read())
    monkeypatch.setattr(iis, "LARGE", 1 << 25)
    list(IisLogs([str(folder)], python=sys.executable).read())
    assert started == []
    monkeypatch.setattr(iis, "LARGE", 1)
    list(IisLogs([str(folder)], python=sys.executable).read())
    assert started == [sys.executable]


@pytest.mark.parametrize("python", ["no-such-program", sys.executable])
def test_logs_are_read_here_where_no_process_can_be_had(
    folder: Path, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = read([str(folder)], "")
    monkeypatch.setattr(apart, "_CODE", "raise SystemExit(1)")
    assert read([str(folder)], python) == here


def test_a_process_that_is_killed_is_told_and_the_next_log_is_read_here(tmp_path: Path) -> None:
    first, second = one_log(tmp_path / "u_ex250303.log", 40_000_000), one_log(tmp_path / "u_ex250304.log", 10_000)
    counts = LineCounts()
    with Apart(sys.executable) as process:
        pieces = process.read(first, counts)
        assert isinstance(next(pieces), Piece)
        assert process._process is not None
        os.kill(process._process.pid, signal.SIGKILL)
        *_, end = pieces
        assert isinstance(end, End)
        assert end.closed.ended == "the process that read it has ended"
        *_, after = process.read(second, counts)
    assert isinstance(after, End)
    assert (after.closed.ended, after.closed.size) == ("", second.size)


def test_leaving_in_mid_log_ends_the_process(tmp_path: Path) -> None:
    large = one_log(tmp_path / "u_ex250303.log", 40_000_000)
    with Apart(sys.executable) as process:
        child = process._process
        pieces = process.read(large, LineCounts())
        next(pieces)
    assert child is not None
    assert child.returncode is not None


def test_what_another_process_cannot_read_is_counted_here(tmp_path: Path) -> None:
    path = tmp_path / "u_ex250303.log"
    path.write_bytes(head(FIELDS.replace("sc-status ", "")).encode() + line(1, FIRST).encode() * 3)
    counts = LineCounts()
    with Apart(sys.executable) as process:
        *_, end = process.read(LogFile(str(path), "", path.stat().st_size, named=True), counts)
    assert isinstance(end, End)
    assert (end.closed.torn, end.closed.size) == (3, path.stat().st_size)


def test_a_path_that_means_this_process_is_read_here(tmp_path: Path) -> None:
    if not Path("/dev/fd").is_dir():
        pytest.skip("files have no names by their number here")
    large = one_log(tmp_path / "u_ex250303.log", 10_000)
    with Path(large.path).open("rb") as file, Apart(sys.executable) as process:
        own = LogFile(f"/dev/fd/{file.fileno()}", "", large.size, named=True)
        *_, end = process.read(own, LineCounts())
    assert isinstance(end, End)
    assert (end.closed.ended, end.closed.size) == ("", large.size)


def test_what_only_begins_as_a_picture_before_another_jpg_is_none() -> None:
    names = ("a_LThumb.jpjpg", "a%5fLThumb.jpg", "a_LThumb.jpxxjpg", "A_sTHUMB%2EJpG", "a_LThumb.jpeg")
    block = bytearray("".join(f"GET /{name} 200\n" for name in names).encode())
    found = [bytes(block[begin:end]).decode() for begin, end in picture_lines(block, len(block))]
    assert found == [f"GET /{name} 200" for name in ("a%5fLThumb.jpg", "A_sTHUMB%2EJpG")]


@pytest.mark.parametrize(
    ("program", "words", "processors", "started"),
    [
        ("/usr/bin/python3.11", ["pyupsync"], 2, "/usr/bin/python3.11"),
        ("C:/farm/.venv/Scripts/Python.exe", ["pyupsync"], 8, "C:/farm/.venv/Scripts/Python.exe"),
        ("/usr/bin/python3.11", ["pyupsync"], 1, ""),
        ("/usr/bin/python3.11", [], 8, ""),
        ("/opt/powershell/pwsh", ["pwsh"], 8, ""),
        ("", [], 8, ""),
    ],
)
def test_the_interpreter_is_what_runs_this_unless_a_program_hosts_it(
    program: str, words: list[str], processors: int, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    monkeypatch.setattr(sys, "orig_argv", words)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    opened = wiring.open_logs(LogJob(paths=("u_ex250303.log",)))
    assert isinstance(opened, IisLogs)
    assert opened._python == started
