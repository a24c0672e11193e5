"""Lines on a console: headings, sentences, and commands to copy."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pyupsync.model import Status

STYLES: dict[Status, str] = {"applied": "green", "unchanged": "dim", "skipped": "yellow", "failed": "bold red"}


class Teller:
    """Writes on ``console``; its lines are not broken, so that commands can be copied.

    Args:
        console: Where to.
        folder: The farm's folder.
    """

    def __init__(self, console: Console, folder: Path) -> None:
        self._console = console
        self._folder = folder

    def _heading(self, text: str) -> None:
        self._line(f"\n{text}", "bold")

    def _command(self, *words: str) -> None:
        self._line(f"  {command_line(*words)}", "cyan")

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=True)

    def _path(self, name: str) -> str:
        return str(self._folder / name)


def command_line(*words: str) -> str:
    """A command of this program, as it is typed in a shell of this system."""
    return " ".join(map(_quoted, (program(), *words)))


def _quoted(word: str) -> str:
    if os.name == "nt":  # both of its shells take double quotes
        return f'"{word}"' if set(word) & set(" &()") else word
    return shlex.quote(word)


def program() -> str:
    """How this very program is called here: its name, or its path where PATH does not lead to it."""
    called = Path(sys.argv[0])
    if called.stem != "pyupsync" or shutil.which("pyupsync") == str(called.absolute()):
        return "pyupsync"
    return os.path.relpath(called)
