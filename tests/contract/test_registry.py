"""What every ``Registry`` must do: a .reg file, a hive file, and the live one with advapi32's own calls in Wine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.adapters.registry.hive import HiveRegistry
from pyupsync.adapters.registry.reg_file import RegFileRegistry
from pyupsync.adapters.registry.winreg_live import LiveRegistry
from pyupsync.errors import RegistryError
from pyupsync.model import RegistryValue
from pyupsync.ports import Registry
from tests.conftest import _without
from tests.standins.hives import empty_hive, missing_hive_tools
from tests.standins.winreg_wine import installed

_RUNS = itertools.count(1)
VALUES = (
    RegistryValue("", "REG_SZ", "Vorgabe"),
    RegistryValue("http", "REG_DWORD", 0),
    RegistryValue("https", "REG_DWORD", 0xFFFFFFFF),
    RegistryValue("*", "REG_DWORD", 2),
    RegistryValue("Größe ключ 🔑", "REG_SZ", 'a "quoted" \\ path\r\nключ 🔑 '),
    RegistryValue("a\\b=c;[d]", "REG_SZ", ""),
    RegistryValue("environment", "REG_EXPAND_SZ", "%SystemDrive%\\Büro"),
    RegistryValue("several", "REG_MULTI_SZ", ("ä", "ключ", "c d")),
    RegistryValue("none of several", "REG_MULTI_SZ", ()),
    RegistryValue("large", "REG_QWORD", 0x8000000000000001),
    RegistryValue("nothing", "REG_NONE", b""),
    RegistryValue("something", "REG_NONE", b"\x00\xff"),
    RegistryValue("bytes", "REG_BINARY", bytes(range(256))),
    RegistryValue("no bytes", "REG_BINARY", b""),
    RegistryValue("long text", "REG_SZ", "ключ " * 1600),
    RegistryValue("long bytes", "REG_BINARY", bytes(range(256)) * 63),
    RegistryValue("x" * 255, "REG_DWORD", 1),
)


@pytest.fixture(scope="module")
def winreg(wine) -> Iterator[object]:
    with installed(wine) as module:
        yield module


@pytest.fixture(params=["reg", "reg4", "hive", "winreg"])
def opening(request, tmp_path: Path) -> Callable[[], Registry]:
    """What opens the same registry again and again; there is ``HKEY_CURRENT_USER\\Software`` in it."""
    if request.param == "winreg":
        request.getfixturevalue("winreg")
        return LiveRegistry
    if request.param == "hive":
        if reason := missing_hive_tools():
            _without(f"No hives: {reason}")
        path = tmp_path / "NTUSER.DAT"
        path.write_bytes(empty_hive())
        with closing(HiveRegistry(str(path))) as made:
            made.write(r"HKEY_CURRENT_USER\Software", one("x"))
        return lambda: HiveRegistry(str(path))
    path = tmp_path / "zones.reg"
    text = '{}\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n"x"=dword:00000001\r\n\r\n'
    path.write_text(text.format("REGEDIT4" if request.param == "reg4" else "Windows Registry Editor Version 5.00"))
    return lambda: RegFileRegistry(str(path))


@pytest.fixture
def top() -> str:
    """A key of this test's own."""
    return rf"HKEY_CURRENT_USER\Software\PyUpSync {next(_RUNS)}"


def one(name: str, data: int = 1) -> RegistryValue:
    return RegistryValue(name, "REG_DWORD", data)


def fitting(opening: Callable[[], Registry]) -> tuple[RegistryValue, ...]:
    """All values; a REGEDIT4 file holds those that its code page has."""
    with closing(opening()) as registry:
        path = getattr(registry, "_path", Path())
    if path.suffix != ".reg" or not path.read_bytes().startswith(b"REGEDIT4"):
        return VALUES
    return tuple(value for value in VALUES if "ключ" not in f"{value.name}{value.data!r}")


def by_name(values) -> dict[str, RegistryValue]:
    return {value.name: value for value in values}


def test_values_of_every_type_come_back_as_they_went(opening, top) -> None:
    """Before closing and when it is opened anew."""
    values = fitting(opening)
    with closing(opening()) as registry:
        for value in values:
            registry.write(top, value)
        assert by_name(registry.values(top)) == by_name(values)
    with closing(opening()) as registry:
        assert by_name(registry.values(top)) == by_name(values)
        assert registry.keys(top) == []


def test_keys_and_values_are_found_in_any_case_and_keep_their_own(opening, top) -> None:
    with closing(opening()) as registry:
        registry.write(rf"{top}\Domains\Example.COM", one("Http"))
    with closing(opening()) as registry:
        registry.write(rf"{top.upper()}\DOMAINS\example.com", one("HTTP", 2))
        assert registry.keys(rf"{top.lower()}\domains") == ["Example.COM"]
        assert registry.values(rf"{top}\domains\EXAMPLE.com") == [one("Http", 2)]
        registry.delete_value(rf"{top}\dOMAINS\eXAMPLE.COM", "hTTP")
        registry.delete_key(rf"{top}\dOMAINS\eXAMPLE.COM")
        assert registry.keys(rf"{top}\Domains\Example.COM") is None


def test_names_beyond_ascii_have_cases_too(opening, top) -> None:
    with closing(opening()) as registry:
        registry.write(top, one("Größe Ä"))
        registry.write(top, one("GRÖßE ä", 2))
        assert registry.values(top) == [one("Größe Ä", 2)]
        registry.delete_value(top, "gRÖßE Ä")
        assert list(registry.values(top)) == []


