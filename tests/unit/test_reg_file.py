"""A registry in a .reg file: every form is read, what is not edited stays, adding and removing leave no trace."""

from __future__ import annotations

import codecs
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyupsync.adapters.registry.reg_export import export_text
from pyupsync.adapters.registry.reg_file import RegFileRegistry
from pyupsync.adapters.registry.reg_write import write_reg
from pyupsync.errors import RegistryError, RegistryUnreadable
from pyupsync.model import RegistryValue
from tests.killing import killed

KEY = r"HKEY_CURRENT_USER\Software\Prüfung"
ZONES = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
FORMS = rf"""Windows Registry Editor Version 5.00

; a comment "with" [brackets] and = signs
[{KEY}]
@="Vorgabe"
"text"="C:\\Programme\\\"x\" ключ 🔑"
"zwei
Zeilen"="a
b"
"empty"=""
"number"=dword:0000002A
"short"=dword:2a ; said shortly
"binary"=hex:01,02,\
  03,04
"nothing"=hex(0):
"folded"=hex(2):25,00,54,00,45,00,\
  ; between
  4d,00,50,00,25,00,\
    00,00
"many"=hex(7):61,00,00,00,e4,00,00,00,00,00
"long"=hex(b):ff,ff,00,00,00,00,00,80,
"odd"=hex(4):01,02
"link"=hex(6):41,00
  "indented"  =  dword:00000001
"gone"=dword:00000001
"gone"=-

[{KEY}\a]b]
"x"=dword:00000001

[-{KEY}\Deleted]

[hkey_current_user\software\PRÜFUNG\Sub]
[{KEY}\Deleted\Again]
[-{KEY}\Deleted]
"ignored"=dword:00000001
"""
READ = [
    RegistryValue("", "REG_SZ", "Vorgabe"),
    RegistryValue("text", "REG_SZ", 'C:\\Programme\\"x" ключ 🔑'),
    RegistryValue("zwei\nZeilen", "REG_SZ", "a\nb"),
    RegistryValue("empty", "REG_SZ", ""),
    RegistryValue("number", "REG_DWORD", 42),
    RegistryValue("short", "REG_DWORD", 42),
    RegistryValue("binary", "REG_BINARY", b"\1\2\3\4"),
    RegistryValue("nothing", "REG_NONE", b""),
    RegistryValue("folded", "REG_EXPAND_SZ", "%TEMP%"),
    RegistryValue("many", "REG_MULTI_SZ", ("a", "ä")),
    RegistryValue("long", "REG_QWORD", 0x800000000000FFFF),
    RegistryValue("odd", "REG_DWORD", b"\1\2"),
    RegistryValue("link", "REG_BINARY", b"A\0"),
    RegistryValue("indented", "REG_DWORD", 1),
]
CODINGS = {
    "utf-16": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16 big": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-16 unmarked": (b"", "utf-16-le"),
    "utf-8": (b"", "utf-8"),
    "utf-8 marked": (codecs.BOM_UTF8, "utf-8"),
}


def one(name: str, data: int = 1) -> RegistryValue:
    return RegistryValue(name, "REG_DWORD", data)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Zonen [ü].reg"


def edited(file: Path, *edits) -> bytes:
    registry = RegFileRegistry(str(file))
    for edit in edits:
        edit(registry)
    registry.close()
    registry.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    return file.read_bytes()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("coding", CODINGS)
