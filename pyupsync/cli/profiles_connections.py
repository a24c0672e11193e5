"""``pyupsync profiles connections``."""

from __future__ import annotations

import argparse

from pyupsync.cli.options import add_json
from pyupsync.cli.show import show
from pyupsync.workflows import list_sync_connections, save_sync_connections


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the area."""
    parser = actions.add_parser(
        "connections",
        help="show what profiles are synchronized with: kind, server, account, containers",
        description="Show every connection of the User Profile service application.",
    )
    add_farm(parser)
    add_json(parser)
    parser.add_argument("--save", metavar="FILE", help="keep connections and mappings in FILE, for farm:FILE elsewhere")
    parser.set_defaults(run=run)


def add_farm(parser: argparse.ArgumentParser) -> None:
    """Add ``--farm``."""
    parser.add_argument(
        "--farm", required=True, metavar="ADDRESS", help="om:, om:https://SITE, sharepoint: or farm:FILE"
    )


def run(args: argparse.Namespace) -> int:
    """List them; with ``--save`` from the file that was made of it."""
    farm = args.farm
    if args.save:
        save_sync_connections(farm, args.save)
        farm = f"farm:{args.save}"
    return show(list_sync_connections(farm), as_json=args.json, mode="list")
