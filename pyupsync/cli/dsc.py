"""``pyupsync dsc RESOURCE get|set|test|whatIf|export``: what DSC v3 calls; JSON in and out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyupsync
from pyupsync.config.dsc import OPERATIONS, RESOURCES
from pyupsync.errors import UpSyncError, UsageError
from pyupsync.workflows.dsc import export_states, get_state, open_instance, set_state, test_state, what_if_state

_WORK = {"get": get_state, "set": set_state, "test": test_state, "whatIf": what_if_state}


def add(areas: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the area to the command line."""
    said = "what Microsoft DSC v3 calls: JSON on standard input and output (docs/deploy.md)"
    parser = areas.add_parser("dsc", help=said, description=f"{said[0].upper()}{said[1:]}.")
    parser.add_argument("resource", metavar="RESOURCE", help=f"{', '.join(RESOURCES)}, or manifests")
    what = f"{', '.join(OPERATIONS)}, manifest or schema; after manifests the folder that they are written to"
    parser.add_argument("operation", metavar="OPERATION", nargs="?", default="", help=what)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do one operation; what went wrong is traced as JSON on standard error."""
    try:
        if args.resource not in {*RESOURCES, "manifests"}:
            raise UsageError(f"There is no resource {args.resource}.", advice=f"There are {', '.join(RESOURCES)}.")
        if not args.operation:
            raise UsageError("No operation was given.", advice=f"There are {', '.join(OPERATIONS)}.")
        if args.resource == "manifests":
            _write_manifests(Path(args.operation))
        else:
            for answer in _answers(args.resource, args.operation):
                print(json.dumps(answer), flush=True)
    except UpSyncError as error:
        trace("error", str(error))
        return error.exit_code
    return 0


def trace(level: str, text: str) -> None:
    """Say something in the way that DSC reads: one object a line, the level its only name."""
    print(json.dumps({level: text}), file=sys.stderr, flush=True)


def _answers(resource: str, operation: str) -> Iterator[Mapping[str, Any]]:
    one = RESOURCES[resource]
    if operation == "manifest":
        yield one.manifest(pyupsync.__version__)
    elif operation == "schema":
        yield one.schema()
    elif operation == "export":
        yield from export_states(resource, _given(optional=True), trace)
    elif operation in _WORK:
        yield _WORK[operation](open_instance(resource, _given(), trace))
    else:
        raise UsageError(f"There is no operation {operation}.", advice=f"There are {', '.join(OPERATIONS)}.")


def _given(*, optional: bool = False) -> Mapping[str, Any]:
    text = sys.stdin.read().lstrip("\ufeff")
    if optional and not text.strip():
        return {}
    try:
        instance = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"What came on standard input is no JSON: {error}.") from error
    if not isinstance(instance, dict):
        raise UsageError("What came on standard input is no object.")
    return instance


def _write_manifests(folder: Path) -> None:
    try:
        for path, text in manifests(RESOURCES):
            (folder / path).write_text(text, encoding="ascii", newline="\n")
    except OSError as error:
        raise UsageError(f"The manifests cannot be written to {folder}: {error.strerror}.") from error


def manifests(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The manifests' files and what is in them."""
    for name in names:
        text = json.dumps(RESOURCES[name].manifest(pyupsync.__version__), indent=2)
        yield f"{name}.dsc.resource.json", f"{text}\n"