def test_every_form_is_read_and_written_back_as_it_was(file, coding, end) -> None:
    mark, encoding = CODINGS[coding]
    data = mark + FORMS.replace("\n", end).encode(encoding)
    file.write_bytes(data)
    registry = RegFileRegistry(str(file))
    expected = [
        RegistryValue(
            v.name.replace("\n", end), v.kind, v.data.replace("\n", end) if isinstance(v.data, str) else v.data
        )
        for v in READ
    ]
    assert registry.values(KEY.upper()) == expected
    assert registry.keys(KEY) == ["a]b", "Sub"]
    assert registry.keys(f"{KEY}\\Deleted") is None
    assert registry.keys("HKEY_CURRENT_USER") == ["Software"]
    assert registry.values(f"{KEY}\\nowhere") == []
    assert edited(file) == data
    # an edit elsewhere leaves all the rest
    add = [lambda r: r.write(f"{KEY}\\New\\Sub", one("Ü")), lambda r: r.write(KEY, one("ключ", 7))]
    changed = edited(file, *add)
    assert RegFileRegistry(str(file)).values(KEY) == [*expected, one("ключ", 7)]
    assert changed.startswith(mark)
    remove = [
        lambda r: r.delete_value(KEY, "КЛЮЧ"),
        lambda r: r.delete_value(f"{KEY}\\New\\Sub", "ü"),
        lambda r: r.delete_key(f"{KEY}\\New\\Sub"),
    ]
    assert edited(file, *remove) == data


def test_regedit4_is_in_the_code_page_also_inside_hexadecimal_data(file) -> None:
    text = f'REGEDIT4\r\n\r\n[{KEY}]\r\n"ä"="ö\x81"\r\n"e"=hex(2):25,e4,25,00\r\n"m"=hex(7):61,00,e4,00,00\r\n'
    data = text.encode("latin-1")
    file.write_bytes(data)
    registry = RegFileRegistry(str(file))
    assert registry.values(KEY)[1:] == [
        RegistryValue("e", "REG_EXPAND_SZ", "%ä%"),
        RegistryValue("m", "REG_MULTI_SZ", ("a", "ä")),
    ]
    assert registry.values(KEY)[0].name == "ä"
    registry.write(KEY, RegistryValue("e", "REG_EXPAND_SZ", "%ß"))
    registry.write(KEY, RegistryValue("€", "REG_SZ", "€"))
    for value in (
        RegistryValue("n", "REG_SZ", "ключ"),
        RegistryValue("ключ", "REG_DWORD", 1),
        RegistryValue("n", "REG_MULTI_SZ", ("ключ",)),
    ):
        with pytest.raises(RegistryError, match="cp1252") as caught:
            registry.write(KEY, value)
        assert caught.value.advice
    registry.close()
    assert file.read_bytes() == data.replace(b"25,e4,25,00", b"25,df,00") + b'"\x80"="\x80"\r\n'


@pytest.mark.parametrize("tail", ["", "\r\n", "\r\n\r\n", "\r\n\r\n\r\n", "\r\n  ", "\r\n; end", "\n", "\n\n"])
@pytest.mark.parametrize("order", range(6))
def test_adding_and_removing_leaves_no_trace_whatever_the_end(file, tail, order) -> None:
    """Sections old and new, removed in any order."""
    head = "Windows Registry Editor Version 5.00\r\n\r\n"
    body = f'{head}[{ZONES}]\r\n"a"=dword:00000001\r\n; about Domains\r\n[{ZONES}\\Domains]'
    data = (body.replace("\r\n", "\n") if tail.startswith("\n") else body).encode() + tail.encode()
    file.write_bytes(data)
    made = [
        (rf"{ZONES}\Domains\example.com\mysite", "http"),
        (rf"{ZONES}\Domains\example.com\mysite", "https"),
        (rf"{ZONES}\EscDomains\example.com", "*"),
        (rf"{ZONES}\Domains", "x"),
        (ZONES, "b"),
    ]
    for path, name in made:
        edited(file, lambda r, path=path, name=name: r.write(path, one(name)))
    after = file.read_bytes()
    assert after != data
    assert edited(file, *(lambda r, path=path, name=name: r.write(path, one(name)) for path, name in made)) == after
    registry = RegFileRegistry(str(file))
    assert registry.keys(rf"{ZONES}\domains") == ["example.com"]
    random.Random(order).shuffle(made)
    for path, name in made:
        registry.delete_value(path, name)
        if path.count("\\") > ZONES.count("\\") + 1:
            registry.delete_key(path)
            registry.delete_key(path.rpartition("\\")[0] if path.endswith("mysite") else path)
    registry.close()
    assert file.read_bytes() == data


