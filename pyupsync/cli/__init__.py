"""The command line: ``pyupsync AREA ACTION``. One file a command."""

from __future__ import annotations

import sys

import pyupsync

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors of the tree end in one sentence on stderr."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words == ["--version"]:  # scripts ask this often: nothing else is loaded for it
        print(f"pyupsync {pyupsync.__version__}")
        return 0
    from pyupsync.cli.command_line import run  # noqa: PLC0415

    return run(words)
