"""Hive files, held by readers that are not hivex; broken ones are refused or read, never damaged."""

from __future__ import annotations

import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.adapters.registry import hive_talk
from pyupsync.adapters.registry.hive import HiveRegistry
from pyupsync.adapters.registry.typed import NUMBERS, pack
from pyupsync.errors import HiveDirty, RegistryError, RegistryUnreadable, UsageError
from pyupsync.model import RegistryValue
from tests.conftest import _without
from tests.killing import killed
from tests.standins.hives import KeptWorker, empty_hive, missing_hive_tools, sealed, sequences

HKCU = "HKEY_CURRENT_USER"
ZONES = rf"{HKCU}\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
SITE = rf"{ZONES}\Domains\example.com\mysite"


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    if reason := missing_hive_tools():
        _without(f"No hives: {reason}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made(tmp_path, 50)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return made(tmp_path, 3)


def made(folder: Path, count: int) -> Path:
    """A hive with twice as many keys of others."""
    path = folder / "NTUSER [ü].DAT"
    path.write_bytes(empty_hive())
    with closing(HiveRegistry(str(path))) as registry:
        for number in range(count):
            text = RegistryValue("Größe", "REG_SZ", "ключ" * number)
            registry.write(rf"{HKCU}\Software\Andere\k{number * 37 % count}", text)
            registry.write(rf"{ZONES}\Domains\host{number}.example", one("http", 2))
    return path


def one(name: str, data: int = 1) -> RegistryValue:
    return RegistryValue(name, "REG_DWORD", data)


def add(path: Path, *values: tuple[str, RegistryValue]) -> None:
    registry = HiveRegistry(str(path))
    try:
        for key, value in values or [(SITE, one("http")), (SITE, one("https"))]:
            registry.write(key, value)
    finally:
        registry.close()


def alone(path: Path) -> bool:
    return [found.name for found in path.parent.iterdir()] == [path.name]


PYREGF = """
import json, pyregf, sys
file = pyregf.file(); file.open(sys.argv[1])
def walk(key, path):
    yield path, [[value.name or "", value.type, (value.data or b"").hex()] for value in key.values]
    for child in key.sub_keys:
        yield from walk(child, path + [child.name])
root = file.get_root_key()
print(json.dumps([[path, values] for path, values in walk(root, [])]))
"""


def by_libregf(path: Path) -> dict[str, list]:
    run = ["/usr/bin/python3", "-Ic", PYREGF, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, encoding="utf-8")
    return {"\\".join([HKCU, *parts]): values for parts, values in json.loads(done.stdout)}


def by_reglookup(path: Path) -> dict[str, list[str]]:
    """Key paths, and lines of values as it prints them."""
    done = subprocess.run(["reglookup", str(path)], capture_output=True, text=True, check=True, encoding="latin-1")
    found: dict[str, list[str]] = {}
    for line in done.stdout.splitlines()[1:]:
        name, kind, value, _ = line.split(",", 3)
        if kind == "KEY":
            found[name] = []
        else:
            key, _, label = name.rpartition("/")
            found[key].append(f"{label} {kind} {value}")
    return found


def by_hivex(path: Path) -> dict[str, list]:
    with closing(HiveRegistry(str(path))) as registry:
        found, waiting = {}, [HKCU]
        while waiting:
            key = waiting.pop()
            found[key] = [[v.name, NUMBERS[v.kind], pack(v).hex()] for v in registry.values(key)]
            waiting += [f"{key}\\{name}" for name in registry.keys(key)]
        return found


def test_what_is_written_is_read_back_by_two_other_readers(file) -> None:
    """All of it: what was there and what came."""
    before = by_libregf(file)
    add(
        file,
        (SITE, one("http")),
        (SITE, one("https")),
        (SITE, RegistryValue("", "REG_SZ", "Vorgabe ключ")),
        (SITE, RegistryValue("Ü", "REG_MULTI_SZ", ("ä", "ключ"))),
        (SITE, RegistryValue("none", "REG_NONE", b"")),
        (SITE, RegistryValue("bytes", "REG_BINARY", bytes(range(256)) * 60)),
        (SITE, RegistryValue("q", "REG_QWORD", 1 << 40)),
        (SITE, RegistryValue("env", "REG_EXPAND_SZ", "%TEMP%\\ü")),
    )
    after = by_libregf(file)
    assert after == by_hivex(file)
    assert len(after[SITE]) == 8
    assert {key: after[key] for key in before} == before
    assert set(after) - set(before) == {SITE.rpartition("\\")[0], SITE}
    looked = by_reglookup(file)
    assert len(looked) == len(after)
    site = looked[SITE.replace("\\", "/").removeprefix(HKCU)]
    assert {"http DWORD 0x00000001", "https DWORD 0x00000001", "q QWORD 0x0000010000000000"} <= set(site)
    assert sum(map(len, looked.values())) == sum(map(len, after.values()))


def test_the_second_run_writes_nothing(file) -> None:
    add(file)
    before, numbers = file.read_bytes(), sequences(file)
    os.utime(file, ns=(1, 1))
    add(file)
    add(file, (SITE.upper(), one("HTTP")))
    assert file.read_bytes() == before
    assert sequences(file) == numbers
    assert file.stat().st_mtime_ns == 1
    assert alone(file)


def test_removing_what_was_added_leaves_the_registry_as_it_was(file) -> None:
    """Not byte for byte: hivex does not use freed space again, and counts the writes."""
    before = by_libregf(file)
    add(file)
    registry = HiveRegistry(str(file))
    for name in ("http", "HTTPS", "nothing"):
        registry.delete_value(SITE, name)
    for key in (ZONES, SITE, SITE, SITE.rpartition("\\")[0], HKCU):
        registry.delete_key(key)
    assert registry.keys(SITE) is None
    registry.close()
    assert by_libregf(file) == before


def test_any_users_sid_means_the_hive_and_the_machine_is_not_in_it(file) -> None:
    registry = HiveRegistry(str(file))
    sid = ZONES.replace(HKCU, r"hkey_users\S-1-5-21-1-2-3-1105")
    assert registry.keys(sid) == registry.keys(ZONES) == ["Domains"]
    assert registry.keys(r"HKEY_LOCAL_MACHINE\Software") is None
    assert registry.values(r"HKEY_LOCAL_MACHINE\Software") == []
    for path in (r"HKEY_LOCAL_MACHINE\Software", HKCU, "HKEY_USERS"):
        with pytest.raises(RegistryError) as caught:
            registry.write(path, one("x"))
        assert caught.value.advice
    registry.delete_key(r"HKEY_LOCAL_MACHINE\Software")
    registry.close()


def test_what_hivex_would_write_wrongly_is_refused(file) -> None:
    """Windows finds keys by a hash that hivex gets wrong beyond ASCII, and keeps long values in blocks."""
    before = file.read_bytes()
    for key, value in (
        (rf"{ZONES}\Domains\münchen", one("http")),
        (SITE, RegistryValue("long", "REG_BINARY", bytes(16345))),
    ):
        with pytest.raises(RegistryError) as caught:
            add(file, (key, value))
        assert caught.value.advice
        assert file.read_bytes() == before
    add(file, (SITE, RegistryValue("long", "REG_BINARY", bytes(16344))))


@pytest.mark.parametrize("at", [4, 8])
def test_a_dirty_hive_is_refused(file, at) -> None:
    data = bytearray(file.read_bytes())
    struct.pack_into("<I", data, at, 99)
    data = sealed(bytes(data))
    file.write_bytes(data)
    with pytest.raises(HiveDirty, match="LOG1") as caught:
        HiveRegistry(str(file))
    assert caught.value.advice
    assert file.read_bytes() == data
    assert alone(file)


@pytest.mark.parametrize("harm", ["empty", "short", "cut", "magic", "checksum", "version", "text", "bins"])
def test_a_broken_hive_is_refused(file, harm) -> None:
    data = file.read_bytes()
    data = {
        "empty": b"",
        "short": data[:600],
        "cut": data[:-4096],
        "magic": b"fger" + data[4:],
        "checksum": data[:20] + b"\2" + data[21:],
        "version": sealed(data[:20] + b"\2" + data[21:]),
        "text": b"Windows Registry Editor Version 5.00\r\n" * 300,
        "bins": data[:4096] + b"nibh" + data[4100:],
    }[harm]
    file.write_bytes(data)
    with pytest.raises(RegistryUnreadable) as caught:
        HiveRegistry(str(file))
    assert str(file) in caught.value.message
    assert file.read_bytes() == data


def test_a_missing_hive_and_a_missing_hivex_are_said(file, monkeypatch) -> None:
    with pytest.raises(RegistryUnreadable, match="There is no hive"):
        HiveRegistry(str(file.with_name("none")))
    hive_talk._python_with_hivex.cache_clear()
    monkeypatch.setattr(hive_talk, "_pythons", lambda: iter([sys.executable]))
    with pytest.raises(UsageError, match="hivex") as caught:
        HiveRegistry(str(file))
    assert "python3-hivex" in caught.value.advice


@pytest.fixture
def one_worker(monkeypatch) -> Iterator[None]:
    """One process reads hive after hive."""
    worker = KeptWorker()
    monkeypatch.setattr(hive_talk, "_started", worker)
    yield
    worker.close()


def test_a_thousand_mutated_hives_are_refused_or_read_and_never_damaged(small, one_worker) -> None:
    """One to twenty bytes, or a number of a cell, changed anywhere; the header's checksum set right.

    A refused hive keeps its bytes. One that takes the entry has it afterwards, and nothing else is different.
    """
    file = small
    good = file.read_bytes()
    used = 4096 + len(good[4096:].rstrip(b"\0"))
    moment = random.Random(20)
    refused = took = 0
    for number in range(1000):
        data = bytearray(good)
        for _ in range(moment.choice([1, 1, 2, 5, 20])):
            at = moment.randrange(20 if number % 10 == 0 else 4096, used)
            if moment.random() < 0.5:
                data[at] = moment.randrange(256)
            else:
                known = moment.choice([0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, moment.randrange(len(data))])
                struct.pack_into("<I", data, min(at & ~3, len(data) - 4), known)
        mutated = sealed(bytes(data))
        file.write_bytes(mutated)
        try:
            before = by_hivex(file)
            add(file, (SITE, one("http")))
        except RegistryError:
            refused += 1
            assert file.read_bytes() == mutated
        else:
            took += 1
            if file.read_bytes() != mutated:
                after = by_hivex(file)
                assert [value for value in after[SITE] if value[0].lower() == "http"] == [["http", 4, "01000000"]]
                assert {key: after[key] for key in before if key != SITE} == {
                    k: v for k, v in before.items() if k != SITE
                }
        assert alone(file)
    assert refused > 50
    assert took > 50


def test_a_reader_that_never_answers_is_ended_in_time(file, monkeypatch, tmp_path) -> None:
    script = tmp_path / "silent" / "worker.py"
    script.parent.mkdir()
    script.write_text("import time\ntime.sleep(60)\n", encoding="ascii")
    monkeypatch.setattr(hive_talk, "_WORKER", script)
    start = time.monotonic()
    with pytest.raises(RegistryUnreadable, match="broken"):
        HiveRegistry(str(file), timeout=0.3)
    assert time.monotonic() - start < 10


def test_a_reader_that_dies_is_an_error(file) -> None:
    registry = HiveRegistry(str(file))
    registry._talk._process.kill()
    with pytest.raises(RegistryUnreadable):
        registry.keys(HKCU)
    registry.close()


def test_a_run_that_is_killed_leaves_a_whole_hive_and_the_next_one_tidies(file) -> None:
    """At least 50 processes that write over and over, each killed at a random moment: no invalid hive, nothing left."""
    imports = """
from itertools import count
from pyupsync.adapters.registry.hive import HiveRegistry
from pyupsync.model import RegistryValue
def write():
    for number in count(3):
        registry = HiveRegistry(sys.argv[1])
        for name in ("http", "https"):
            registry.write(sys.argv[2], RegistryValue(name, "REG_DWORD", number))
        registry.close()
"""
    start, moment, left, changed = file.read_bytes(), random.Random(3), 0, set()
    others = {key: values for key, values in by_libregf(file).items() if "example.com" not in key}

    def lives():
        for number in range(1000):
            if number >= 50 and left:  # the moment in which a file is being put in place is short
                return
            yield moment.uniform(0.05, 0.4)

    for _ in killed(imports, "write()", lives(), file, SITE):
        left += not alone(file)
        registry = HiveRegistry(str(file))
        values = registry.values(SITE)
        registry.close()
        end = time.monotonic() + 30
        while not alone(file) and time.monotonic() < end:  # the killed run's worker may be at it a moment longer
            HiveRegistry(str(file)).close()
        assert alone(file)
        assert len({value.data for value in values}) <= 1
        found = by_libregf(file)
        assert {key: found[key] for key in others} == others
        changed.add(hashlib.sha256(file.read_bytes()).hexdigest())
        file.write_bytes(start)  # it only ever grows
    assert len(changed) > 1, "no run came to write"
    assert left, "no run was killed while it wrote"
