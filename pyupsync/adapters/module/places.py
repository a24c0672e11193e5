"""Where each edition of PowerShell looks for modules.

Windows: ``WindowsPowerShell\\Modules`` (5.1) and ``PowerShell\\Modules`` (7) below the user's documents - wherever the
known folder is, in OneDrive for instance - and below Program Files. Elsewhere PowerShell 7 keeps to the XDG folders.
Source: about_PSModulePath; ModuleIntrinsics.GetPersonalModulePath and GetSharedModulePath of PowerShell.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pyupsync.model import ModulePlace, Scope


def module_places(scope: Scope) -> tuple[ModulePlace, ...]:
    """The folders of modules of this system, the one PowerShell 5.1 looks in first."""
    if sys.platform == "win32":
        return windows_places(scope, _documents() if scope == "CurrentUser" else _program_files())
    return (unix_place(scope, os.environ.get("XDG_DATA_HOME", "")),)


def windows_places(scope: Scope, base: Path) -> tuple[ModulePlace, ...]:
    """The two editions' folders below the documents, or below Program Files."""
    return (
        ModulePlace("WindowsPowerShell", scope, str(base / "WindowsPowerShell" / "Modules")),
        ModulePlace("PowerShell", scope, str(base / "PowerShell" / "Modules")),
    )


def unix_place(scope: Scope, data_home: str) -> ModulePlace:
    """PowerShell 7's folder."""
    own = Path(data_home) if data_home else Path.home() / ".local" / "share"
    base = own if scope == "CurrentUser" else Path("/usr/local/share")
    return ModulePlace("PowerShell", scope, str(base / "powershell" / "Modules"))


def _documents() -> Path:
    # Only here: it asks for the known folder (SHGetKnownFolderPath), which follows redirection.
    from platformdirs import user_documents_path  # noqa: PLC0415

    return user_documents_path()


def _program_files() -> Path:
    """The 64-bit one, also when asked by a 32-bit Python."""
    return Path(os.environ.get("PROGRAMW6432") or os.environ.get("PROGRAMFILES") or "C:\\Program Files")
