"""The command line as a whole: every area's part, and what errors end in."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import pyupsync
from pyupsync.errors import UpSyncError

AREAS = ("access", "deploy", "diagnose", "dsc", "farm", "module", "photos", "profiles", "trust", "tryout", "zones")
EPILOG = "Exit codes: 0 done or nothing to do, 1 something failed, 2 usage or configuration, 3 changes pending."


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole names: ``--password`` must not be taken for ``--password-file`` and shown."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(**{**settings, "allow_abbrev": False})


def build_parser(only: str = "") -> argparse.ArgumentParser:
    """The whole command line, every area adding its own part; with ``only`` the named one's alone."""
    parser = _Parser(prog="pyupsync", description=pyupsync.__doc__.splitlines()[0], epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"pyupsync {pyupsync.__version__}")
    areas = parser.add_subparsers(title="areas", metavar="AREA", required=True)
    for area in [only] if only in AREAS else AREAS:
        import_module(f"pyupsync.cli.{area}").add(areas)
    return parser


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; errors of the tree end in one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Piped on Windows it is in a code page that lacks letters of some names: no reason to end.
            stream.reconfigure(errors="backslashreplace")
    try:
        args = build_parser(words[0] if words else "").parse_args(words)
        return int(args.run(args))
    except UpSyncError as error:
        print(f"pyupsync: {error}", file=sys.stderr)
        return error.exit_code
    except SystemExit as error:  # argparse has already said what is wrong
        return error.code if isinstance(error.code, int) else 2
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - nothing may be flushed at exit
        return 1
    except KeyboardInterrupt:
        print("pyupsync: stopped; what was done is kept, run it again to go on.", file=sys.stderr)
        return 130
