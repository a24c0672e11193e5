"""The PowerShell module: where it belongs, what is there, what it is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Edition: TypeAlias = Literal["WindowsPowerShell", "PowerShell"]
"""Windows PowerShell 5.1 (PSEdition Desktop), PowerShell 7 (PSEdition Core)."""
Scope: TypeAlias = Literal["CurrentUser", "AllUsers"]
"""Whom a module is installed for, in the words of Install-Module."""


@dataclass(frozen=True, slots=True)
class ModulePlace:
    """A folder that an edition of PowerShell looks for modules in.

    Attributes:
        edition: Whose folder it is.
        scope: Whose modules are in it.
        folder: The folder itself, an entry of PSModulePath.
    """

    edition: Edition
    scope: Scope
    folder: str


@dataclass(frozen=True, slots=True)
class InstalledModule:
    """What is in the module's place by one name.

    Attributes:
        path: The folder with the manifest.
        version: Its version; empty for what is no module of ours.
        digest: SHA-256 over names and contents of its files but the binding.
        binding: The text of its binding file, empty when there is none.
        foreign: Why pyupsync leaves it alone, in half a sentence; empty for what it may replace.
    """

    path: str
    version: str = ""
    digest: str = ""
    binding: str = ""
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class PackagedModule:
    """The module as this package carries it, bound to this Python.

    Attributes:
        version: The manifest's ModuleVersion.
        digest: As in `InstalledModule`.
        binding: The text for its binding file.
    """

    version: str
    digest: str
    binding: str


@dataclass(frozen=True, slots=True)
class PythonFacts:
    """A Python as the module sees it; a path is empty where there is no such file.

    Attributes:
        executable: The python program.
        implementation: ``cpython``.
        version: ``(3, 12, 1)``.
        bits: Width of its pointers.
        library: Its shared library.
        runtime: pythonnet's assembly.
        pythonnet: pythonnet's version, empty where it is not installed.
        pythons: Which Pythons that pythonnet says it takes: ``>=3.10,<3.15``.
        package: A file of pyupsync as that Python finds it without PYTHONPATH.
    """

    executable: str
    implementation: str
    version: tuple[int, ...]
    bits: int
    library: str
    runtime: str
    pythonnet: str
    pythons: str
    package: str


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """A PowerShell, as it told of itself.

    Attributes:
        program: Its path.
        edition: Which one it is.
        version: ``7.4.6``.
        bits: Width of its pointers.
        module_path: The entries of its PSModulePath.
        net_release: The Release value of its .NET Framework; None for PowerShell 7, 0 where there is none.
        trouble: Why it told nothing; empty when it did.
    """

    program: str
    edition: Edition
    version: str = ""
    bits: int = 0
    module_path: tuple[str, ...] = ()
    net_release: int | None = None
    trouble: str = ""
