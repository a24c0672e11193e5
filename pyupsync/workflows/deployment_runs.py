"""A deployment's run as a whole: one at a time, and told on a page."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from pyupsync.config.desired import Desired
from pyupsync.config.unattended import Unattended
from pyupsync.model import EventStream
from pyupsync.photos.several import as_one
from pyupsync.ports import PersonDirectory
from pyupsync.reporting import AboutRun, Reports
from pyupsync.wiring import open_directories, take_run_lock
from pyupsync.workflows.unattended import waited

_TITLES = {"plan": "plan", "apply": "apply", "verify": "verification"}
_TRYING = {"verify": "What is not as desired, and whether pictures get through; nothing was changed."}


def alone(desired: Desired, work: Callable[[], EventStream], *, lock: str = "", wait: float = 0.0) -> EventStream:
    """Do work that changes something while no other run on the same configuration does.

    Args:
        desired: The configuration.
        work: Begins it.
        lock: A file that is held locked meanwhile; empty for one beside the configuration.
        wait: Seconds to wait for another run; 0 refuses at once.

    Raises:
        RunInProgress: Another run is at work still.
        UsageError: The lock cannot be made, or nobody could wait so long.
    """
    Unattended(lock_wait=wait)  # is held to what an export's is
    path = lock or f"{Path(desired.path).resolve()}.lock"
    with ExitStack() as stack:
        yield from waited(lambda: take_run_lock(path, stack), time.monotonic() + wait)
        yield from work()


def told(
    desired: Desired, action: str, work: Callable[[], EventStream], *, html: str = "", what_if: bool = False
) -> EventStream:
    """Pass work's events on, and tell them on a page where one is asked for.

    Raises:
        UsageError: The page cannot be written.
    """
    run = AboutRun(
        f"deploy.{action}",
        f"Desired state: {_TITLES[action]}",
        "apply" if action == "apply" else "plan",
        what_if,
        _where(desired),
        version("pyupsync"),
        leads=(_TRYING.get(action, "What would be changed; nothing was changed."), "What became of each thing."),
        counted=("thing", "things"),
    )
    with Reports([html] if html else [], run) as reports:
        with ExitStack() as stack:
            yield from reports.passing(work(), _Before(desired, stack).read)
        yield from reports.finish()


def _where(desired: Desired) -> dict[str, str]:
    return {"Configuration": desired.path, "Areas": ", ".join(desired.areas)}


class _Before:
    """Reads pictures that are about to be replaced, over a connection of its own that is opened when one is asked for.

    Args:
        desired: Whose directories they are in.
        stack: What closes it.
    """

    def __init__(self, desired: Desired, stack: ExitStack) -> None:
        self._job = desired.photos
        self._stack = stack
        self._directory: PersonDirectory | None = None

    def read(self, dn: str) -> bytes | None:
        """The picture at a DN.

        Raises:
            UpSyncError: It cannot be read.
        """
        if self._job is None:
            return None
        if self._directory is None:
            self._directory = as_one(open_directories(self._job, self._stack))
        return self._directory.read_photo(dn)
