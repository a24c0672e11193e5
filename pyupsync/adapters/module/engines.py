"""The PowerShells of this machine, each asked about itself in a process of its own."""

from __future__ import annotations

import binascii
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyupsync.adapters.powershell.child import windows_powershell
from pyupsync.model import Edition, EngineFacts

TIMEOUT = 60.0
"""Seconds a PowerShell has to answer."""

# The Release value: "Determine which .NET Framework versions are installed", learn.microsoft.com.
_QUESTION = r"""
$ErrorActionPreference = 'Stop'
$release = $null
if ($PSVersionTable.PSEdition -ne 'Core') {
    $key = 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full'
    $release = [int] (Get-ItemProperty -LiteralPath $key -Name Release -ErrorAction SilentlyContinue).Release
}
$told = @{
    version = [string] $PSVersionTable.PSVersion
    bits = [System.IntPtr]::Size * 8
    module_path = @($env:PSModulePath -split [System.IO.Path]::PathSeparator)
    net_release = $release
}
$bytes = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $told -Compress))
'@ups ' + [System.Convert]::ToBase64String($bytes)
"""


def find_engines() -> Iterator[tuple[Edition, str]]:
    """The programs: Windows PowerShell in its fixed place, PowerShell 7 by PATH or in its usual place on Windows."""
    own = windows_powershell()
    if own:
        yield "WindowsPowerShell", own
    files = os.environ.get("PROGRAMFILES", "")
    usual = Path(files, "PowerShell", "7", "pwsh.exe")
    found = shutil.which("pwsh") or (str(usual) if files and usual.is_file() else None)
    if found:
        yield "PowerShell", found


def ask_engine(edition: Edition, program: str) -> EngineFacts:
    """What a PowerShell tells of itself; why not, where it does not."""
    command = [program, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", _QUESTION]
    # Each makes its own: that of a PowerShell above us would be taken over.
    environment = {name: value for name, value in os.environ.items() if name.upper() != "PSMODULEPATH"}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        # S603: the program is the machine's own PowerShell; nothing on its command line is input.
        done = subprocess.run(  # noqa: S603
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            creationflags=flags,
        )
    except OSError as error:
        return EngineFacts(program, edition, trouble=f"it cannot be started: {error.strerror}")
    except subprocess.TimeoutExpired:
        return EngineFacts(program, edition, trouble=f"it did not answer for {TIMEOUT:g} seconds")
    told = _answer(done.stdout.decode("ascii", "replace"))
    if told is None:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        return EngineFacts(program, edition, trouble=f"it did not answer: {said or f'exit code {done.returncode}'}")
    folders = tuple(str(item) for item in told["module_path"] if item)
    return EngineFacts(program, edition, str(told["version"]), int(told["bits"]), folders, told["net_release"])


def _answer(output: str) -> Any:  # noqa: ANN401 - JSON
    for line in output.splitlines():
        if line.startswith("@ups "):
            return json.loads(binascii.a2b_base64(line.removeprefix("@ups ")))
    return None
