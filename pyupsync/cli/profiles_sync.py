"""``pyupsync profiles sync [status|start|stop]``."""

from __future__ import annotations

import argparse

from pyupsync.cli.options import add_json, given
from pyupsync.cli.profiles_connections import add_farm
from pyupsync.cli.show import show
from pyupsync.config import synchronization_job
from pyupsync.errors import UsageError
from pyupsync.workflows import start_synchronization, stop_synchronization, synchronization_status

_STEPS = ("status", "start", "stop")


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    parser = actions.add_parser(
        "sync",
        help="is profile synchronization running? start it, stop it",
        description="Show how the synchronization stands (the default), start one, or stop the one that is running.",
    )
    parser.add_argument("step", nargs="?", choices=_STEPS, default="status", help="status, start or stop (status)")
    add_farm(parser)
    parser.add_argument("--full", action="store_true", default=None, help="start: synchronize everything")
    parser.add_argument("--wait", action="store_true", default=None, help="start: wait until it has ended")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="wait so long at most (14400)")
    parser.add_argument("--interval", type=float, metavar="SECONDS", help="between two looks (5)")
    parser.add_argument("--what-if", action="store_true", help="start, stop: change nothing")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show how it stands, start one, or stop it."""
    settings = given(args)
    step = settings.pop("step")
    if step == "start":
        job = synchronization_job(settings)
        return show(start_synchronization(job, what_if=args.what_if), as_json=args.json)
    farm = synchronization_job(settings, unused=("full", "wait", "timeout", "interval")).farm
    if step == "stop":
        return show(stop_synchronization(farm, what_if=args.what_if), as_json=args.json)
    if args.what_if:
        raise UsageError("--what-if has no use with status, which changes nothing.", advice="Leave it out.")
    return show(synchronization_status(farm), as_json=args.json, mode="list")