def test_values_and_keys_keep_their_order(opening, top) -> None:
    """A .reg file and a hive keep values as they came, Wine sorts them; a value that changes keeps its place."""
    names = ["b", "a", "d", "c"]
    with closing(opening()) as registry:
        for name in names:
            registry.write(top, one(name))
            registry.write(rf"{top}\{name}", one("x"))
        sort = sorted if isinstance(registry, LiveRegistry) else list
        registry.write(top, one("a", 9))
    with closing(opening()) as registry:
        assert [value.name for value in registry.values(top)] == sort(names)
        assert by_name(registry.values(top))["a"] == one("a", 9)
        keys = registry.keys(top)
        assert sorted(keys) == sorted(names)
        assert registry.keys(top) == keys


def test_what_is_absent_is_absent(opening, top) -> None:
    """Asking makes nothing, and deleting what is not there does nothing."""
    with closing(opening()) as registry:
        assert "Software" in registry.keys("HKEY_CURRENT_USER")
        for path in (
            top,
            rf"{top}\a\b",
            r"HKEY_LOCAL_MACHINE\Software\PyUpSync none",
            r"HKEY_USERS\S-1-5-21-9\Software\x",
        ):
            assert registry.keys(path) is None
            assert list(registry.values(path)) == []
            registry.delete_value(path, "x")
            registry.delete_key(path)
            assert registry.keys(path) is None
        registry.write(rf"{top}\a", one("x"))
        registry.delete_value(rf"{top}\a", "y")
        assert registry.values(rf"{top}\a") == [one("x")]
        assert registry.keys(rf"{top}\a\b") is None


def test_a_key_comes_with_its_parents_and_goes_only_when_it_is_empty(opening, top) -> None:
    site = rf"{top}\Domains\example.com\mysite"
    with closing(opening()) as registry:
        registry.write(site, one("http"))
        registry.write(rf"{top}\Domains", one("own"))
    with closing(opening()) as registry:
        assert registry.keys(top) == ["Domains"]
        assert registry.keys(rf"{top}\Domains\example.com") == ["mysite"]
        for path in (top, rf"{top}\Domains", rf"{top}\Domains\example.com", site):
            registry.delete_key(path)
        assert registry.values(site) == [one("http")]
        registry.delete_value(site, "http")
        registry.delete_key(site)
        registry.delete_key(rf"{top}\Domains\example.com")
        registry.delete_key(rf"{top}\Domains")
    with closing(opening()) as registry:
        assert registry.keys(rf"{top}\Domains") == []
        assert registry.values(rf"{top}\Domains") == [one("own")]


def test_a_value_may_change_its_type(opening, top) -> None:
    with closing(opening()) as registry:
        for value in (RegistryValue("v", "REG_SZ", "1"), one("v"), RegistryValue("v", "REG_NONE", b""), one("v", 2)):
            registry.write(top, value)
            assert registry.values(top) == [value]
    with closing(opening()) as registry:
        assert registry.values(top) == [one("v", 2)]


def test_a_key_that_is_gone_can_be_made_again(opening, top) -> None:
    with closing(opening()) as registry:
        for number in range(3):
            registry.write(rf"{top}\k", one("v", number))
            registry.delete_value(rf"{top}\k", "V")
            registry.delete_key(rf"{top}\K")
            assert registry.keys(rf"{top}\k") is None
        registry.write(rf"{top}\k", one("v", 7))
    with closing(opening()) as registry:
        assert registry.values(rf"{top}\k") == [one("v", 7)]


@pytest.mark.parametrize("path", ["", "Software", "HKEY_CURRENT_USER\\", "HKEY_CURRENT_USER\\\\a", "HKEY_NOWHERE\\a"])
def test_what_is_no_path_is_refused_or_nowhere(opening, path) -> None:
    with closing(opening()) as registry, pytest.raises(RegistryError):
        registry.write(path, one("x"))


@pytest.mark.parametrize(
    "value",
    [
        RegistryValue("x", "REG_DWORD", 1 << 32),
        RegistryValue("x", "REG_SZ", 1),
        RegistryValue("x", "REG_BINARY", "x"),
        RegistryValue("x", "REG_MULTI_SZ", ("", "a")),
    ],
)
def test_data_of_another_type_is_refused(opening, top, value) -> None:
    with closing(opening()) as registry:
        with pytest.raises(RegistryError):
            registry.write(top, value)
        assert registry.keys(top) is None


def test_closing_twice_does_no_harm(opening, top) -> None:
    registry = opening()
    registry.write(top, one("x"))
    registry.close()
    registry.close()
    with closing(opening()) as again:
        assert again.values(top) == [one("x")]


def test_what_is_saved_is_kept_before_closing_and_can_be_edited_on(opening, top) -> None:
    with closing(opening()) as registry:
        for number in range(3):
            registry.write(rf"{top}\{number}", one("x", number))
            registry.delete_value(rf"{top}\{number - 1}", "x")
            registry.save()
            with closing(opening()) as other:
                assert other.values(rf"{top}\{number}") == [one("x", number)]
                assert list(other.values(rf"{top}\{number - 1}")) == []
                assert [*other.keys(top)] == [str(at) for at in range(number + 1)]
        registry.write(top, one("last"))
    with closing(opening()) as registry:
        assert registry.values(top) == [one("last")]


def test_what_could_not_be_saved_is_never_saved(opening, top) -> None:
    """What has been told as failed must not come about later."""
    with closing(opening()) as registry:
        path = getattr(registry, "_path", None)
        if path is None:
            pytest.skip("the live registry has nothing to save")
        before = path.read_bytes()
        registry.write(top, one("x"))
        path.write_bytes(before + b"\r\n")
        for _ in range(2):
            with pytest.raises(RegistryError, match="Another process"):
                registry.save()
            path.write_bytes(before)
    assert path.read_bytes() == before
    assert [*path.parent.iterdir()] == [path]
