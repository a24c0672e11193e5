"""Brings a farm into the desired state of a file, after somebody has looked at what that changes.

python deploy.py pyupsync.toml
"""

from __future__ import annotations

import sys
from collections import Counter

from pyupsync import Change, Outcome, UpSyncError, apply, plan, verify


def ask(change: Change) -> bool:
    """Whether a change may be made: here everything but taking trust away."""
    return not change.action.startswith("Remove trusted root")


def main(configuration: str) -> int:
    try:
        planned = plan(configuration, out="plan.json")
        for area, number in sorted(Counter(change.area for change in planned.changes).items()):
            print(f"{area}: {number} to change")
        outcomes: list[Outcome] = list(apply("plan.json", confirm=ask))
    except UpSyncError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for outcome in outcomes:
        if outcome.status == "failed":
            print(f"{outcome.area}: {outcome.subject or outcome.target}: {outcome.reason} {outcome.advice}")
    print(", ".join(f"{number} {status}" for status, number in sorted(Counter(o.status for o in outcomes).items())))
    for finding in verify(configuration, only=["trust", "zones"]):
        if finding.status == "error":
            print(f"{finding.subject}: {finding.actual} {finding.advice}")
    return int(any(outcome.status == "failed" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
