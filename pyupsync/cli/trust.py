"""``pyupsync trust list|plan|import|remove|verify|expand|backup|restore``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from pyupsync.cli.options import add_json
from pyupsync.cli.show import show
from pyupsync.config import TrustJob
from pyupsync.workflows import (
    backup_trust,
    expand_chain,
    import_trust,
    list_trust,
    plan_trust,
    remove_trust,
    restore_trust,
    verify_trust,
)

Areas: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def add(areas: Areas) -> None:
    """Add the area to the command line."""
    area = areas.add_parser("trust", help="SharePoint's trusted root authorities")
    actions = area.add_subparsers(title="actions", metavar="ACTION", required=True)
    _command(actions, "list", "show what is trusted, and what of it expires", run_list)
    for name, help_text, run in (
        ("plan", "show what an import would change", run_plan),
        ("import", "trust every authority of a chain", run_import),
    ):
        command = _command(actions, name, help_text, run)
        command.add_argument("paths", nargs="*", metavar="PATH", help=".cer, .crt, .pem, .p7b files, or folders")
        command.add_argument("--from-url", metavar="URL", help="and the chain that this https site presents")
        command.add_argument("--fetch-issuers", action="store_true", help="get missing issuers over the network (AIA)")
        command.add_argument("--absent", action="append", metavar="NAME", help="name or thumbprint not to be trusted")
        _add_force(command)
    remove = _command(actions, "remove", "trust an authority no longer", run_remove)
    remove.add_argument("names", nargs="+", metavar="NAME", help="name or thumbprint")
    verify = _command(actions, "verify", "does a site validate against this store alone?", run_verify)
    verify.add_argument("url", metavar="URL", help="https://HOST[:PORT]")
    verify.add_argument("--with", dest="paths", nargs="+", default=(), metavar="PATH", help="files that may mend it")
    expand = actions.add_parser("expand", help="write a chain's certificates to single .cer files")
    expand.add_argument("paths", nargs="+", metavar="PATH")
    expand.add_argument("--to", required=True, metavar="FOLDER")
    add_json(expand)
    expand.set_defaults(run=run_expand)
    backup = _command(actions, "backup", "copy the store into a folder", run_backup)
    backup.add_argument("folder", metavar="FOLDER")
    restore = _command(actions, "restore", "trust again what a backup holds", run_restore)
    restore.add_argument("folder", metavar="FOLDER")
    _add_force(restore)
    for name in ("list", "plan", "import"):
        actions.choices[name].add_argument(
            "--warn-days", type=int, default=60, metavar="N", help="warn before expiry (60)"
        )
    for name in ("plan", "import", "verify"):
        actions.choices[name].add_argument(
            "--timeout", type=float, default=30.0, metavar="SECONDS", help="for the network (30)"
        )
    for name in ("import", "remove", "restore"):
        actions.choices[name].add_argument("--restart-iis", action="store_true", help="on every server of the farm")
    for name in ("import", "remove", "restore", "backup", "expand"):
        actions.choices[name].add_argument("--what-if", action="store_true", help="change nothing")


def _command(actions: Areas, name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
    parser.add_argument("--store", required=True, metavar="ADDRESS", help="folder:PATH or sharepoint:")
    add_json(parser)
    parser.set_defaults(run=run)
    return parser


def _add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="trust leaves, expired and weak certificates too")


def job_from(args: argparse.Namespace, *, absent: tuple[str, ...] = (), from_url: str = "") -> TrustJob:
    """Make the job from the command line; what a command has no option for stays as it is by default."""
    given = vars(args)
    return TrustJob(
        store=args.store,
        paths=tuple(given.get("paths") or ()),
        from_url=from_url or given.get("from_url") or "",
        fetch_issuers=given.get("fetch_issuers", False),
        absent=absent or tuple(given.get("absent") or ()),
        force=given.get("force", False),
        restart_iis=given.get("restart_iis", False),
        warn_days=given.get("warn_days", 60),
        timeout=given.get("timeout", 30.0),
    )


def run_list(args: argparse.Namespace) -> int:
    """List the store."""
    return show(list_trust(job_from(args)), as_json=args.json, mode="list")


def run_plan(args: argparse.Namespace) -> int:
    """Plan an import, and exit with 3 when there is something to change."""
    return show(plan_trust(job_from(args)), as_json=args.json, mode="plan")


def run_import(args: argparse.Namespace) -> int:
    """Import a chain."""
    return show(import_trust(job_from(args), what_if=args.what_if), as_json=args.json)


def run_remove(args: argparse.Namespace) -> int:
    """Remove authorities."""
    return show(remove_trust(job_from(args, absent=tuple(args.names)), what_if=args.what_if), as_json=args.json)


def run_verify(args: argparse.Namespace) -> int:
    """Verify a site, and exit with 1 when it is not trusted."""
    return show(verify_trust(job_from(args, from_url=args.url)), as_json=args.json, mode="verify")


def run_expand(args: argparse.Namespace) -> int:
    """Expand a chain into files."""
    return show(expand_chain(args.paths, args.to, what_if=args.what_if), as_json=args.json)


def run_backup(args: argparse.Namespace) -> int:
    """Back the store up."""
    return show(backup_trust(job_from(args), args.folder, what_if=args.what_if), as_json=args.json)


def run_restore(args: argparse.Namespace) -> int:
    """Restore a backup."""
    return show(restore_trust(job_from(args), args.folder, what_if=args.what_if), as_json=args.json)
