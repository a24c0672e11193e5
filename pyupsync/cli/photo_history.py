"""``pyupsync photos history|restore|purge``: what runs did, putting back what they replaced, forgetting it."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any, get_args

from pyupsync.cli.login import LOGIN, add_directory_passwords, add_login, add_password
from pyupsync.cli.options import (
    add_config,
    add_directories,
    add_json,
    add_network,
    add_output,
    add_report,
    configured,
    given,
)
from pyupsync.cli.show import show
from pyupsync.config import DirectoryAuth, RestoreJob, history_job, purge_job, restore_job
from pyupsync.workflows import photo_history_events, photo_restore_events, purge_photo_events


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the three commands to the area."""
    history = actions.add_parser("history", help="list what exports did", description="List runs, or their changes.")
    _add_which(history)
    history.set_defaults(run=run_history)
    restore = actions.add_parser(
        "restore",
        help="put back what a run replaced",
        description="Put back the pictures that a run replaced, and remove those that it added.",
    )
    _add_which(restore)
    _add_restore(restore)
    restore.set_defaults(run=run_restore)
    purge = actions.add_parser(
        "purge", help="forget pictures that runs replaced", description="Forget pictures that runs replaced."
    )
    add_bounds(purge)
    for command in (restore, purge):
        command.add_argument("--what-if", action="store_true", help="change nothing; say what would be done")
    purge.set_defaults(run=run_purge)
    for command in (history, restore, purge):
        command.add_argument("--state", metavar="ADDRESS", help="sqlite:FILE, as the exports were given")
        add_json(command)


def add_bounds(command: argparse._ActionsContainer) -> None:
    """Add what bounds the pictures that are kept."""
    command.add_argument("--keep-mb", type=int, metavar="N", help="MB of replaced pictures kept at most (1000)")
    command.add_argument("--keep-days", type=int, metavar="N", help="days that they are kept at most (365)")


def _add_which(command: argparse.ArgumentParser) -> None:
    command.add_argument("--run", dest="number", type=int, metavar="N", help="what that run did")
    command.add_argument("--person", metavar="ACCOUNT", help="what was done to that person; also a DN or an objectGUID")


def _add_restore(command: argparse.ArgumentParser) -> None:
    add_config(command, "state and directory")
    add_directories(command)
    add_output(command)
    command.add_argument("--force", action="store_true", default=None, help="write over what was changed since")
    add_network(command)
    add_report(command)
    add_bounds(command)
    add_login(command, "the directory", get_args(DirectoryAuth))


def _given(args: argparse.Namespace) -> dict[str, Any]:
    settings = given(args)
    if "number" in settings:
        settings["run"] = settings.pop("number")
    return settings


def run_history(args: argparse.Namespace) -> int:
    """List; 0 always."""
    return show(photo_history_events(history_job(_given(args))), as_json=args.json, mode="list")


def run_restore(args: argparse.Namespace) -> int:
    """Put back, and exit with 1 when some pictures failed."""
    # The others are the export's: its report too, which this one's must not take the place of.
    mine = {field.name for field in fields(RestoreJob)} - {"report"} | LOGIN
    settings = configured(args.config, mine) | _given(args)
    add_directory_passwords(settings)
    add_password(settings)
    return show(photo_restore_events(restore_job(settings), what_if=args.what_if), as_json=args.json)


def run_purge(args: argparse.Namespace) -> int:
    """Forget, or say what would be forgotten."""
    return show(purge_photo_events(purge_job(_given(args)), what_if=args.what_if), as_json=args.json)
