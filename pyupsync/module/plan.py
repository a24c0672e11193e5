"""What has to change for the module of this package, and no other version of it, to be in a place; or none: pure.

What pyupsync did not put there is left alone, and while it is in the way nothing else is done in that place.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Sequence

from pyupsync.errors import ModuleNameTaken, PythonUnusable
from pyupsync.model import Change, Facts, InstalledModule, Outcome, PackagedModule

INSTALL = "Install module"
REMOVE = "Remove module"
AREA = "module"


def plan_install(
    module: PackagedModule, folder: str, there: Sequence[InstalledModule], unusable: PythonUnusable | None
) -> Iterator[Change | Outcome]:
    """Compare what is in one place with the module to be there; other versions of it go after it has come.

    Args:
        module: The one to be there.
        folder: The module's own folder in that place.
        there: What is in it.
        unusable: Why this Python cannot be hosted; then nothing is installed.
    """
    path = os.path.join(folder, module.version)  # noqa: PTH118 - a name, of no file system
    if unusable:
        yield Outcome.of_error(unusable, area=AREA, action=INSTALL, target=path)
        return
    if foreign := _foreign(there):
        yield Outcome.of_error(foreign, area=AREA, action=INSTALL, target=path)
        return
    same = next((one for one in there if one.version == module.version), None)
    change = _change(INSTALL, path, _facts(same) if same else None, {"version": module.version})
    if same and (same.digest, same.binding) == (module.digest, module.binding):
        yield Outcome.of_change(change, "unchanged", "UpToDate", f"Version {module.version} is there, for this Python.")
    else:
        yield change
    yield from (_removal(one) for one in there if one.version != module.version)


def plan_uninstall(folder: str, there: Sequence[InstalledModule]) -> Iterator[Change | Outcome]:
    """Every version in one place goes."""
    if foreign := _foreign(there):
        yield Outcome.of_error(foreign, area=AREA, action=REMOVE, target=folder)
    elif not there:
        yield Outcome(AREA, REMOVE, folder, "unchanged", "NotInstalled", "The module is not installed here.")
    else:
        yield from map(_removal, there)


def _foreign(there: Sequence[InstalledModule]) -> ModuleNameTaken | None:
    for one in there:
        if one.foreign:
            return ModuleNameTaken(
                f"{one.path} {one.foreign}, and was not put there by pyupsync; it is left as it is.",
                target=one.path,
                advice="Move it away if it is not needed, and run this again.",
            )
    return None


def _removal(one: InstalledModule) -> Change:
    return _change(REMOVE, one.path, _facts(one), None)


def _change(action: str, path: str, before: Facts | None, after: Facts | None) -> Change:
    return Change(f"{AREA}/{os.path.normcase(path)}", AREA, action, path, before, after)


def _facts(one: InstalledModule) -> Facts:
    return {"version": one.version}
