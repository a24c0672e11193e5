"""``pyupsync diagnose events``: which certificates SharePoint refused, and what to import."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from pyupsync import workflows
from pyupsync.cli.options import add_json, given
from pyupsync.cli.show import show
from pyupsync.config import event_job

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(actions: Areas) -> None:
    """Add the action to the area."""
    help_text = "which certificates SharePoint refused (event 8311), and what to import"
    parser = actions.add_parser("events", help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    files = "files or folders: event XML, CSV or text from Event Viewer or wevtutil, SharePoint's own logs (ULS)"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=files)
    parser.add_argument("--store", metavar="ADDRESS", help="folder:PATH or sharepoint: what is trusted by now")
    at_hand = "files and folders with certificates that may be the missing ones"
    parser.add_argument("--with", dest="certificates", nargs="+", metavar="PATH", help=at_hand)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the events, and exit with 3 when a certificate is missing."""
    return show(workflows.diagnose_events(event_job(given(args))), as_json=args.json, mode="test")
