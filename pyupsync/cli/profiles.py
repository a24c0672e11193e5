"""``pyupsync profiles …``; each action in a file of its own, ``cli/profiles_<action>.py``."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TypeAlias

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ACTIONS: tuple[str, ...] = ("connections", "mapping", "metaverse", "sync")


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("profiles", help="the User Profile service's own synchronization with the directory")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for action in ACTIONS:
        import_module(f"pyupsync.cli.profiles_{action}").add(actions)