def test_the_line_in_force_is_the_one_that_changes(file) -> None:
    text = f'REGEDIT4\n[{KEY}]\n "HTTP" = dword:2 ; theirs\n"x"=hex:00\n[{KEY}]\n"http"=dword:3\n[{KEY}\\Sub]\n'
    file.write_text(text, encoding="cp1252")
    assert edited(file, lambda r: r.write(KEY, one("Http", 3))).decode("cp1252") == text
    changed = edited(file, lambda r: r.write(KEY, one("Http", 1))).decode("cp1252")
    assert changed == text.replace("dword:3", "dword:00000001")
    assert RegFileRegistry(str(file)).values(KEY)[0] == one("HTTP")
    gone = edited(file, lambda r: r.delete_value(KEY, "http")).decode("cp1252")
    assert gone == text.replace(' "HTTP" = dword:2 ; theirs\n', "").replace('"http"=dword:3\n', "")
    alone = edited(
        file,
        lambda r: r.write(f"{KEY}\\Sub", one("n")),
        lambda r: r.delete_key(f"{KEY}\\Sub"),
        lambda r: r.delete_key(KEY),
    )
    assert alone.decode("cp1252") == f'{gone}"n"=dword:00000001\n'


def test_a_comment_behind_a_value_outlives_its_change(file) -> None:
    file.write_text(f'REGEDIT4\n[{KEY}]\n"http"=dword:2 ; theirs', encoding="cp1252")
    assert edited(file, lambda r: r.write(KEY, one("http"))).decode("cp1252").endswith('"http"=dword:00000001 ; theirs')


def test_a_value_deleted_above_is_set_below_that(file) -> None:
    file.write_text(f'REGEDIT4\n\n[{KEY}]\n"x"=dword:1\n"x"=-\n\n[-{KEY}\\Sub]\n', encoding="cp1252")
    edited(file, lambda r: r.write(KEY, one("x", 5)), lambda r: r.write(f"{KEY}\\Sub", one("y", 6)))
    registry = RegFileRegistry(str(file))
    assert registry.values(KEY) == [one("x", 5)]
    assert registry.values(f"{KEY}\\Sub") == [one("y", 6)]


def test_a_key_taken_away_takes_along_what_was_not_in_force(file) -> None:
    """A deleted value does not come back with its section's head."""
    text = f'REGEDIT4\n\n[{KEY}]\n"a"=dword:1\n\n[{KEY}\\Sub]\n"x"=dword:1\n"x"=-\n\n'
    file.write_text(text, encoding="cp1252")
    edited(file, lambda r: r.delete_key(f"{KEY}\\Sub"))
    assert file.read_text(encoding="cp1252") == f'REGEDIT4\n\n[{KEY}]\n"a"=dword:1\n\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n\nnothing", 1),
        ("Windows Registry Editor Version 6.00\n", 1),
        ('REGEDIT4\n"a"=dword:1\n', 2),
        (f"REGEDIT4\n\n[{KEY}\n", 3),
        ("REGEDIT4\n[SOFTWARE\\x]\n", 2),
        ("REGEDIT4\n[HKEY_CURRENT_USER\\\\x]\n", 2),
        (f'REGEDIT4\n[{KEY}]\n"a\n"b"=dword:1\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=dword:123456789\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=dword:\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=dword:-1\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"="b" c\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=hex:1,,2\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=hex:01,02,\\\n  0g\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=hex:001\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"=hex(z):00\n', 3),
        (f'REGEDIT4\n[{KEY}]\n"a"="multi\nline"\n"b"=dwort:1\n', 5),
        (f"REGEDIT4\n[{KEY}]\nhttp=1\n", 3),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_left_alone(file, text, line) -> None:
    file.write_text(text, encoding="cp1252")
    with pytest.raises(RegistryUnreadable, match=rf"line {line}:") as caught:
        RegFileRegistry(str(file))
    assert caught.value.advice
    assert file.read_text(encoding="cp1252") == text


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF16_LE + b"W", codecs.BOM_UTF8 + b"REGEDIT4\n\n; \xff\n", b"\0\0\0\0", os.urandom(4096)]
)
def test_what_is_no_text_is_no_registry(file, data) -> None:
    file.write_bytes(data)
    with pytest.raises(RegistryUnreadable):
        RegFileRegistry(str(file))


