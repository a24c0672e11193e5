"""``pyupsync diagnose person NAME``: why has somebody no picture?"""

from __future__ import annotations

import argparse

from pyupsync import workflows
from pyupsync.cli.diagnosis_options import add_options, job_from
from pyupsync.cli.show import show


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    command = actions.add_parser(
        "person",
        help="why has somebody no picture?",
        description="Look at every station of a person's picture; say the cause first, then the whole way.",
    )
    command.add_argument("person", metavar="NAME", help="alice, DOMAIN\\alice, alice@domain, a SID, a claim")
    add_options(command)
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Diagnose; 3 when a station is broken."""
    return show(workflows.diagnose_person_events(job_from(args)), as_json=args.json, mode="test")
