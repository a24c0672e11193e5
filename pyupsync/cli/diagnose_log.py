"""``pyupsync diagnose log``."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from pyupsync import workflows
from pyupsync.cli.options import add_json, given
from pyupsync.cli.show import show
from pyupsync.config import log_job

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_DESCRIPTION = (
    "Reads logs of IIS in the W3C format and says which requests for profile pictures were refused for good, and why. "
    "Exits with 3 when some were."
)


def add(actions: Areas) -> None:
    """Add the action to the area."""
    parser = actions.add_parser(
        "log", help="requests for pictures in IIS logs, and why some failed", description=_DESCRIPTION
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="logs, archives (.gz, .bz2, .xz, .zip), folders of them"
    )
    parser.add_argument("--since", metavar="TIME", help="only from then on: 2025-03-03, 2025-03-03T08:00 (UTC)")
    parser.add_argument("--until", metavar="TIME", help="only up to then; a date is all of its day")
    several = (
        ("--client", "ADDRESS", "only requests from this address"),
        ("--account", "NAME", "only this person's pictures: DOMAIN\\user, user"),
        ("--server-address", "ADDRESS", "a further address of the server itself, for the loopback check"),
        ("--pattern", "PATH", "requests for these paths (* and ?) instead of pictures; '*' is all"),
    )
    for option, metavar, help_text in several:
        parser.add_argument(option, action="append", metavar=metavar, help=f"{help_text}; may be given several times")
    parser.add_argument("--window", type=int, metavar="SECONDS", help="a logon takes so long between requests (60)")
    parser.add_argument("--requests", action="store_true", help="list the requests instead")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge the logs, or list what is in them."""
    settings = given(args)
    listing = settings.pop("requests")
    job = log_job(settings)
    if listing:
        return show(workflows.list_photo_requests(job), as_json=args.json, mode="list")
    return show(workflows.diagnose_log(job), as_json=args.json, mode="test")