def test_a_missing_file_is_an_error(file) -> None:
    with pytest.raises(RegistryUnreadable, match="There is no") as caught:
        RegFileRegistry(str(file))
    assert caught.value.advice
    assert not file.exists()


@pytest.mark.parametrize(
    "value",
    [
        RegistryValue("x", "REG_DWORD", -1),
        RegistryValue("x", "REG_DWORD", 1 << 32),
        RegistryValue("x", "REG_DWORD", "1"),
        RegistryValue("x", "REG_SZ", b"x"),
        RegistryValue("x", "REG_SZ", "a\0b"),
        RegistryValue("x", "REG_MULTI_SZ", ("a", "")),
        RegistryValue("x", "REG_BINARY", "a"),
        RegistryValue("x", "REG_LINK", b""),
    ],
)
def test_data_that_is_not_of_its_kind_is_refused(file, value) -> None:
    file.write_text(f"REGEDIT4\n[{KEY}]\n", encoding="cp1252")
    registry = RegFileRegistry(str(file))
    with pytest.raises(RegistryError):
        registry.write(KEY, value)
    assert registry.values(KEY) == []


@pytest.mark.parametrize(
    "path", ["", "Software", "HKEY_CURRENT_USER\\", "HKEY_CURRENT_USER\\a\\\\b", f"{KEY}\\{'x' * 256}"]
)
def test_a_path_that_is_none_is_refused(file, path) -> None:
    file.write_text("REGEDIT4\n", encoding="ascii")
    registry = RegFileRegistry(str(file))
    for ask in (registry.keys, registry.values, registry.delete_key, lambda path: registry.write(path, one("x"))):
        with pytest.raises(RegistryError):
            ask(path)


def test_saving_nothing_touches_nothing_and_keeps_the_mode(file) -> None:
    file.write_text(f'REGEDIT4\n[{KEY}]\n"a"=dword:00000001\n', encoding="cp1252")
    file.chmod(0o640)
    os.utime(file, ns=(1, 1))
    edited(file, lambda r: r.write(KEY, one("A")), lambda r: r.delete_value(KEY, "b"), lambda r: r.delete_key(KEY))
    assert file.stat().st_mtime_ns == 1
    edited(file, lambda r: r.write(KEY, one("b")))
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.stat().st_mtime_ns != 1


def test_a_file_that_another_process_changed_is_not_overwritten(file) -> None:
    file.write_text("REGEDIT4\n", encoding="ascii")
    registry = RegFileRegistry(str(file))
    registry.write(KEY, one("a"))
    file.write_text("REGEDIT4\n\n", encoding="ascii")
    with pytest.raises(RegistryError, match="Another process"):
        registry.close()
    assert file.read_text(encoding="ascii") == "REGEDIT4\n\n"
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_link_to_a_file_stays_a_link(file, tmp_path) -> None:
    file.write_text("REGEDIT4\n", encoding="ascii")
    link = tmp_path / "link.reg"
    link.symlink_to(file)
    registry = RegFileRegistry(str(link))
    registry.write(KEY, one("a"))
    registry.close()
    assert link.is_symlink()
    assert RegFileRegistry(str(file)).values(KEY) == [one("a")]


def test_a_run_that_is_killed_leaves_the_file_whole_and_the_next_one_tidies(file) -> None:
    """50 processes that write over and over, each killed at a random moment."""
    imports = """
from pyupsync.adapters.registry.reg_file import RegFileRegistry
from pyupsync.model import RegistryValue
def write():
    for number in range(1_000_000):
        registry = RegFileRegistry(sys.argv[1])
        for name in ("a", "b"):
            registry.write(sys.argv[2], RegistryValue(name, "REG_DWORD", number))
        registry.close()
"""
    file.write_text(f"REGEDIT4\n[{KEY}]\n", encoding="cp1252")
    moment, left, seen = random.Random(5), 0, set()

    def lives() -> Iterator[float]:
        """50; where others keep the machine busy more and longer ones, until some came to write."""
        for number in range(1000):
            if number >= 50 and left and len(seen) > 1:
                return
            yield moment.uniform(0, 0.03 + number / 10_000)

    for _ in killed(imports, "write()", lives(), file, KEY):
        left += len(list(file.parent.iterdir())) > 1
        values = RegFileRegistry(str(file)).values(KEY)
        assert len({value.data for value in values}) <= 1
        seen |= {value.data for value in values}
        assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert len(seen) > 1, "no run came to write"
    assert left, "no run was killed while it wrote"


