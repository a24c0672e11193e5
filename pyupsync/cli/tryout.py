"""``pyupsync tryout [DIR]``: the embedded farm, for a first look without a server, a domain or root."""

from __future__ import annotations

import argparse


def add(areas: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = areas.add_parser(
        "tryout",
        help="see it work on 25 made-up people, on this machine alone",
        description="Make a small farm of 25 fictional people in a folder (a photo site on this machine, a directory "
        "in LDIF, profiles in CSV, a service account's registry), trust its site, bring its addresses into that "
        "account's Intranet zone, plan and export the pictures, and leave a page with what became of each.",
    )
    parser.add_argument("folder", metavar="DIR", nargs="?", default="tryout", help="where to make it (./tryout)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the tryout; exit with 1 when the second export was not idle."""
    from pyupsync.tryout.run import tryout  # noqa: PLC0415 - drawing and certificates load for this command only

    return tryout(args.folder)
