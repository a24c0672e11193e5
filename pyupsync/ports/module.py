"""What the installation of the PowerShell module reaches outside through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pyupsync.model import EngineFacts, InstalledModule, PackagedModule, PythonFacts


class ModuleFolder(Protocol):
    """The module's own folder below one folder of modules."""

    @property
    def path(self) -> str:
        """Where it is, or would be."""
        ...

    def installed(self) -> Sequence[InstalledModule]:
        """What is there: each version, and what is in their way.

        Raises:
            ModuleError: It cannot be read.
        """
        ...

    def put(self, module: PackagedModule) -> None:
        """Install a version, in place of the same one: never in part, whenever the process ends.

        Raises:
            ModuleFolderDenied: No right to write there.
            ModuleError: It cannot be written.
        """
        ...

    def remove(self, version: str) -> None:
        """Remove a version; where it was the last one the folder goes too.

        Raises:
            ModuleFolderDenied: No right to write there.
            ModuleError: It cannot be removed.
        """
        ...


class ModuleHost(Protocol):
    """This Python, and the PowerShells of this machine."""

    def python(self) -> PythonFacts:
        """This Python.

        Raises:
            ModuleError: It could not be asked.
        """
        ...

    def packaged(self) -> PackagedModule:
        """The module that this package carries.

        Raises:
            ModuleError: It carries none.
        """
        ...

    def engines(self) -> Sequence[EngineFacts]:
        """Every PowerShell that is found, asked about itself."""
        ...
