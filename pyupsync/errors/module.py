"""The PowerShell module's installation, and the Python it is bound to."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class ModuleError(UpSyncError):
    """The PowerShell module cannot be installed, removed or looked at."""

    code = "ModuleFailed"


class ModuleNameTaken(ModuleError):
    """Something is in the module's place that pyupsync did not put there."""

    code = "ModuleNameTaken"


class ModuleFolderDenied(ModuleError):
    """The account this runs under may not write to the folder of modules, or the folder is read-only."""

    code = "ModuleFolderDenied"


class PythonUnusable(ModuleError):
    """This Python cannot be hosted by a PowerShell process."""

    code = "PythonUnusable"
