"""``pyupsync farm urls|accounts``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from pyupsync.cli.options import add_json
from pyupsync.cli.show import show
from pyupsync.model import EventStream
from pyupsync.workflows import list_farm_accounts, list_farm_urls, save_farm

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("farm", help="what a SharePoint farm says of itself")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    _command(actions, "urls", "show every address the farm answers to, and its zone in SharePoint", list_farm_urls)
    _command(actions, "accounts", "show the accounts that User Profile services run under", list_farm_accounts)


def _command(actions: Areas, name: str, help_text: str, work: Callable[[str], EventStream]) -> None:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    parser.add_argument("--farm", required=True, metavar="ADDRESS", help="sharepoint: or farm:FILE")
    add_json(parser)
    parser.add_argument("--save", metavar="FILE", help="keep addresses and accounts in FILE, for farm:FILE elsewhere")
    parser.set_defaults(run=run, work=work)


def run(args: argparse.Namespace) -> int:
    """List what was asked for; with ``--save`` from the file that was made of it."""
    farm = args.farm
    if args.save:
        save_farm(farm, args.save)
        farm = f"farm:{args.save}"
    return show(args.work(farm), as_json=args.json, mode="list")
