"""The lines of a ``.reg`` file, read so that what nobody edits is written back as it stood.

The forms are those of https://support.microsoft.com/topic/how-to-add-modify-or-delete-registry-subkeys-and-values-by-using-a-reg-file-9c7f37cf-a5e9-e1cd-c4fa-2a26218a1a23
and what Registry Editor exports: strings may go over several lines, hexadecimal data goes on behind a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pyupsync.adapters.registry.names import ROOTS
from pyupsync.adapters.registry.typed import unpack
from pyupsync.model import RegistryValue

HEADERS = {"Windows Registry Editor Version 5.00": 5, "REGEDIT4": 4}

_END = r"\r\n|\n|\r|\Z"
_BLANK = re.compile(rf"[ \t]*({_END})")
_PLAIN = re.compile(rf"[^\r\n]*({_END})")
_COMMENT = re.compile(rf"[ \t]*;[^\r\n]*({_END})")
_KEY = re.compile(rf"[ \t]*\[(?P<minus>-?)(?P<path>[^\r\n]*)\][ \t]*(?:;[^\r\n\]]*)?(?P<end>{_END})")
_STRING = r'"(?:[^"\\]|\\.)*"'
_NEXT_LINE = r"\\[ \t]*(?:;[^\r\n]*)?(?:\r\n|\n|\r)(?:[ \t]*;[^\r\n]*(?:\r\n|\n|\r))*"
_VALUE = re.compile(
    rf"(?P<head>[ \t]*(?P<name>@|{_STRING})[ \t]*=[ \t]*)"
    rf"(?P<data>-|{_STRING}|dword:[ \t]*[0-9a-f]{{1,8}}"
    rf"|hex(?:\([0-9a-f]{{1,8}}\))?:(?:[0-9a-f, \t]|{_NEXT_LINE})*)"
    rf"(?P<tail>[ \t]*(?:;[^\r\n]*)?)(?P<end>{_END})",
    re.IGNORECASE | re.DOTALL,
)
_HEX = re.compile(r"hex(?:\((?P<type>[0-9a-f]+)\))?:(?P<bytes>.*)", re.IGNORECASE | re.DOTALL)
_GOES_ON = re.compile(_NEXT_LINE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# Registry Editor writes only the first two; the others are read as Wine's reg does.
_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "r": "\r", "0": "\0"}


class Broken(ValueError):
    """Line ``number`` cannot be read."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number}: {why}")


@dataclass(eq=False, slots=True)
class Line:
    """One line, or several that belong together.

    Attributes:
        kind: ``plain`` for headers, comments and blanks.
        text: As it stands, without its end.
        end: CR LF, LF or CR; empty at the end of the file.
        path: Of a key.
        name: Of a value.
        value: What it sets.
        head: The text before a value's data.
        tail: The text behind it: blanks and a comment.
    """

    kind: Literal["plain", "key", "delete key", "value", "delete value"]
    text: str
    end: str
    path: str = ""
    name: str = ""
    value: RegistryValue | None = None
    head: str = ""
    tail: str = ""

    @property
    def blank(self) -> bool:
        """There is nothing on it."""
        return not self.text.strip(" \t")


def version_of(text: str) -> int:
    """5, or 4 for a file that begins with REGEDIT4.

    Raises:
        Broken: There is neither of the two headers.
    """
    first = next((line for line in re.split(r"\r\n|\n|\r", text) if line.strip()), "")
    version = HEADERS.get(first.strip())
    if version is None:
        raise Broken(1, f"a registry file begins with {' or '.join(map(repr, HEADERS))}")
    return version


def read_lines(text: str, encoding: str) -> Iterator[Line]:
    """The lines of a file's text.

    Args:
        text: All of it, without a byte order mark.
        encoding: Of the text inside hexadecimal data: UTF-16LE, in REGEDIT4 files the code page.

    Raises:
        Broken: A line is none of the known forms; the message names it.
    """
    version_of(text)
    at, number, seen_header, seen_key = 0, 1, False, False
    while at < len(text):
        found = _BLANK.match(text, at) or _COMMENT.match(text, at)
        if found:
            line = _line("plain", found.group(), found[1])
        elif not seen_header:
            found, seen_header = _PLAIN.match(text, at), True
            assert found is not None  # noqa: S101 - it matches anything
            line = _line("plain", found.group(), found[1])
        elif found := _KEY.match(text, at):
            line, seen_key = _key(found, number), True
        elif found := _VALUE.match(text, at):
            line = _value(found, number, encoding)
        else:
            raise Broken(number, "it is no key, no value and no comment")
        if line.kind.endswith("value") and not seen_key:
            raise Broken(number, "a value stands before any key")
        yield line
        at = found.end()
        number += len(re.findall(r"\r\n|\n|\r", found.group()))


def _line(kind: Literal["plain", "key", "delete key"], whole: str, end: str) -> Line:
    return Line(kind, whole[: len(whole) - len(end)], end)


def _key(found: re.Match[str], number: int) -> Line:
    path = found["path"]
    root, *parts = path.rstrip("\\").split("\\")
    if root.upper() not in ROOTS:
        raise Broken(number, f"{root!r} is no root of the registry")
    if not all(parts):
        raise Broken(number, "the key's path has an empty part")
    line = _line("delete key" if found["minus"] else "key", found.group(), found["end"])
    line.path = path.rstrip("\\")
    return line


def _value(found: re.Match[str], number: int, encoding: str) -> Line:
    name = "" if found["name"] == "@" else _unquoted(found["name"])
    whole = found.group()
    line = Line("value", whole[: len(whole) - len(found["end"])], found["end"], name=name)
    line.head, line.tail = found["head"], found["tail"]
    if found["data"] == "-":
        line.kind = "delete value"
    else:
        line.value = _data(name, found["data"], number, encoding)
    return line


def _data(name: str, text: str, number: int, encoding: str) -> RegistryValue:
    if text.startswith('"'):
        return RegistryValue(name, "REG_SZ", _unquoted(text).partition("\0")[0])
    kind, _, digits = text.partition(":")
    if kind.lower() == "dword":
        return RegistryValue(name, "REG_DWORD", int(digits.strip(), 16))
    found = _HEX.fullmatch(text)
    assert found is not None  # noqa: S101 - the value's pattern holds this one
    tokens = [token.strip() for token in _GOES_ON.sub("", found["bytes"]).split(",")]
    if tokens[-1] == "":
        tokens.pop()
    if not all(re.fullmatch("[0-9A-Fa-f]{1,2}", token) for token in tokens):
        raise Broken(number, "its hexadecimal data is not one or two digits between commas")
    return unpack(name, int(found["type"] or "3", 16), bytes(int(token, 16) for token in tokens), encoding)


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1])
