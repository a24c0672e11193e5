"""``pyupsync module install|uninstall|path|doctor``: the PowerShell module, put where PowerShell finds it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from pyupsync.cli.options import add_json, given
from pyupsync.cli.show import show
from pyupsync.config import ModuleJob, module_job
from pyupsync.config.module import EDITIONS, SCOPES
from pyupsync.workflows import check_module, install_module, list_modules, uninstall_module

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("module", help="the PowerShell module PyUpSync")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, help_text, run in (
        ("install", "put it where PowerShell finds it, bound to this Python", run_install),
        ("uninstall", "remove it from there", run_uninstall),
        ("path", "show where it is, or would be", run_path),
        ("doctor", "check this Python, the PowerShells here, and what is installed for them", run_doctor),
    ):
        _command(actions, name, help_text, run)
    for name in ("install", "uninstall", "path"):
        actions.choices[name].add_argument(
            "--scope", choices=SCOPES, type=_word(SCOPES), help="whose modules (CurrentUser)"
        )
    for name in ("install", "uninstall"):
        actions.choices[name].add_argument("--what-if", action="store_true", help="change nothing")


def _command(actions: Areas, name: str, help_text: str, run: Command) -> None:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    meant = "WindowsPowerShell is 5.1, PowerShell is 7 (both, where this system has both)"
    parser.add_argument("--for", dest="edition", choices=EDITIONS, type=_word(EDITIONS), help=meant)
    add_json(parser)
    parser.set_defaults(run=run)


def _word(choices: tuple[str, ...]) -> Callable[[str], str]:
    """A choice in any case, as PowerShell takes words."""
    known = {choice.lower(): choice for choice in choices}
    return lambda text: known.get(text.lower(), text)


def job_from(args: argparse.Namespace) -> ModuleJob:
    """Make the job from the command line."""
    return module_job(given(args))


def run_install(args: argparse.Namespace) -> int:
    """Install."""
    return show(install_module(job_from(args), what_if=args.what_if), as_json=args.json)


def run_uninstall(args: argparse.Namespace) -> int:
    """Uninstall."""
    return show(uninstall_module(job_from(args), what_if=args.what_if), as_json=args.json)


def run_path(args: argparse.Namespace) -> int:
    """List the places."""
    return show(list_modules(job_from(args)), as_json=args.json, mode="list")


def run_doctor(args: argparse.Namespace) -> int:
    """Check, and exit with 1 when something is wrong."""
    return show(check_module(job_from(args)), as_json=args.json, mode="verify")
