"""The PowerShell module's folders, and the machine they are on."""

from __future__ import annotations

from pyupsync.errors import UsageError
from pyupsync.model import ModulePlace, Scope
from pyupsync.ports import ModuleFolder, ModuleHost


def places(scope: Scope, edition: str) -> tuple[ModulePlace, ...]:
    """The folders of modules of an edition, or of both that this system has.

    Raises:
        UsageError: This system has no such edition.
    """
    from pyupsync.adapters.module.places import module_places

    found = tuple(place for place in module_places(scope) if edition in {"both", place.edition})
    if not found:
        raise UsageError(f"{edition} exists on Windows only.", target=edition, advice="Use --for PowerShell.")
    return found


def open_module_folder(place: ModulePlace) -> ModuleFolder:
    """The module's own folder in that place."""
    from pyupsync.adapters.module.folder import InstalledModules

    return InstalledModules(place.folder)


def open_module_host() -> ModuleHost:
    """This Python and this machine's PowerShells."""
    from pyupsync.adapters.module.host import ThisHost

    return ThisHost()
