"""``pyupsync diagnose farm``: does a farm let pictures through?"""

from __future__ import annotations

import argparse

from pyupsync import workflows
from pyupsync.cli.diagnosis_options import add_options, job_from
from pyupsync.cli.show import show


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    command = actions.add_parser(
        "farm",
        help="does a farm let pictures through?",
        description="Look at every station of a farm's pictures; say the cause first, then the whole way.",
    )
    command.add_argument("urls", nargs="*", metavar="URL", help="sites of the farm, beside those that --farm tells")
    probe = "a test user whose picture is written as the last check, and is as before afterwards"
    command.add_argument("--probe-user", metavar="NAME", help=probe)
    add_options(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Diagnose; 3 when a station is broken."""
    return show(workflows.diagnose_farm_events(job_from(args)), as_json=args.json, mode="test")
