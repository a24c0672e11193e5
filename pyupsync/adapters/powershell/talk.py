"""How SharePoint's cmdlets are asked: one set of PowerShell snippets, one request a line, an answer of some lines.

A request is ``NUMBER OPERATION VALUE…``; an answer is ``@ups NUMBER row VALUE…`` any number of times, then
``@ups NUMBER done`` or ``@ups NUMBER error ID TYPE MESSAGE``. Values are Base-64 of UTF-8, an empty one is a dash. Any
other line is something the host said and no answer.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from functools import cache
from importlib.resources import files
from typing import Protocol

OPERATIONS = (
    "connect",
    "list",
    "add",
    "replace",
    "rename",
    "remove",
    "servers",
    "restart",
    "urls",
    "accounts",
    "connections",
    "pictures",
    "mapping",
    "synchronization",
)
_HELPERS = ("silent", "find", "absent", "certificate", "hosts", "answer", "manager", "member")
_MARK = "@ups"


class PowerShellError(Exception):
    """What a snippet ended in.

    Args:
        error_id: FullyQualifiedErrorId; ``pyupsync:WORD`` when a snippet itself refused.
        kind: The exception's type, with its namespace.
        message: Its message, in the language of that machine.
    """

    def __init__(self, error_id: str, kind: str, message: str) -> None:
        super().__init__(message)
        self.error_id = error_id
        self.kind = kind
        self.message = message


class PowerShellUnavailable(Exception):
    """There is no PowerShell to ask, or it did not answer.

    Args:
        message: A sentence.
        advice: What to do.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Runner(Protocol):
    """Runs the snippets somewhere."""

    def ask(self, operation: str, *values: str) -> list[list[str]]:
        """Run one of `OPERATIONS`; the rows it gives.

        Raises:
            PowerShellError: It ended in an error.
            PowerShellUnavailable: It could not be run.
        """

    def close(self) -> None:
        """End it; calling it twice does no harm."""


@cache
def definitions(*names: str) -> str:
    """PowerShell text that defines ``$snippets`` with those, with all of them when none is named."""
    blocks = (f"'{name}' = {{\n{snippet(name)}\n}}" for name in names or (*OPERATIONS, *_HELPERS))
    return "$snippets = @{\n" + "\n".join(blocks) + "\n}\n"


@cache
def further(*known: str) -> tuple[str, ...]:
    """The values of a request ``define``, which brings the snippets but for those that are known: name, text, name…."""
    names = (name for name in (*OPERATIONS, *_HELPERS) if name not in known)
    return tuple(value for name in names for value in (name, snippet(name)))


def snippet(name: str) -> str:
    """One snippet's text without whole-line comments and indentation; none has a string of several lines."""
    text = (files("pyupsync.adapters.powershell") / "snippets" / f"{name}.ps1").read_text(encoding="ascii")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if not line.startswith("#"))


def request_line(number: int, operation: str, values: tuple[str, ...]) -> str:
    """A request, without the end of the line."""
    return " ".join([str(number), operation, *map(_field, values)])


class Answer:
    """An answer as its lines come in."""

    def __init__(self, number: int) -> None:
        self.rows: list[list[str]] = []
        self._start = f"{_MARK} {number} "

    def take(self, line: str) -> bool:
        """Take one line; True when it was the last.

        Raises:
            PowerShellError: It is an error.
        """
        if not line.startswith(self._start):
            return False
        kind, *fields = line[len(self._start) :].split()
        values = [_value(field) for field in fields]
        if kind == "error":
            raise PowerShellError(*[*values, "", "", ""][:3])
        if kind == "row":
            self.rows.append(values)
        return kind == "done"


def _field(value: str) -> str:
    return b64encode(value.encode("utf-8", "replace")).decode("ascii") or "-"


def _value(field: str) -> str:
    try:
        return b64decode(field.lstrip("-"), validate=True).decode("utf-8", "replace")
    except binascii.Error as error:
        raise PowerShellError("pyupsync:Garbled", "", f"The answer {field[:40]!r} is not Base64.") from error
