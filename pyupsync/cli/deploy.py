"""``pyupsync deploy plan|apply|verify|schema``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from pyupsync.cli import deploy_schedule
from pyupsync.cli.options import add_json
from pyupsync.cli.show import show
from pyupsync.config.desired import AREAS, read_desired
from pyupsync.config.desired_schema import desired_schema
from pyupsync.errors import UsageError
from pyupsync.workflows import (
    apply_deployment,
    apply_saved_plan,
    plan_deployment,
    read_saved_plan,
    save_plan,
    verify_deployment,
)
from pyupsync.workflows.deployment_runs import alone, told

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]
_CONFIG = "TOML file with the desired state (docs/deploy.md)"


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("deploy", help="a farm's desired state: planned, applied, verified over all areas")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, help_text, what, run in (
        ("plan", "show what would change, over all areas", _CONFIG, run_plan),
        ("apply", "bring the farm into its desired state", f"{_CONFIG}, or FILE.json from plan --out", run_apply),
        ("verify", "tell what is not as desired, and whether pictures get through", _CONFIG, run_verify),
    ):
        _command(actions, name, help_text, what, run)
    deploy_schedule.add(actions)
    schema = actions.add_parser("schema", help="print the JSON schema of the configuration")
    schema.set_defaults(run=run_schema)
    saved = "keep the plan, for apply FILE.json; it holds neither secrets nor pictures"
    actions.choices["plan"].add_argument("--out", default="", metavar="FILE.json", help=saved)
    apply = actions.choices["apply"]
    apply.add_argument("--what-if", action="store_true", help="change nothing")
    apply.add_argument("--lock", default="", metavar="FILE", help="what one run at a time holds (CONFIG.lock)")
    apply.add_argument("--lock-wait", type=float, default=0.0, metavar="SECONDS", help="wait for another run (0)")


def _command(actions: Areas, name: str, help_text: str, what: str, run: Command) -> None:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    parser.add_argument("configuration", metavar="CONFIG", help=what)
    parser.add_argument("--only", action="append", default=[], choices=AREAS, help="this area alone; once for each")
    parser.add_argument("--html", default="", metavar="FILE", help="tell the run on a page too")
    add_json(parser)
    parser.set_defaults(run=run)


def run_plan(args: argparse.Namespace) -> int:
    """Plan, and exit with 3 when there is something to change."""
    desired = read_desired(args.configuration)
    if args.out:
        work = partial(save_plan, desired, args.out, args.only)
    else:
        work = partial(plan_deployment, desired, args.only)
    return show(told(desired, "plan", work, html=args.html), as_json=args.json, mode="plan")


def run_apply(args: argparse.Namespace) -> int:
    """Apply, and exit with 1 when something failed, or when a saved plan is not of today any more."""
    if args.configuration.lower().endswith(".json"):
        saved, desired = read_saved_plan(args.configuration)
        if args.only:
            raise UsageError("A saved plan is applied as a whole.", advice="Leave --only out, or plan with it.")
        work = partial(apply_saved_plan, saved, desired, what_if=args.what_if)
    else:
        desired = read_desired(args.configuration)
        work = partial(apply_deployment, desired, args.only, what_if=args.what_if)
    begin = work if args.what_if else partial(alone, desired, work, lock=args.lock, wait=args.lock_wait)
    events = told(desired, "apply", begin, html=args.html, what_if=args.what_if)
    return show(events, as_json=args.json)


def run_schema(_args: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(desired_schema(), indent=1))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Verify, and exit with 3 when something is not as desired."""
    desired = read_desired(args.configuration)
    events = told(desired, "verify", partial(verify_deployment, desired, args.only), html=args.html)
    return show(events, as_json=args.json, mode="test")
