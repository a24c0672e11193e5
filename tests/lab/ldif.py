"""LDIF (RFC 2849) for the lab: what is written to the directory's tools, and what they answer."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = str | bytes
Attributes: TypeAlias = dict[str, list[bytes]]


def _line(name: str, value: Value) -> str:
    data = value.encode() if isinstance(value, str) else value
    return f"{name}:: {base64.b64encode(data).decode()}\n"


def add_record(dn: str, attributes: Mapping[str, Value | Sequence[Value]]) -> str:
    """A record that adds an entry."""
    lines = [_line("dn", dn)]
    for name, given in attributes.items():
        values = [given] if isinstance(given, (str, bytes)) else given
        lines += [_line(name, value) for value in values]
    return "".join(lines) + "\n"


def modify_record(dn: str, attribute: str, values: Sequence[Value], *, how: str = "replace") -> str:
    """A record that replaces (or adds) the values of one attribute; no values remove it."""
    head = _line("dn", dn) + f"changetype: modify\n{how}: {attribute}\n"
    return head + "".join(_line(attribute, value) for value in values) + "-\n\n"


def _unfolded(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parse(text: str) -> Iterator[tuple[str, Attributes]]:
    """The entries of a search's answer: each DN with its attributes, as bytes; base64 and folds undone."""
    dn, attributes = "", Attributes()
    for line in [*_unfolded(text), ""]:
        if line.startswith("#"):
            continue
        name, colon, rest = line.partition(":")
        if not colon:
            if dn:
                yield dn, attributes
            dn, attributes = "", Attributes()
            continue
        value = base64.b64decode(rest[1:]) if rest.startswith(":") else rest.lstrip(" ").encode()
        if name == "dn":
            dn = value.decode()
        elif dn:
            attributes.setdefault(name, []).append(value)
