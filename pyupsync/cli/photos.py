"""``pyupsync photos plan|export``: the options they share, and what each does; the others are in photo_history."""

from __future__ import annotations

import argparse
from typing import get_args

from pyupsync.cli import photo_history, photo_look
from pyupsync.cli.login import add_directory_passwords, add_login, add_password
from pyupsync.cli.options import (
    add_config,
    add_directories,
    add_json,
    add_network,
    add_output,
    add_report,
    configured,
    given,
)
from pyupsync.cli.show import show
from pyupsync.config import DirectoryAuth, ImageProfile, PhotoJob, SiteAuth, photo_job
from pyupsync.config.unattended import LogLevel
from pyupsync.workflows import photo_export_events, photo_plan_events


def add(areas: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("photos", help="profile pictures into thumbnailPhoto")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    plan = actions.add_parser(
        "plan", help="show what an export would change", description="Show what an export would change."
    )
    plan.set_defaults(run=run_plan)
    export = actions.add_parser(
        "export",
        help="write the pictures into the directory",
        description="Fetch everybody's picture and write it to thumbnailPhoto where it differs.",
    )
    export.add_argument("--what-if", action="store_true", help="change nothing; say what would be done")
    export.set_defaults(run=run_export)
    for command in (plan, export):
        _add_options(command)
    _add_unattended(export)
    photo_history.add(actions)
    photo_look.add(actions)


def _add_options(command: argparse.ArgumentParser) -> None:
    what = command.add_argument_group("what")
    add_config(what, "these options")
    profiles = "csv:FILE, jsonl:FILE, soap:URL, rest:URL?accounts=FILE, library:URL, library:FOLDER or om:"
    what.add_argument("--profiles", metavar="ADDRESS", help=profiles)
    add_directories(what)
    add_output(what)
    what.add_argument("--photos", metavar="ADDRESS", help="http (default) or folder:PATH")
    sites = "gets credentials: host, host:444, https://host:444; repeatable"
    what.add_argument("--site", dest="sites", action="append", metavar="SITE", help=sites)
    what.add_argument("--image", choices=get_args(ImageProfile), help="gal 96x96 <= 10 KB (default), lync, large")
    what.add_argument("--workers", type=int, metavar="N", help="pictures fetched at once (8)")
    add_network(what)
    add_json(what)
    add_report(what)
    _add_manners(command)
    _add_keeping(command)
    add_login(command, "the directory", get_args(DirectoryAuth))
    add_login(command, "the photo site", get_args(SiteAuth), "site-")


def _add_manners(command: argparse.ArgumentParser) -> None:
    manners = command.add_argument_group("manners towards the photo site")
    manners.add_argument("--rate", type=float, metavar="N", help="requests a second to one host at most (no bound)")
    manners.add_argument("--per-host", type=int, metavar="N", help="requests at once to one host (as --workers)")
    manners.add_argument("--retries", type=int, metavar="N", help="ask again while it is busy or drops connections (4)")
    manners.add_argument("--proxy", metavar="http://HOST:PORT", help="for pictures; the environment's is not used")


def _add_keeping(command: argparse.ArgumentParser) -> None:
    keeping = command.add_argument_group("what is kept between runs")
    keeping.add_argument("--state", metavar="ADDRESS", help="sqlite:FILE, for what runs know and did (docs/state.md)")
    keeping.add_argument(
        "--overwrite-foreign", action="store_true", default=None, help="write over what others put there since"
    )
    keeping.add_argument(
        "--clear-missing", action="store_true", default=None, help="clear what was published of profiles without one"
    )
    keeping.add_argument("--max-clear", metavar="N|P%", help="stop before clearing more than this (10%%)")
    photo_history.add_bounds(keeping)


def _add_unattended(command: argparse.ArgumentParser) -> None:
    alone = command.add_argument_group("while nobody watches (docs/unattended.md)")
    alone.add_argument("--lock", metavar="FILE", help="held by one export at a time; --state has a lock of its own")
    alone.add_argument("--lock-wait", type=float, metavar="SECONDS", help="wait for another run (0: exit code 75)")
    alone.add_argument(
        "--log",
        action="append",
        metavar="FILE",
        help="of JSON lines, or journal:, or eventlog: (Windows); repeatable",
    )
    alone.add_argument("--log-level", choices=get_args(LogLevel), help="the least that is logged (info)")
    alone.add_argument("--metrics", metavar="FILE", help="FILE.prom, in Prometheus' text format")


def job_from(args: argparse.Namespace) -> PhotoJob:
    """Make the job: the configuration file's settings, overridden by the command line's.

    Raises:
        UsageError: Unknown, missing or unusable settings.
    """
    settings = configured(args.config) | given(args)
    add_directory_passwords(settings)
    for prefix in ("", "site-"):
        add_password(settings, prefix)
    return photo_job(settings)


def run_plan(args: argparse.Namespace) -> int:
    """Plan, and exit with 3 when there is something to change."""
    return show(photo_plan_events(job_from(args)), as_json=args.json, mode="plan")


def run_export(args: argparse.Namespace) -> int:
    """Export, and exit with 1 when some pictures failed."""
    return show(photo_export_events(job_from(args), what_if=args.what_if), as_json=args.json)
