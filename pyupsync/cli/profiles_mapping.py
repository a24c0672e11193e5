"""``pyupsync profiles mapping [show|plan|set]``."""

from __future__ import annotations

import argparse

from pyupsync.cli.options import add_json, given
from pyupsync.cli.profiles_connections import add_farm
from pyupsync.cli.show import show
from pyupsync.config import MappingJob, mapping_job
from pyupsync.errors import UsageError
from pyupsync.workflows import check_picture_mapping, plan_picture_mapping, set_picture_mapping

_UNUSED = {"show": ("force",), "plan": (), "set": ()}


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    parser = actions.add_parser(
        "mapping",
        help="is PictureURL exported to thumbnailPhoto? plan it, set it",
        description="Show (the default), plan or set the export of PictureURL to thumbnailPhoto.",
    )
    parser.add_argument("step", nargs="?", choices=tuple(_UNUSED), default="show", help="show, plan or set (show)")
    add_farm(parser)
    one = "this connection; may come several times (every one to Active Directory)"
    parser.add_argument("--connection", dest="connections", action="append", metavar="NAME", help=one)
    force = "plan, set: remove what is in the way: imports of PictureURL, its export elsewhere"
    parser.add_argument("--force", action="store_true", default=None, help=force)
    parser.add_argument("--what-if", action="store_true", help="set: change nothing")
    add_json(parser)
    parser.set_defaults(run=run)


def job_from(args: argparse.Namespace) -> MappingJob:
    """Make the job from the command line.

    Raises:
        UsageError: Unusable settings, or one that the step has no use for.
    """
    settings = given(args)
    step = settings.pop("step")
    if args.what_if and step != "set":
        raise UsageError(f"--what-if has no use with {step}, which changes nothing.", advice="Leave it out.")
    return mapping_job(settings, unused=_UNUSED[step])


def run(args: argparse.Namespace) -> int:
    """Show (exit 3 when it is not exported as it should be), plan (exit 3 with changes pending) or set."""
    job = job_from(args)
    if args.step == "show":
        return show(check_picture_mapping(job), as_json=args.json, mode="test")
    if args.step == "plan":
        return show(plan_picture_mapping(job), as_json=args.json, mode="plan")
    return show(set_picture_mapping(job, what_if=args.what_if), as_json=args.json)