def test_an_undo_sets_back_what_was_and_takes_away_what_was_not(file) -> None:
    """Its text is read as any other file; keys that a run made go with all below them."""
    sub = rf"{ZONES}\Domains\example.com\mysite"
    text = export_text(
        [
            (KEY, "text", RegistryValue("text", "REG_SZ", 'a\\"b"\r\nkl\u044eч')),
            (sub, "http", one("http", 3)),
            (KEY.upper(), "new", None),
            (KEY, "", None),
            (KEY, "big", RegistryValue("big", "REG_BINARY", bytes(range(256)))),
        ],
        [rf"{ZONES}\EscDomains\example.com", rf"{ZONES}\EscDomains\example.com\mysite"],
    )
    assert text.startswith(codecs.BOM_UTF16_LE)
    plain = text.decode("utf-16")
    assert max(map(len, plain.split("\r\n"))) < 120
    assert "\n" not in plain.replace("\r\n", "")
    assert '"new"=-\r\n@=-\r\n' in plain
    assert plain.endswith(
        f"[-{ZONES}\\EscDomains\\example.com\\mysite]\r\n\r\n[-{ZONES}\\EscDomains\\example.com]\r\n\r\n"
    )
    file.write_bytes(text)
    registry = RegFileRegistry(str(file))
    assert registry.values(sub) == [one("http", 3)]
    assert [value.data for value in registry.values(KEY)] == ['a\\"b"\r\nkl\u044eч', bytes(range(256))]
    assert edited(file) == text
    assert RegFileRegistry(str(file)).keys(KEY) == []


def test_an_undo_of_nothing_is_a_file_all_the_same(file) -> None:
    file.write_bytes(export_text([]))
    assert RegFileRegistry(str(file)).keys("HKEY_CURRENT_USER") == []
    assert RegFileRegistry(str(file)).keys(r"HKEY_CURRENT_USER\Software") is None


@pytest.mark.parametrize("path", ["HKEY_CURRENT_USER", r"HKEY_CURRENT_USER\Software", r"HKEY_USERS\S-1-5\Software"])
def test_no_file_takes_away_what_others_share(path) -> None:
    with pytest.raises(RegistryError, match="others"):
        export_text([], [path])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps pipes elsewhere")
def test_what_is_no_file_stays_what_it_is(tmp_path) -> None:
    """A rename over a device takes the device away."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(RegistryError, match="no file"):
            write_reg(str(tmp_path / name), [])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "pipe"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_to_the_file_that_is_written_stays_a_link(tmp_path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.reg").symlink_to("folder/there.reg")
    write_reg(str(tmp_path / "link.reg"), [])
    assert (tmp_path / "link.reg").is_symlink()
    assert (tmp_path / "folder" / "there.reg").read_bytes() == export_text([])


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file's size")
@pytest.mark.parametrize("new", [False, True])
def test_what_could_not_be_written_whole_is_not_left(new, tmp_path) -> None:
    import resource

    target = tmp_path / "out.reg"
    if not new:
        target.write_bytes(b"before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, limits[1]))
    try:
        with pytest.raises(RegistryError, match="too large") as raised:
            write_reg(str(target), [], new=new)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.advice
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({} if new else {"out.reg": b"before"})


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps pipes elsewhere")
@pytest.mark.parametrize("name", ["pipe", "folder"])
def test_what_is_no_file_is_not_read(name, tmp_path) -> None:
    """Nobody writes to the pipe: reading it would never end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(RegistryUnreadable, match="no file"):
        RegFileRegistry(str(tmp_path / name))
