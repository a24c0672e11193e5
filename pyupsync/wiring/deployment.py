"""Where saved plans are."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyupsync.adapters.deployment.plan_file import PlanFile


def open_plan_file(path: str, stack: ExitStack) -> PlanFile:
    """The file that a plan is to be saved in; ``stack`` leaves nothing of one that was not.

    Raises:
        UsageError: It cannot be written, or holds something else.
    """
    from pyupsync.adapters.deployment.plan_file import PlanFile

    file = PlanFile(path)
    stack.callback(file.discard)
    return file


def read_plan_file(path: str) -> str:
    """The text of a saved plan.

    Raises:
        PlanUnreadable: It cannot be read.
    """
    from pyupsync.adapters.deployment.plan_file import read_plan

    return read_plan(path)
