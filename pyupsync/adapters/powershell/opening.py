"""Where SharePoint's cmdlets are run, by the words that come after ``sharepoint:``."""

from __future__ import annotations

from contextlib import ExitStack

from pyupsync.adapters.powershell.child import ChildRunner
from pyupsync.adapters.powershell.current import CurrentRunner, is_hosted
from pyupsync.adapters.powershell.talk import PowerShellError, Runner
from pyupsync.errors import UsageError

_MODES = ("auto", "current", "child", "2010")


def open_runner(mode: str, stack: ExitStack, *, timeout: float = 300.0) -> Runner:
    """Open a runner; ``stack`` closes it.

    Args:
        mode: ``current`` is the PowerShell that hosts this process, ``child`` one of our own, ``2010`` the same as
            SharePoint 2010 needs it, ``auto`` (or empty) the current one if it has the cmdlets, else a child.
        stack: Closes what is opened.
        timeout: Seconds to wait for an answer of a child.

    Raises:
        UsageError: Another mode.
        PowerShellUnavailable: No PowerShell hosts this process, for ``current``.
    """
    mode = mode or "auto"
    if mode not in _MODES:
        forms = ", ".join(f"sharepoint:{known}" for known in _MODES)
        raise UsageError(f"There is no address sharepoint:{mode}; known are {forms}.", target=mode)
    runner = _runner(mode, timeout)
    stack.callback(runner.close)
    return runner


def _runner(mode: str, timeout: float) -> Runner:
    if mode == "current" or (mode == "auto" and is_hosted() and _has_cmdlets(CurrentRunner())):
        return CurrentRunner()
    return ChildRunner(("-Version", "2") if mode == "2010" else (), timeout=timeout)


def _has_cmdlets(runner: Runner) -> bool:
    """Whether they can be had there; PowerShell 7 has none, its child Windows PowerShell may."""
    try:
        runner.ask("connect")
    except PowerShellError:
        return False
    return True
