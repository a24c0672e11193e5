"""The PowerShell that hosts this Python: the snippets run in the runspace whose command is running."""

from __future__ import annotations

import itertools
import sys
from typing import Any

from pyupsync.adapters.powershell.talk import Answer, PowerShellError, PowerShellUnavailable, definitions, request_line

_ASSEMBLY = "System.Management.Automation"


class CurrentRunner:
    """Runs the snippets in the current runspace, on the thread that called.

    Raises:
        PowerShellUnavailable: No PowerShell hosts this Python.
    """

    def __init__(self) -> None:
        self._automation = _automation()
        self._numbers = itertools.count(1)

    def ask(self, operation: str, *values: str) -> list[list[str]]:
        """Run one operation."""
        number = next(self._numbers)
        answer = Answer(number)
        for line in self._run(request_line(number, operation, values)):
            if answer.take(line):
                return answer.rows
        raise PowerShellUnavailable(f"PowerShell ended before it answered ({operation}).")

    def close(self) -> None:
        """Nothing is kept open."""

    def _run(self, line: str) -> list[str]:
        script = f"param ($Line)\n{definitions()}\n& $snippets['answer'] $Line"
        shell = self._automation.PowerShell.Create(self._automation.RunspaceMode.CurrentRunspace)
        try:
            results = shell.AddScript(script, True).AddArgument(line).Invoke()  # noqa: FBT003 - useLocalScope
            return [str(result.ToString()) for result in results if result is not None]
        except Exception as error:  # noqa: BLE001 - .NET raises what is no Python class known here
            raise PowerShellError("", type(error).__name__, str(error).partition("\n")[0]) from None
        finally:
            shell.Dispose()


def is_hosted() -> bool:
    """Whether a PowerShell hosts this Python and a command of it is running."""
    try:
        _automation()
    except PowerShellUnavailable:
        return False
    return True


def _automation() -> Any:  # noqa: ANN401 - a .NET namespace
    """The namespace of PowerShell's own classes, never loaded by us: a process without it is not hosted."""
    unavailable = PowerShellUnavailable("No PowerShell hosts this Python.", "Use the cmdlets of the module PyUpSync.")
    if "clr" not in sys.modules:
        raise unavailable
    import clr  # noqa: PLC0415
    from System import AppDomain  # noqa: PLC0415

    loaded = {assembly.GetName().Name for assembly in AppDomain.CurrentDomain.GetAssemblies()}
    if _ASSEMBLY not in loaded:
        raise unavailable
    clr.AddReference(_ASSEMBLY)
    from System.Management import Automation  # noqa: PLC0415

    if Automation.Runspaces.Runspace.DefaultRunspace is None:
        raise unavailable
    return Automation
