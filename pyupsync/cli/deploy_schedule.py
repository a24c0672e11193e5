"""``pyupsync deploy schedule``: an export that systemd or Windows starts by itself."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from pyupsync.cli.options import add_json, given
from pyupsync.cli.show import show
from pyupsync.config.schedule import SYSTEMS, ScheduleJob, schedule_job
from pyupsync.model import Record
from pyupsync.workflows import install_schedule, show_schedule

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add(actions: Areas) -> None:
    """Add the action to the area."""
    said = "let systemd or Windows start the export by itself"
    parser = actions.add_parser("schedule", help=said, description=f"{said[0].upper()}{said[1:]}.")
    parser.add_argument("configuration", metavar="CONFIG", help="TOML file whose [photos] table is exported")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--print", dest="printing", action="store_true", help="show the definitions, change nothing")
    what.add_argument("--install", action="store_true", help="define and enable it, as an administrator")
    parser.add_argument("--for", dest="system", choices=SYSTEMS, help="what starts it (that of this system)")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--every", metavar="15m|1h|1d", help="from one run to the next")
    when.add_argument("--at", metavar="HH:MM", help="once a day (02:00)")
    parser.add_argument("--account", metavar="NAME", help=r"whom it runs as: a user, DOMAIN\name$ (gMSA), SYSTEM")
    parser.add_argument("--name", help="of the units or the task (pyupsync-photos)")
    parser.add_argument("--root", metavar="DIR", help="define it below DIR, and start nothing")
    parser.add_argument("--what-if", action="store_true", help="change nothing; say what would be done")
    add_json(parser)
    parser.set_defaults(run=run)


def job_from(args: argparse.Namespace) -> ScheduleJob:
    """Make the job from the command line."""
    return schedule_job({key: value for key, value in given(args).items() if key not in {"printing", "install"}})


def run(args: argparse.Namespace) -> int:
    """Show, or install and exit with 1 when something failed."""
    job = job_from(args)
    if args.install:
        return show(install_schedule(job, what_if=args.what_if), as_json=args.json)
    if args.json:
        return show(show_schedule(job), as_json=True, mode="list")
    for event in show_schedule(job):
        if isinstance(event, Record):
            print(_shown(job.system, event))
    return 0


def _shown(system: str, record: Record) -> str:
    """A definition to be read, or redirected into a file."""
    text = str(record.facts["definition"])
    return f"# {record.facts['place']}\n{text}" if system == "systemd" else text.rstrip()
