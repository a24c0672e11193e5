"""What is wrong with the PowerShells of a machine and with the modules installed in their places: pure."""

from __future__ import annotations

import json
import os.path
from collections.abc import Iterator, Mapping, Sequence

from pyupsync.model import Edition, EngineFacts, Finding, FindingStatus, InstalledModule, ModulePlace, PackagedModule
from pyupsync.module.hosting import BITS, dotted, numbers

LOWEST: Mapping[Edition, tuple[int, ...]] = {"WindowsPowerShell": (5, 1), "PowerShell": (7, 0)}
NET_RELEASE = 461808
"""The Release value of .NET Framework 4.7.2, the first with all that pythonnet and the module take."""
NAMES: Mapping[Edition, str] = {"WindowsPowerShell": "Windows PowerShell", "PowerShell": "PowerShell"}


def check_engine(engine: EngineFacts) -> Iterator[Finding]:
    """Yield a Finding for each thing that the module asks of a PowerShell, good or bad."""
    name = NAMES[engine.edition]
    if engine.trouble:
        advice = f"Start it by hand: {engine.program}"
        yield Finding("powershell", "error", engine.program, f"{name} answers", engine.trouble, advice)
        return
    lowest = LOWEST[engine.edition]
    good = numbers(engine.version) >= lowest
    expected = f"{name} {dotted(lowest)} or newer"
    advice = "" if good else f"Install {expected}."
    yield Finding("powershell", _status(good), engine.program, expected, f"{name} {engine.version}", advice)
    good = engine.bits == BITS
    advice = "" if good else f"Use the {BITS}-bit {name}."
    yield Finding("bitness", _status(good), engine.program, f"{BITS}-bit", f"a {engine.bits}-bit {name}", advice)
    if engine.net_release is not None:
        good = engine.net_release >= NET_RELEASE
        actual = f"release {engine.net_release}" if engine.net_release else "no .NET Framework 4"
        expected = f".NET Framework 4.7.2 or newer (release {NET_RELEASE})"
        advice = "" if good else "Install .NET Framework 4.8 and restart the server."
        yield Finding("netFramework", _status(good), engine.program, expected, actual, advice)


def check_no_engine() -> Finding:
    """No PowerShell was found at all."""
    advice = "Install PowerShell 7, or put its pwsh on PATH."
    return Finding("powershell", "warning", "PATH", "a PowerShell", "no PowerShell was found", advice)


def check_place(
    place: ModulePlace,
    folder: str,
    there: Sequence[InstalledModule],
    module: PackagedModule,
    engines: Sequence[EngineFacts],
) -> Iterator[Finding]:
    """Yield Findings on what is in one place; nothing where it is empty."""
    command = f"pyupsync module install --scope {place.scope} --for {place.edition}"
    expected = f"version {module.version}, for this Python"
    for one in there:
        status, actual = _state(one, module)
        advice = "" if status == "ok" else f"Run: {command}"
        if one.foreign:
            advice = "Move it away if it is not needed."
        yield Finding("module", status, one.path, expected, actual, advice)
    for engine in engines if there else ():
        if engine.edition == place.edition and not engine.trouble and not _seen(place.folder, engine.module_path):
            yield Finding(
                "modulePath",
                "error",
                folder,
                "a folder of PSModulePath",
                f"{engine.program} looks for modules elsewhere",
                f"Add {place.folder} to PSModulePath, or use the other --scope.",
            )


def check_missing(edition: Edition, where: Sequence[str]) -> Finding:
    """The module is in none of an edition's places."""
    advice = f"Run: pyupsync module install --for {edition}"
    return Finding("module", "error", NAMES[edition], f"in {' or '.join(where)}", "the module is not installed", advice)


def check_environment(environment: Mapping[str, str]) -> Iterator[Finding]:
    """What the environment overrides."""
    for name, what in (("PYUPSYNC_PYTHON", "the Python"), ("PYTHONNET_PYDLL", "the shared library")):
        if value := environment.get(name):
            yield Finding("environment", "info", name, "not set", f"it names {what} to be hosted: {value}")


def _state(one: InstalledModule, module: PackagedModule) -> tuple[FindingStatus, str]:
    if one.foreign:
        return "error", one.foreign
    if one.version != module.version:
        return "error", f"version {one.version}"
    if one.digest != module.digest:
        return "error", "its files are not those of this package"
    if one.binding != module.binding:
        return "warning", f"bound to {_bound(one.binding)}"
    return "ok", f"version {one.version}"


def _bound(binding: str) -> str:
    try:
        return f"{json.loads(binding)['python']}, or to what this Python was before"
    except (ValueError, TypeError, KeyError):
        return "no Python"


def _seen(folder: str, module_path: Sequence[str]) -> bool:
    def plain(path: str) -> str:
        return os.path.normcase(os.path.normpath(path))

    return plain(folder) in map(plain, module_path)


def _status(good: bool) -> FindingStatus:  # noqa: FBT001
    return "ok" if good else "error"
