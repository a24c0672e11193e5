"""``pyupsync access test|plan|grant|undo``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias, get_args

from pyupsync.cli.login import add_login, add_password
from pyupsync.cli.options import add_json, add_network, add_output, given
from pyupsync.cli.show import show
from pyupsync.config import AccessJob, DirectoryAuth, access_job
from pyupsync.config.access import RIGHTS
from pyupsync.workflows import check_access, grant_access, plan_access, undo_access

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]
_UNDO = "file or folder where what was there before is kept (./access-undo-DATE.jsonl)"


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("access", help="rights in the directory: who may write pictures, and why not")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, help_text, run in (
        ("test", "tell what an account may do, and what decides it", run_test),
        ("plan", "show what granting would add", run_plan),
        ("grant", "give an account the right to write thumbnailPhoto below an OU, or others", run_grant),
    ):
        parser = _command(actions, name, help_text, run)
        whose = r"whose rights: DOMAIN\user, user@domain, a DN or a SID; once for each"
        parser.add_argument("--account", dest="accounts", action="append", metavar="NAME", help=whose)
        where = "container whose people are meant; once for each (the base in the address)"
        parser.add_argument("--ou", dest="ous", action="append", metavar="DN", help=where)
        which = "once for each (write-photo); the others are for SharePoint's own synchronization"
        parser.add_argument("--right", dest="rights", action="append", choices=RIGHTS, help=which)
    undo = _command(actions, "undo", "take back what grant has added", run_undo)
    undo.add_argument("undo_file", metavar="FILE", help="what grant wrote: access-undo-DATE.jsonl")
    actions.choices["grant"].add_argument("--undo-file", metavar="PATH", help=_UNDO)
    for name in ("grant", "undo"):
        actions.choices[name].add_argument("--what-if", action="store_true", help="change nothing")
    for name in ("plan", "grant", "undo"):
        add_output(actions.choices[name])


def _command(actions: Areas, name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    address = "ldaps://HOST[,HOST]/BASE, ldaps:///BASE, ldap+starttls://… or ldif:FILE"
    parser.add_argument("--directory", required=True, metavar="ADDRESS", help=address)
    add_network(parser)
    add_json(parser)
    add_login(parser, "the directory", get_args(DirectoryAuth))
    parser.set_defaults(run=run)
    return parser


def job_from(args: argparse.Namespace) -> AccessJob:
    """Make the job from the command line; what a command has no option for stays as it is by default.

    Raises:
        UsageError: Missing or unusable settings.
    """
    settings = given(args)
    add_password(settings)
    return access_job(settings)


def run_test(args: argparse.Namespace) -> int:
    """Test, and exit with 3 when a right is missing."""
    return show(check_access(job_from(args)), as_json=args.json, mode="test")


def run_plan(args: argparse.Namespace) -> int:
    """Plan, and exit with 3 when there is something to grant."""
    return show(plan_access(job_from(args)), as_json=args.json, mode="plan")


def run_grant(args: argparse.Namespace) -> int:
    """Grant."""
    return show(grant_access(job_from(args), what_if=args.what_if), as_json=args.json)


def run_undo(args: argparse.Namespace) -> int:
    """Take back."""
    return show(undo_access(job_from(args), what_if=args.what_if), as_json=args.json)
