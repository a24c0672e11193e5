"""``pyupsync photos get``: the pictures that people have in the directory."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import get_args

from pyupsync.cli.login import LOGIN, add_directory_passwords, add_login, add_password
from pyupsync.cli.options import add_config, add_directories, add_json, add_network, configured, given
from pyupsync.cli.show import show
from pyupsync.config import DirectoryAuth, LookJob, look_job
from pyupsync.workflows import photo_look_events


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    command = actions.add_parser(
        "get", help="show the pictures that people have", description="Show the pictures that people have now."
    )
    command.add_argument("person", nargs="+", metavar="ACCOUNT", help="DOMAIN\\user, user@domain, a SID, a claim")
    add_config(command, "the directory")
    add_directories(command)
    command.add_argument("--data", action="store_true", help="the picture too, in Base64")
    add_network(command)
    add_json(command)
    add_login(command, "the directory", get_args(DirectoryAuth))
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List; 1 when somebody was not found."""
    mine = {field.name for field in fields(LookJob)} - {"person", "data"} | LOGIN  # the others are the export's
    settings = configured(args.config, mine) | given(args)
    add_directory_passwords(settings)
    add_password(settings)
    return show(photo_look_events(look_job(settings)), as_json=args.json, mode="list")
