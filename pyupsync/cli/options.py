"""Options that several commands share, and what was given of them."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from typing import Any

from pyupsync.cli.login import refuse_passwords
from pyupsync.config import read_toml

_OF_THE_COMMAND_LINE = {"config", "json", "run", "what_if"}
"""What is the command's own affair and no setting of a job."""


def add_config(command: argparse._ActionsContainer, what: str) -> None:
    """Add ``--config`` to a command that takes ``what`` from an export's configuration file."""
    command.add_argument("--config", metavar="FILE", help=f"TOML file whose [photos] table holds {what}")


def add_directories(command: argparse._ActionsContainer) -> None:
    """Add ``--directory``, which may come once for each domain."""
    command.add_argument(
        "--directory",
        action="append",
        metavar="ADDRESS",
        help="ldaps://HOST[,HOST]/BASE, ldaps:///BASE, ldap+starttls://… or ldif:FILE; once for each domain",
    )


def add_output(command: argparse._ActionsContainer) -> None:
    """Add ``--output``."""
    command.add_argument("--output", metavar="FILE", help="for ldif: the file of changes (FILE.changes.ldif)")


def add_report(command: argparse._ActionsContainer) -> None:
    """Add ``--report``, which may come once for each kind."""
    said = "tell the run in FILE.html, .csv or .json too; repeatable"
    command.add_argument("--report", action="append", metavar="FILE", help=said)


def add_network(command: argparse._ActionsContainer) -> None:
    """Add whom to trust, and how long to wait."""
    command.add_argument("--ca-file", metavar="PEM", help="authorities to trust instead of the system's")
    command.add_argument("--timeout", type=float, metavar="SECONDS", help="give a silent connection up after (30)")


def add_json(command: argparse._ActionsContainer) -> None:
    """Add ``--json``."""
    command.add_argument("--json", action="store_true", help="one JSON object a line on stdout")


def given(args: argparse.Namespace) -> dict[str, Any]:
    """The settings of a job that were given on the command line."""
    return {key: value for key, value in vars(args).items() if key not in _OF_THE_COMMAND_LINE and value is not None}


def configured(path: str | None, known: Collection[str] = ()) -> dict[str, Any]:
    """The settings of a configuration file's ``[photos]`` table; none without a file.

    Args:
        path: The file.
        known: Those that are wanted, all when empty.

    Raises:
        UsageError: It cannot be used, or holds a password.
    """
    return table_settings(read_toml(path), path, known) if path else {}


def table_settings(table: Mapping[str, Any], path: str, known: Collection[str] = ()) -> dict[str, Any]:
    """The settings of a table, without dashes in their names.

    Args:
        table: As the file has it.
        path: The file.
        known: Those that are wanted, all when empty.

    Raises:
        UsageError: It holds a password.
    """
    plain = {key.replace("-", "_"): value for key, value in table.items()}
    settings = {key: value for key, value in plain.items() if not known or key in known}
    refuse_passwords(settings, path)
    return settings
