"""``pyupsync diagnose …``; each action in a file of its own, ``cli/diagnose_<action>.py``."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TypeAlias

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ACTIONS: tuple[str, ...] = ("events", "farm", "log", "person")


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("diagnose", help="why a picture is missing: logs, events, the farm, one person")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action in ACTIONS:
        import_module(f"pyupsync.cli.diagnose_{action}").add(actions)
