"""``pyupsync deploy plan|apply|verify``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from pyupsync.cli.options import add_json
from pyupsync.cli.show import show
from pyupsync.config.desired import AREAS, read_desired
from pyupsync.workflows import apply_deployment, plan_deployment, verify_deployment

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("deploy", help="a farm's desired state: planned, applied, verified over all areas")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, help_text, run in (
        ("plan", "show what would change, over all areas", run_plan),
        ("apply", "bring the farm into its desired state", run_apply),
        ("verify", "tell what is not as desired, and whether pictures get through", run_verify),
    ):
        _command(actions, name, help_text, run)
    actions.choices["apply"].add_argument("--what-if", action="store_true", help="change nothing")


def _command(actions: Areas, name: str, help_text: str, run: Command) -> None:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    parser.add_argument("configuration", metavar="CONFIG", help="TOML file with the desired state (docs/deploy.md)")
    parser.add_argument("--only", action="append", default=[], choices=AREAS, help="this area alone; once for each")
    add_json(parser)
    parser.set_defaults(run=run)


def run_plan(args: argparse.Namespace) -> int:
    """Plan, and exit with 3 when there is something to change."""
    return show(plan_deployment(read_desired(args.configuration), args.only), as_json=args.json, mode="plan")


def run_apply(args: argparse.Namespace) -> int:
    """Apply, and exit with 1 when something failed."""
    events = apply_deployment(read_desired(args.configuration), args.only, what_if=args.what_if)
    return show(events, as_json=args.json)


def run_verify(args: argparse.Namespace) -> int:
    """Verify, and exit with 3 when something is not as desired."""
    return show(verify_deployment(read_desired(args.configuration), args.only), as_json=args.json, mode="test")
