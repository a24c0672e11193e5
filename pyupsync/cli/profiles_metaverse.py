"""``pyupsync profiles metaverse``: has the engine the pictures, and what is it about to do with them?"""

from __future__ import annotations

import argparse
from typing import TypeAlias, get_args

from pyupsync.cli.login import add_login, add_password
from pyupsync.cli.options import add_json, add_network, given
from pyupsync.cli.show import show
from pyupsync.config import DirectoryAuth, metaverse_job
from pyupsync.workflows import check_metaverse

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(actions: Areas) -> None:
    """Add the action to the area."""
    help_text = "has the synchronization engine the pictures, and what is it about to do with them?"
    parser = actions.add_parser("metaverse", help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}")
    sources = "csexport:FILE, mv:FILE, runs:FILE (XML), sql:PROVIDER (sql:System.Data.SqlClient)"
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help=sources)
    where_from = "connection string for sql:, or the environment's PYUPSYNC_CONNECTION"
    parser.add_argument("--connection-file", metavar="FILE", help=where_from)
    where = "ldaps://HOST/BASE or ldif:FILE: tells whose picture is there really"
    parser.add_argument("--directory", metavar="ADDRESS", help=where)
    add_network(parser)
    add_json(parser)
    add_login(parser, "that directory", get_args(DirectoryAuth))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look, and exit with 3 when something is wrong."""
    settings = given(args)
    add_password(settings)
    return show(check_metaverse(metaverse_job(settings)), as_json=args.json, mode="test")
