"""``pyupsync zones list|plan|add|remove|test``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias, get_args

from pyupsync.cli.login import add_login, add_password
from pyupsync.cli.options import add_json, given
from pyupsync.cli.show import show
from pyupsync.config import DirectoryAuth, ZoneJob, zone_job
from pyupsync.workflows import add_zones, check_zones, list_zones, plan_zones, remove_zones

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("zones", help="the Local intranet zone of an account")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    _command(actions, "list", "show every entry of the account's zones", run_list)
    for name, help_text, run in (
        ("plan", "show what adding sites would change", run_plan),
        ("add", "bring sites into the Local intranet zone", run_add),
        ("remove", "take sites' own entries out of it", run_remove),
        ("test", "which zone is a site in, and are credentials sent?", run_test),
    ):
        _command(actions, name, help_text, run)
    for name in ("plan", "add"):
        actions.choices[name].add_argument("--force", action="store_true", help="change other zones' entries too")
    for name in ("plan", "add", "remove"):
        actions.choices[name].add_argument("--reg-file", metavar="FILE", help="write the changes as a .reg file")
    for name in ("add", "remove"):
        undo = "file or folder where what was there before is kept (./zones-undo-DATE.reg)"
        actions.choices[name].add_argument("--undo-file", metavar="PATH", help=undo)
        actions.choices[name].add_argument("--what-if", action="store_true", help="change nothing")


def _command(actions: Areas, name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}")
    parser.add_argument("urls", nargs="*", metavar="URL", help="https://mysite.contoso.com, http://mysite")
    parser.add_argument("--farm", metavar="ADDRESS", help="sharepoint: or farm:FILE: every address of it is a site too")
    parser.add_argument("--registry", required=True, metavar="ADDRESS", help="winreg:, reg:FILE or hive:FILE")
    whose = "whose zones: a SID, DOMAIN\\user, user@domain; service: the farm's User Profile service's"
    parser.add_argument("--account", metavar="NAME", help=whose)
    directory = "ldaps://HOST/BASE: where the SID of a name is looked up, outside of Windows"
    parser.add_argument("--directory", metavar="ADDRESS", help=directory)
    parser.add_argument("--ca-file", metavar="PEM", help="authorities to trust for it")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="give a silent directory up after (30)")
    add_json(parser)
    add_login(parser, "that directory", get_args(DirectoryAuth))
    parser.set_defaults(run=run)
    return parser


def job_from(args: argparse.Namespace) -> ZoneJob:
    """Make the job from the command line; what a command has no option for stays as it is by default.

    Raises:
        UsageError: Missing or unusable settings.
    """
    settings = given(args)
    add_password(settings)
    return zone_job(settings)


def run_list(args: argparse.Namespace) -> int:
    """List the entries."""
    return show(list_zones(job_from(args)), as_json=args.json, mode="list")


def run_plan(args: argparse.Namespace) -> int:
    """Plan, and exit with 3 when there is something to change."""
    return show(plan_zones(job_from(args)), as_json=args.json, mode="plan")


def run_add(args: argparse.Namespace) -> int:
    """Add sites."""
    return show(add_zones(job_from(args), what_if=args.what_if), as_json=args.json)


def run_remove(args: argparse.Namespace) -> int:
    """Remove sites."""
    return show(remove_zones(job_from(args), what_if=args.what_if), as_json=args.json)


def run_test(args: argparse.Namespace) -> int:
    """Test sites, and exit with 3 when one is not in the zone."""
    return show(check_zones(job_from(args)), as_json=args.json, mode="test")
