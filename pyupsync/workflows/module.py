"""The jobs on the PowerShell module's own installation: install, uninstall, list, check."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import cast, get_args

from pyupsync.changing import apply_changes
from pyupsync.config import ModuleJob
from pyupsync.model import Change, Event, EventStream, ModulePlace, PackagedModule, Record, Scope
from pyupsync.module import findings
from pyupsync.module.hosting import check_python, unusable
from pyupsync.module.plan import INSTALL, plan_install, plan_uninstall
from pyupsync.ports import ModuleFolder
from pyupsync.wiring.module import open_module_folder, open_module_host, places


def install_module(job: ModuleJob, *, what_if: bool = False) -> EventStream:
    """Put the module where PowerShell finds it, bound to this Python; yield a Change and an Outcome for each place."""
    host = open_module_host()
    module, why_not = host.packaged(), unusable(host.python())
    folders = _folders(job)

    def steps() -> Iterator[Event]:
        for folder in folders.values():
            yield from plan_install(module, folder.path, folder.installed(), why_not)

    yield from apply_changes(steps(), _act(folders, module), what_if=what_if)


def uninstall_module(job: ModuleJob, *, what_if: bool = False) -> EventStream:
    """Remove the module from its places; yield a Change and an Outcome for each version there."""
    folders = _folders(job)

    def steps() -> Iterator[Event]:
        for folder in folders.values():
            yield from plan_uninstall(folder.path, folder.installed())

    yield from apply_changes(steps(), _act(folders), what_if=what_if)


def list_modules(job: ModuleJob) -> EventStream:
    """Yield a Record for each place: the module's folder there, whose it is, and the version in it."""
    for place, folder in _folders(job).items():
        versions = ", ".join(one.version or "another's" for one in folder.installed())
        facts = {"path": folder.path, "for": place.edition, "scope": place.scope, "installed": versions or "no"}
        yield Record("modulePlace", facts)


def check_module(job: ModuleJob) -> EventStream:
    """Yield Findings on this Python, the PowerShells here, and the module in every place of the job's editions."""
    host = open_module_host()
    module, engines = host.packaged(), host.engines()
    yield from check_python(host.python())
    for engine in engines:
        yield from findings.check_engine(engine)
    if not engines:
        yield findings.check_no_engine()
    every = [place for scope in get_args(Scope) for place in places(scope, job.edition)]
    for edition in dict.fromkeys(place.edition for place in every):
        own = [place for place in every if place.edition == edition]
        found = False
        for place in own:
            folder = open_module_folder(place)
            there = folder.installed()
            found = found or bool(there)
            yield from findings.check_place(place, folder.path, there, module, engines)
        if not found:
            yield findings.check_missing(edition, [place.folder for place in own])
    yield from findings.check_environment(os.environ)


def _folders(job: ModuleJob) -> dict[ModulePlace, ModuleFolder]:
    return {place: open_module_folder(place) for place in places(cast("Scope", job.scope), job.edition)}


def _act(folders: dict[ModulePlace, ModuleFolder], module: PackagedModule | None = None) -> Callable[[Change], None]:
    by_path = {folder.path: folder for folder in folders.values()}

    def act(change: Change) -> None:
        path, version = os.path.split(change.target)
        if module and change.action == INSTALL:
            by_path[path].put(module)
        else:
            by_path[path].remove(version)

    return act
